/**
 * Why a signature is not of our profile, or is not one.
 * - `xmldsig/absent`: no ds:Signature at the place where it belongs;
 * - `xmldsig/wrapped`: another ds:Signature somewhere, or a second one there, as signature wrapping needs;
 * - `xmldsig/structure`: something in ds:Signature that the profile does not have, or lacks;
 * - `xmldsig/algorithm`: an algorithm other than the profile's, stronger or weaker;
 * - `xmldsig/reference`: not exactly one reference to the whole document through the profile's two transforms;
 * - `xmldsig/key`: no readable X.509 certificate, or one whose key is not on P-256;
 * - `xmldsig/value`: a signature or digest that is not plain base64 of its length;
 * - `xmldsig/invalid`: the signature is not that of the certificate's key over this ds:SignedInfo;
 * - `xmldsig/split-value`: a comment or processing instruction within a value, where readers disagree on what it says.
 */
export type XmlDsigErrorCode =
  | 'xmldsig/absent'
  | 'xmldsig/wrapped'
  | 'xmldsig/structure'
  | 'xmldsig/algorithm'
  | 'xmldsig/reference'
  | 'xmldsig/key'
  | 'xmldsig/value'
  | 'xmldsig/invalid'
  | 'xmldsig/split-value';

export class XmlDsigError extends Error {
  override readonly name = 'XmlDsigError';
  readonly code: XmlDsigErrorCode;

  constructor(code: XmlDsigErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
