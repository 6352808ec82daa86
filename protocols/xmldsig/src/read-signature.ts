import type { X509Certificate } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { strictBase64 } from './base64.ts';
import { readCertificate } from './certificate.ts';
import { XmlDsigError } from './error.ts';
import { attributesOf, elementsOf, exactly, isNamed, textOf } from './nodes.ts';
import {
  digestBytes,
  dsNamespace,
  ecdsaSha256,
  envelopedSignature,
  exclusiveC14n,
  mostCertificates,
  sha256,
  signatureBytes,
} from './profile.ts';
import { canonicalSignedInfo, parsePrefixList } from './signed-info.ts';

/** What a ds:Signature of the profile says, before anything of it is believed. */
export type ReadSignature = {
  readonly signedInfo: Buffer;
  /** The same as it is when it was indented after signing. */
  readonly unindented: Buffer;
  readonly inclusivePrefixes: readonly string[];
  readonly digest: Buffer;
  readonly value: Buffer;
  /** At least one, the signer's first. */
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
};

/** Reads a ds:Signature that has exactly the profile's structure, algorithms and lengths; throws `XmlDsigError`. */
export function readSignature(signature: XmlElement): ReadSignature {
  if (signature.attrs.length > 0) throw new XmlDsigError('xmldsig/structure', 'Signature has attributes');
  const [signedInfo, signatureValue, keyInfo] = three(signature, 'SignedInfo', 'SignatureValue', 'KeyInfo');
  const [method, signatureMethod, reference] = three(
    signedInfo,
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  );
  requireAlgorithm(method, exclusiveC14n);
  requireAlgorithm(signatureMethod, ecdsaSha256);
  const value = strictBase64(textOf(signatureValue), 'SignatureValue');
  if (value.length !== signatureBytes)
    throw new XmlDsigError('xmldsig/value', `a signature of ${value.length} bytes`);
  return {
    ...readReference(reference),
    signedInfo: canonicalSignedInfo(signedInfo),
    unindented: canonicalSignedInfo(signedInfo, 'left-out'),
    value,
    certificates: readCertificates(keyInfo),
  };
}

function readReference(reference: XmlElement): { inclusivePrefixes: string[]; digest: Buffer } {
  const [uri] = attributesOf(reference, 'URI');
  if (uri !== '') throw new XmlDsigError('xmldsig/reference', `a reference to ${uri?.slice(0, 40)}`);
  const [transforms, digestMethod, digestValue] = three(
    reference,
    'Transforms',
    'DigestMethod',
    'DigestValue',
  );
  requireAlgorithm(digestMethod, sha256);
  const digest = strictBase64(textOf(digestValue), 'DigestValue');
  if (digest.length !== digestBytes)
    throw new XmlDsigError('xmldsig/value', `a digest of ${digest.length} bytes`);
  const [enveloped, exclusive] = exactly(transforms, 'Transform', 'Transform');
  if (!enveloped || !exclusive) throw new XmlDsigError('xmldsig/reference', 'two transforms');
  requireAlgorithm(enveloped, envelopedSignature);
  return { inclusivePrefixes: readPrefixes(exclusive), digest };
}

function readPrefixes(transform: XmlElement): string[] {
  if (attributesOf(transform, 'Algorithm')[0] !== exclusiveC14n)
    throw new XmlDsigError('xmldsig/reference', 'the second transform is not exclusive canonicalization');
  const [list, ...others] = elementsOf(transform);
  if (!list) return [];
  if (others.length > 0 || !isNamed(list, { namespace: exclusiveC14n, name: 'InclusiveNamespaces' }))
    throw new XmlDsigError('xmldsig/structure', 'Transform holds something besides InclusiveNamespaces');
  if (elementsOf(list).length > 0)
    throw new XmlDsigError('xmldsig/structure', 'InclusiveNamespaces is not empty');
  return parsePrefixList(attributesOf(list, 'PrefixList')[0] ?? '');
}

function requireAlgorithm(element: XmlElement, algorithm: string): void {
  const [found] = attributesOf(element, 'Algorithm');
  if (found !== algorithm)
    throw new XmlDsigError('xmldsig/algorithm', `${element.name} ${found?.slice(0, 80)}, not ${algorithm}`);
  if (elementsOf(element).length > 0)
    throw new XmlDsigError('xmldsig/structure', `${element.name} is not empty`);
}

function readCertificates(keyInfo: XmlElement): readonly [X509Certificate, ...X509Certificate[]] {
  const [data] = exactly(keyInfo, 'X509Data');
  const elements = data ? elementsOf(data) : [];
  const isCertificates = elements.every((child) =>
    isNamed(child, { namespace: dsNamespace, name: 'X509Certificate' }),
  );
  if (!isCertificates || elements.length > mostCertificates)
    throw new XmlDsigError('xmldsig/structure', 'X509Data is not a few X509Certificate');
  const [leaf, ...issuers] = elements.map((element) =>
    readCertificate(strictBase64(textOf(element), 'X509Certificate')),
  );
  if (!leaf) throw new XmlDsigError('xmldsig/key', 'no X509Certificate');
  return [leaf, ...issuers];
}

function three(parent: XmlElement, ...names: [string, string, string]): [XmlElement, XmlElement, XmlElement] {
  const [first, second, third] = exactly(parent, ...names);
  if (!first || !second || !third) throw new XmlDsigError('xmldsig/structure', parent.name);
  return [first, second, third];
}
