import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { XmlSigner } from './sign.ts';

/** A signer whose certificate is its own root, made by openssl; `keyOptions` as in `openssl req -newkey`. */
export function selfSignedSigner(
  keyOptions: readonly string[] = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
): XmlSigner & { readonly keyPem: string; readonly certificatePem: string } {
  const folder = mkdtempSync(join(tmpdir(), 'signer-'));
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-nodes',
    '-subj',
    '/CN=essai',
    '-days',
    '3650',
    '-keyout',
    keyFile,
    '-out',
    certificateFile,
    '-newkey',
    ...keyOptions,
  ]);
  if (made.status !== 0) throw new Error(`openssl req: ${made.stderr.toString()}`);
  const [keyPem, certificatePem] = [readFileSync(keyFile, 'utf8'), readFileSync(certificateFile, 'utf8')];
  rmSync(folder, { recursive: true });
  return {
    key: createPrivateKey(keyPem),
    certificates: [new X509Certificate(certificatePem).raw],
    keyPem,
    certificatePem,
  };
}
