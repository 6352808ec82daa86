export { readAssertion, signAssertion } from './assertion.ts';
export { KeyFolderError } from './error.ts';
export {
  certificatesPem,
  newKey,
  readCertificates,
  readKey,
  writeCertificates,
  writeKey,
} from './key-files.ts';
export { holders, type Holder } from './layout.ts';
export { entrustAuthority, openOnlineKeys, type OnlineKeys } from './online-keys.ts';
export {
  certifyController,
  createAuthority,
  issueController,
  issueQualification,
  renewLists,
  revocationReasons,
  revokeController,
  type Licensee,
} from './register.ts';
export { readSigner, requestCertificate, signerFiles } from './signer.ts';
export { readTrust, renewList } from './trust.ts';
export { readUpdateRoot, rotateUpdateKeys, rotations, type Phrases, type Rotation } from './update-keys.ts';
export {
  bundleFileUrl,
  chainUrl,
  issuingListUrl,
  pointerEnvelope,
  pointerUrl,
  reportsUrl,
  rootListUrl,
  streamUrl,
  subscriberReport,
  trustUrl,
  type PointerEnvelope,
  type SubscriberReport,
} from './wire.ts';
