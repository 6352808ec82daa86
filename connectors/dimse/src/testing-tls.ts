import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type TestCertificate = {
  readonly certFile: string;
  readonly keyFile: string;
  /** SHA-256, lower-case hex. */
  readonly fingerprint: string;
};

/** A self-signed certificate and its key in `folder`; null where the machine has no openssl. */
export function makeCertificate(folder: string, name: string): TestCertificate | null {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  const kind = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30';
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certFile];
  const made = spawnSync('openssl', [...kind.split(' '), ...names, ...files]);
  if (made.status !== 0) return null;
  const { fingerprint256 } = new X509Certificate(readFileSync(certFile));
  return { certFile, keyFile, fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() };
}
