export { answersFormat, interfaceFormat, type Answers, type InterfaceIdentity } from './answers.ts';
export {
  attest,
  attestationFormat,
  attestationVerdictsFr,
  verifyAttestation,
  type Attestation,
  type AttestationVerdict,
  type IssuedAttestation,
} from './attestation.ts';
export {
  challengeFormat,
  fromBase64,
  isEarlierChallenge,
  makeChallenge,
  toBase64,
  type Act,
  type Challenge,
  type ChallengeCase,
  type Seed,
} from './challenge.ts';
export { judge, type QualificationReport, type RequirementResult } from './judge.ts';
export { requirements, sides, type RequirementCode, type Side } from './requirement.ts';
export { renderQualificationHtml } from './report/render-html.ts';
export { renderQualificationText } from './report/render-text.ts';
