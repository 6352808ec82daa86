import { createHash, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parseXml } from '@liaison/xml';
import type { XmlLimits } from '@liaison/xml';
import type { XmlElement } from 'libxml2-wasm';
import { isProfileKey, readCertificate } from './certificate.ts';
import { XmlDsigError } from './error.ts';
import { dsNamespace, mostPrefixes } from './profile.ts';
import { refuseSplitValues } from './verify.ts';
import { writeSignature, writeSignedInfo } from './write-signature.ts';

/** `certificates`: DER, the signer's first, then those of its issuers. */
export type XmlSigner = { readonly key: KeyObject; readonly certificates: readonly Buffer[] };

/**
 * The ds:Signature, as one line of XML, to be inserted where the document will be verified: `document` is the whole of
 * it without the signature, in any encoding. Nothing but its insertion may follow.
 */
export function signatureFor(document: Uint8Array, signer: XmlSigner, limits: XmlLimits = {}): string {
  using parsed = parseXml(document, limits);
  refuseSplitValues(parsed);
  const inclusivePrefixes = inclusivePrefixesOf(parsed.tree.root);
  return signCanonical(
    parsed.canonicalize({ mode: 'exclusive', inclusivePrefixes }),
    inclusivePrefixes,
    signer,
  );
}

/**
 * The same for who holds the document's canonical form, exclusive with `inclusivePrefixes` and without the signature,
 * and answers for its being that: a large document need not be parsed again.
 */
export function signCanonical(
  canonical: Buffer,
  inclusivePrefixes: readonly string[],
  signer: XmlSigner,
): string {
  const { key, certificates } = signer;
  const [leaf] = certificates;
  if (!leaf || !isProfileKey(key) || !readCertificate(leaf).checkPrivateKey(key))
    throw new XmlDsigError('xmldsig/key', 'the key is not that of the certificate');
  if (canonical.includes(`="${dsNamespace}"`))
    throw new XmlDsigError('xmldsig/wrapped', 'the document holds a signature already');
  const digest = createHash('sha256').update(canonical).digest();
  const signedInfo = Buffer.from(writeSignedInfo(digest, inclusivePrefixes));
  const value = sign('sha256', signedInfo, { key, dsaEncoding: 'ieee-p1363' });
  return writeSignature({ digest, inclusivePrefixes, value, certificates });
}

/** The prefixes that the root declares: named in the PrefixList they are written once, and half as much is hashed. */
export function inclusivePrefixesOf(root: XmlElement): string[] {
  const prefixes = Object.entries(root.nsDeclarations)
    .filter(([, namespace]) => namespace !== dsNamespace)
    .map(([prefix]) => (prefix === '' ? '#default' : prefix))
    .toSorted();
  if (prefixes.length > mostPrefixes)
    throw new XmlDsigError('xmldsig/reference', `${prefixes.length} prefixes, ${mostPrefixes} at most`);
  return prefixes;
}
