/** Bytes as asn1js takes them: of their own ArrayBuffer. Certificates and lists are small enough to be copied. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
