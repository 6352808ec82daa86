/**
 * The profile of XML Signature (W3C XMLDSig 1.1) that we write and accept, and nothing besides: enveloped, one reference
 * to the whole document, exclusive canonicalization, SHA-256, ECDSA on P-256, the X.509 chain in ds:KeyInfo.
 */
export const dsNamespace = 'http://www.w3.org/2000/09/xmldsig#';
export const exclusiveC14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const envelopedSignature = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const ecdsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

/** The curve as OpenSSL names P-256. */
export const curve = 'prime256v1';
export const digestBytes = 32;
/** r and s, 32 bytes each (XMLDSig 1.1, section 6.4.3), not DER. */
export const signatureBytes = 64;
export const mostPrefixes = 32;
export const mostCertificates = 5;

/** An element's name: namespace and local name. */
export type QName = { readonly namespace: string; readonly name: string };

/** The way from below the root down to the parent of ds:Signature: at each step the first child of that name. */
export type SignaturePlace = readonly QName[];
