import { createHash, timingSafeEqual, verify } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { ParsedXml } from '@liaison/xml';
import type { XmlElement } from 'libxml2-wasm';
import { isProfileKey } from './certificate.ts';
import { XmlDsigError } from './error.ts';
import { findChild } from './nodes.ts';
import { dsNamespace } from './profile.ts';
import type { SignaturePlace } from './profile.ts';
import { readSignature } from './read-signature.ts';
import { writeSignature } from './write-signature.ts';

/**
 * What a signature proves. `verified`: the canonical bytes that the key of the first certificate signed, from which the
 * document is to be read again, and from nothing else. `altered`: the signature is that key's, over another document,
 * or over this one before somebody indented it; `unverified` is the canonical form of this one, which nobody vouches
 * for. Whether the certificates deserve trust is the caller's to judge.
 */
export type Verification = {
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
  /** The signature as we write it, which a file that we signed holds to the byte. */
  readonly text: string;
} & (
  | { readonly outcome: 'verified'; readonly verified: Buffer }
  | { readonly outcome: 'altered'; readonly unverified: Buffer }
);

/**
 * Verifies the only ds:Signature of a document, which stands at `place`, and takes it out of the tree. Throws
 * `XmlDsigError` when it is not a valid signature of the profile, whatever it would be over.
 */
export function verifyEnveloped(document: ParsedXml, place: SignaturePlace): Verification {
  refuseSplitValues(document);
  const signature = findSignature(document.tree.root, place);
  const { signedInfo, unindented, inclusivePrefixes, digest, value, certificates } = readSignature(signature);
  const key = certificates[0].publicKey;
  if (!isProfileKey(key)) throw new XmlDsigError('xmldsig/key', `a key of type ${key.asymmetricKeyType}`);
  const isOver = (bytes: Buffer) => verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, value);
  const isAsSigned = isOver(signedInfo);
  if (!isAsSigned && !isOver(unindented))
    throw new XmlDsigError('xmldsig/invalid', 'the signature is not over this SignedInfo');
  signature.remove();
  const canonical = document.canonicalize({ mode: 'exclusive', inclusivePrefixes });
  refuseOtherSignatures(canonical);
  const text = writeSignature({
    digest,
    inclusivePrefixes,
    value,
    certificates: certificates.map(({ raw }) => raw),
  });
  return isAsSigned && timingSafeEqual(createHash('sha256').update(canonical).digest(), digest)
    ? { outcome: 'verified', verified: canonical, certificates, text }
    : { outcome: 'altered', unverified: canonical, certificates, text };
}

function findSignature(root: XmlElement, place: SignaturePlace): XmlElement {
  let parent = root;
  for (const step of place) {
    const child = findChild(parent, step);
    if (!child) throw new XmlDsigError('xmldsig/absent', `no ${step.name}`);
    parent = child;
  }
  const signature = findChild(parent, { namespace: dsNamespace, name: 'Signature' });
  if (!signature) throw new XmlDsigError('xmldsig/absent', 'no Signature');
  return signature;
}

/** With the signature gone, no element of its namespace may be left: the canonical form would have to declare it. */
function refuseOtherSignatures(canonical: Buffer): void {
  if (canonical.includes(`="${dsNamespace}"`))
    throw new XmlDsigError('xmldsig/wrapped', 'elements of a signature elsewhere in the document');
}

/** `1<!-- -->2` is signed as `12`, and read as `1` by many. */
export function refuseSplitValues(document: ParsedXml): void {
  const text = Buffer.from(document.utf8.buffer, document.utf8.byteOffset, document.utf8.length);
  if (!text.includes('<!--') && !text.includes('<?', 2)) return;
  const split = document.tree.get('//*[comment() or processing-instruction()][text()[normalize-space()]]');
  if (split) throw new XmlDsigError('xmldsig/split-value', `line ${split.line}`);
}
