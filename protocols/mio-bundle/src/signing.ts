import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { BundleError } from './error.ts';
import type { Role, Signatures, TrustRoot } from './formats.ts';

/** A key that signs for the authority: Ed25519. */
export type UpdateKey = { readonly id: string; readonly key: KeyObject };

export function signBytes(bytes: Uint8Array, keys: readonly UpdateKey[]): Signatures {
  return Object.fromEntries(keys.map(({ id, key }) => [id, sign(null, bytes, key).toString('base64')]));
}

/** Throws unless as many different keys of the role as it asks for signed these bytes. */
export function requireSignatures(
  bytes: Uint8Array,
  signatures: Signatures,
  root: TrustRoot,
  role: Role,
): void {
  const { keys, threshold } = root.roles[role];
  const good = new Set<string>();
  for (const id of new Set(keys)) {
    const [key, signature] = [root.keys[id], signatures[id]];
    // One key under two names is one key.
    if (key !== undefined && signature !== undefined && isSigned(bytes, key, signature)) good.add(key);
  }
  if (good.size < threshold)
    throw new BundleError('bundle/signature', `${good.size} signature(s) for ${role}, ${threshold} due`);
}

function isSigned(bytes: Uint8Array, spki: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
