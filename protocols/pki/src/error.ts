/**
 * - `pki/malformed`: bytes that are not the certificate, list or request that they claim to be;
 * - `pki/unsupported`: legal, but outside this package's profile (algorithms, critical extensions).
 */
export type PkiErrorCode = 'pki/malformed' | 'pki/unsupported';

export class PkiError extends Error {
  override readonly name = 'PkiError';
  readonly code: PkiErrorCode;

  constructor(code: PkiErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
