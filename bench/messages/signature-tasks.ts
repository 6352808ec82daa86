import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { certify, verifyMessage } from '@liaison/mio-certificate';
import { controlOf, makeAuthority } from '@liaison/mio-certificate/testing';
import { parseXml } from '@liaison/xml';
import { signatureFor, verifyEnveloped } from '@liaison/xmldsig';
import { folderOf } from './peers.ts';
import { expectEqual, type Task } from './task.ts';

const authority = makeAuthority();
const signer = authority.issue();
const options = { trust: authority.trust(), ruleSets: null, now: new Date('2026-06-02T10:00:00Z') };

/** An enveloped signature at the end of the document, and nothing more. */
function signed(offer: Buffer): Buffer {
  const end = offer.lastIndexOf('</');
  const signature = Buffer.from(signatureFor(offer, signer));
  return Buffer.concat([offer.subarray(0, end), signature, offer.subarray(end)]);
}

export const sign: Task =
  ({ offer }) =>
  () => {
    if (signed(offer).length <= offer.length) throw new Error('no signature');
  };

export const verify: Task = ({ offer }) => {
  const file = signed(offer);
  return () => {
    using parsed = parseXml(file);
    expectEqual(verifyEnveloped(parsed, []).outcome, 'verified', 'is the outcome');
  };
};

/** The certificate of a control: signature, seal, digests of every line; without time stamp. */
export const certifyWhole: Task =
  ({ offer }) =>
  async () => {
    const file = await certify(offer, controlOf(offer), signer, { stamp: null });
    if (file.length <= offer.length) throw new Error('no certificate');
  };

export const verifyWhole: Task = async ({ offer }) => {
  const file = await certify(offer, controlOf(offer), signer, { stamp: null });
  return () => expectEqual(verifyMessage(file, options).verdict, 'INTACT', 'is the verdict');
};

/** As much of xml-crypto as is used. It has no ECDSA of its own: RSA, whose share of the time is nothing. */
type SignedXml = {
  addReference(reference: Readonly<Record<string, unknown>>): void;
  computeSignature(xml: string, options: unknown): void;
  getSignedXml(): string;
  loadSignature(signature: string): void;
  checkSignature(xml: string): boolean;
};
type XmlCrypto = { SignedXml: new (options: Readonly<Record<string, unknown>>) => SignedXml };

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

function loadXmlCrypto(): XmlCrypto {
  return createRequire(join(folderOf('xml-crypto'), 'package.json'))('xml-crypto') as XmlCrypto;
}

function signByXmlCrypto({ SignedXml }: XmlCrypto, xml: string): string {
  const signature = new SignedXml({
    privateKey: keys.privateKey,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
  });
  signature.addReference({
    xpath: '/*',
    uri: '',
    isEmptyUri: true,
    transforms: [enveloped, exclusive],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signature.computeSignature(xml, { location: { reference: '/*', action: 'append' } });
  return signature.getSignedXml();
}

export const signPeer: Task = ({ offer }) => {
  const library = loadXmlCrypto();
  const xml = offer.toString('utf8');
  return () => {
    if (signByXmlCrypto(library, xml).length <= xml.length) throw new Error('no signature');
  };
};

export const verifyPeer: Task = ({ offer }) => {
  const library = loadXmlCrypto();
  const xml = signByXmlCrypto(library, offer.toString('utf8'));
  const [signature = ''] = /<Signature [\s\S]*<\/Signature>/.exec(xml.slice(-8192)) ?? [];
  return () => {
    const checked = new library.SignedXml({ publicCert: keys.publicKey });
    checked.loadSignature(signature);
    expectEqual(checked.checkSignature(xml), true, 'is the outcome');
  };
};
