import { createHash, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parseXml } from '@liaison/xml';
import type { XmlLimits } from '@liaison/xml';
import type { XmlElement } from 'libxml2-wasm';
import { isProfileKey, readCertificate } from './certificate.ts';
import { XmlDsigError } from './error.ts';
import {
  dsNamespace,
  ecdsaSha256,
  envelopedSignature,
  exclusiveC14n,
  mostPrefixes,
  sha256,
} from './profile.ts';
import { canonicalSignedInfo } from './signed-info.ts';
import { refuseSplitValues } from './verify.ts';

/** `certificates`: DER, the signer's first, then those of its issuers. */
export type XmlSigner = { readonly key: KeyObject; readonly certificates: readonly Buffer[] };

/**
 * The ds:Signature, as one line of XML, to be inserted where the document will be verified: `document` is the whole of
 * it without the signature, in any encoding. Nothing but its insertion may follow.
 */
export function signatureFor(document: Uint8Array, signer: XmlSigner, limits: XmlLimits = {}): string {
  const [leaf] = signer.certificates;
  if (!leaf || !isProfileKey(signer.key) || !readCertificate(leaf).checkPrivateKey(signer.key))
    throw new XmlDsigError('xmldsig/key', 'the key is not that of the certificate');
  using parsed = parseXml(document, limits);
  refuseSplitValues(parsed);
  const prefixes = prefixesOf(parsed.tree.root);
  const canonical = parsed.canonicalize({ mode: 'exclusive', inclusivePrefixes: prefixes });
  if (canonical.includes(`="${dsNamespace}"`))
    throw new XmlDsigError('xmldsig/wrapped', 'the document holds a signature already');
  const signedInfo = writeSignedInfo(createHash('sha256').update(canonical).digest('base64'), prefixes);
  using small = parseXml(Buffer.from(signedInfo));
  const value = sign('sha256', canonicalSignedInfo(small.tree.root), {
    key: signer.key,
    dsaEncoding: 'ieee-p1363',
  });
  const chain = signer.certificates
    .map((der) => `<ds:X509Certificate>${der.toString('base64')}</ds:X509Certificate>`)
    .join('');
  return (
    `<ds:Signature xmlns:ds="${dsNamespace}">${signedInfo.replace(` xmlns:ds="${dsNamespace}"`, '')}` +
    `<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${chain}</ds:X509Data></ds:KeyInfo></ds:Signature>`
  );
}

/** Those declared at the root: named in the PrefixList they are written once, and half as much is hashed. */
function prefixesOf(root: XmlElement): string[] {
  return Object.entries(root.nsDeclarations)
    .filter(([, namespace]) => namespace !== dsNamespace)
    .map(([prefix]) => (prefix === '' ? '#default' : prefix))
    .toSorted()
    .slice(0, mostPrefixes);
}

function writeSignedInfo(digest: string, prefixes: readonly string[]): string {
  const list =
    prefixes.length === 0
      ? ''
      : `<ec:InclusiveNamespaces xmlns:ec="${exclusiveC14n}" PrefixList="${prefixes.join(' ')}"></ec:InclusiveNamespaces>`;
  return (
    `<ds:SignedInfo xmlns:ds="${dsNamespace}"><ds:CanonicalizationMethod Algorithm="${exclusiveC14n}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${ecdsaSha256}"></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms>` +
    `<ds:Transform Algorithm="${envelopedSignature}"></ds:Transform><ds:Transform Algorithm="${exclusiveC14n}">${list}</ds:Transform>` +
    `</ds:Transforms><ds:DigestMethod Algorithm="${sha256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue>` +
    `</ds:Reference></ds:SignedInfo>`
  );
}
