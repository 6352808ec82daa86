/** Object identifiers, by the standard that gives them. */
export const oid = {
  /** RFC 5652: id-signedData, id-contentType, id-messageDigest */
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  /** RFC 3161: id-ct-TSTInfo */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  /** RFC 2634 and RFC 5035: id-aa-signingCertificate, id-aa-signingCertificateV2 */
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 5754 */
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** Digests that a token may use, as node:crypto names them. */
export const digests: Readonly<Record<string, string>> = {
  [oid.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Signatures that a token may have, with the digest that they imply; `null` where the signer states it apart. */
export const signatures: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.1': null,
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
