/** A ds:Signature of the profile as we write it: one line, in canonical form already. */
import { dsNamespace, ecdsaSha256, envelopedSignature, exclusiveC14n, sha256 } from './profile.ts';

/** What a signature says. `certificates`: DER, the signer's first. */
export type SignatureParts = {
  readonly digest: Buffer;
  readonly inclusivePrefixes: readonly string[];
  readonly value: Buffer;
  readonly certificates: readonly Buffer[];
};

export function writeSignature({ digest, inclusivePrefixes, value, certificates }: SignatureParts): string {
  const chain = certificates.map(
    (der) => `<ds:X509Certificate>${der.toString('base64')}</ds:X509Certificate>`,
  );
  return (
    `<ds:Signature xmlns:ds="${dsNamespace}">${signedInfo('', digest, inclusivePrefixes)}` +
    `<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${chain.join('')}</ds:X509Data></ds:KeyInfo></ds:Signature>`
  );
}

/** The canonical ds:SignedInfo, over which the signature is. */
export function writeSignedInfo(digest: Buffer, inclusivePrefixes: readonly string[]): string {
  return signedInfo(` xmlns:ds="${dsNamespace}"`, digest, inclusivePrefixes);
}

function signedInfo(declaration: string, digest: Buffer, prefixes: readonly string[]): string {
  const list =
    prefixes.length === 0
      ? ''
      : `<ec:InclusiveNamespaces xmlns:ec="${exclusiveC14n}" PrefixList="${prefixes.join(' ')}"></ec:InclusiveNamespaces>`;
  return (
    `<ds:SignedInfo${declaration}><ds:CanonicalizationMethod Algorithm="${exclusiveC14n}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${ecdsaSha256}"></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms>` +
    `<ds:Transform Algorithm="${envelopedSignature}"></ds:Transform><ds:Transform Algorithm="${exclusiveC14n}">${list}</ds:Transform>` +
    `</ds:Transforms><ds:DigestMethod Algorithm="${sha256}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest.toString('base64')}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  );
}
