/**
 * Why a message is not certified, or a certificate not read.
 * - `certificate/blocked`: the control found a fault that forbids it;
 * - `certificate/other-message`: the control is of other bytes;
 * - `certificate/already`: the message has a certificate;
 * - `certificate/no-place`: the file is not a message in which a certificate has a place;
 * - `certificate/signer`: the signer's certificate does not name the organisation and licence that it should;
 * - `certificate/unreadable`: what stands in the place of a certificate is not one of ours.
 */
export type CertificateErrorCode =
  | 'certificate/blocked'
  | 'certificate/other-message'
  | 'certificate/already'
  | 'certificate/no-place'
  | 'certificate/signer'
  | 'certificate/unreadable';

export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly code: CertificateErrorCode;

  constructor(code: CertificateErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
