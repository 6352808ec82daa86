import { createHash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What the seal is over: never to be taken for anything else that the same key signs. */
export function sealedBytes(sealed: string): Buffer {
  return Buffer.from(`urn:liaison:mio:1:sceau\n${sealed}`, 'utf8');
}

export function isSealValid(sealed: string, seal: Buffer, key: KeyObject): boolean {
  const isProfileKey =
    key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return (
    isProfileKey &&
    seal.length === 64 &&
    verify('sha256', sealedBytes(sealed), { key, dsaEncoding: 'ieee-p1363' }, seal)
  );
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
