export { XmlDsigError } from './error.ts';
export type { XmlDsigErrorCode } from './error.ts';
export { xmlDsigErrorsFr } from './fr.ts';
export type { QName, SignaturePlace } from './profile.ts';
export { inclusivePrefixesOf, signatureFor, signCanonical } from './sign.ts';
export type { XmlSigner } from './sign.ts';
export { refuseSplitValues, verifyEnveloped } from './verify.ts';
export type { Verification } from './verify.ts';
