import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PkiError } from './error.ts';
import { readRequest, writeRequest } from './request.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const request = writeRequest({ commonName: 'Hôpital Pasteur' }, privateKey);

function openssl(args: readonly string[], input?: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync('openssl', [...args], { input });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

/** The code of the refusal, or whose key was taken. */
function codeOf(der: Buffer): string {
  try {
    return readRequest(der).equals(publicKey) ? 'the same key' : 'another key';
  } catch (error) {
    return error instanceof PkiError ? error.code : String(error);
  }
}

describe('a request of a certificate', () => {
  it('gives the public key of who asks, and openssl finds it signed by that key', () => {
    expect(readRequest(request).equals(publicKey)).toBe(true);
    const spki = openssl(['req', '-inform', 'DER', '-verify', '-noout', '-pubkey'], request);
    expect(createPublicKey(spki).equals(publicKey)).toBe(true);
  });

  it('is read as openssl makes it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'request-'));
    try {
      writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const made = openssl([
        'req',
        '-new',
        '-key',
        join(folder, 'key.pem'),
        '-subj',
        '/CN=x',
        '-outform',
        'DER',
      ]);
      expect(readRequest(made).equals(publicKey)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is refused when its key did not sign it, when it is for another kind of key, or is none', () => {
    for (let at = 0; at < request.length; at += 1) {
      const changed = Buffer.from(request);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      // The count of unused bits of the signature says nothing, and is not signed.
      expect(['pki/malformed', 'pki/unsupported', 'the same key']).toContain(codeOf(changed));
    }
    const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(codeOf(writeRequest({ commonName: 'x' }, other))).toBe('pki/unsupported');
    expect(codeOf(Buffer.from('x'))).toBe('pki/malformed');
    expect(codeOf(Buffer.alloc(20_000))).toBe('pki/malformed');
  });
});
