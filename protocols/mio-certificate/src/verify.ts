import { createHash } from 'node:crypto';
import { PkiError, judgeChain } from '@liaison/pki';
import type { ChainJudgement, Trust } from '@liaison/pki';
import { TspError, verifyTimestamp } from '@liaison/tsp';
import { XmlError, parseXml } from '@liaison/xml';
import type { ParsedXml, XmlLimits } from '@liaison/xml';
import { XmlDsigError, verifyEnveloped } from '@liaison/xmldsig';
import type { Verification as SignatureVerification } from '@liaison/xmldsig';
import { signerOf } from './certify.ts';
import { readCertificate } from './document/read-certificate.ts';
import type { ReadCertificate } from './document/read-certificate.ts';
import { CertificateError } from './error.ts';
import { hasCertifiedBytes, locateChanges, looksCertified } from './locate.ts';
import { certificatePlace } from './names.ts';
import { isSealValid, sha256Hex } from './seal.ts';
import { compareSections } from './sections/compare-sections.ts';
import { digestData, digestSections } from './sections/digest-sections.ts';
import type { Change, ControlTime, Verdict, Verification } from './verification.ts';

/**
 * `trust`: roots and lists of revocations, of signers and of time-stamping authorities alike. `ruleSets`: SHA-256 of
 * the rule sets in force, null where none is to be held against a message. `now`: for what cannot be of the future.
 */
export type VerifyOptions = XmlLimits & {
  readonly trust: Trust;
  readonly ruleSets: readonly string[] | null;
  readonly now: Date;
};

const mostAheadMs = 5 * 60_000;

/** Verifies a message with nothing but what is given: no network, whatever the bytes, and it throws nothing. */
export function verifyMessage(file: Uint8Array, options: VerifyOptions): Verification {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  try {
    using parsed = parseXml(bytes, options);
    return verifyParsed(bytes, parsed, options);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const isCertified = error.code !== 'xml/too-large' && looksCertified(bytes);
    return conclude(isCertified ? 'ALTERE' : 'ILLISIBLE', {
      reason: error.code,
      changes: isCertified ? locateChanges(bytes, null) : [],
    });
  }
}

function verifyParsed(file: Buffer, parsed: ParsedXml, options: VerifyOptions): Verification {
  let read: ReadCertificate | null;
  try {
    read = readCertificate(parsed.tree);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return conclude('SIGNATURE_INVALIDE', { reason: error.code, changes: locateChanges(file, null) });
  }
  if (!read)
    return looksCertified(file)
      ? conclude('SIGNATURE_INVALIDE', {
          reason: 'certificate/misplaced',
          changes: locateChanges(file, null),
        })
      : conclude('SANS_CERTIFICAT', {});
  const { certificate } = read;
  try {
    return judge(file, read, verifyEnveloped(parsed, certificatePlace), options);
  } catch (error) {
    if (!(error instanceof XmlDsigError) && !(error instanceof PkiError)) throw error;
    const verdict = error.code === 'xmldsig/split-value' ? 'ALTERE' : 'SIGNATURE_INVALIDE';
    return conclude(verdict, { reason: error.code, certificate, changes: locateChanges(file, certificate) });
  }
}

function judge(
  file: Buffer,
  read: ReadCertificate,
  signature: SignatureVerification,
  options: VerifyOptions,
): Verification {
  const { certificate } = read;
  const controlTime = timeOf(read, options);
  const chain = judgeSigner(signature, controlTime, options);
  const common = { certificate, controlTime, isRevocationListStale: chain.isListStale };
  const isSealed = isSealValid(read.sealed, read.seal, signature.certificates[0].publicKey);
  const refusal =
    refuseChain(chain, controlTime) ?? refuseClaims(read, signature, isSealed, controlTime, options);
  if (refusal)
    return conclude(refusal.verdict, {
      ...common,
      reason: refusal.reason,
      changes: locateChanges(file, certificate),
    });
  if (signature.outcome === 'altered') {
    const changes = isSealed
      ? dataChanges(signature.unverified, file, read)
      : locateChanges(file, certificate);
    if (changes !== null) return conclude('ALTERE', { ...common, changes });
  }
  const readable = signature.outcome === 'verified' ? signature.verified : signature.unverified;
  const isExact = signature.outcome === 'verified' && hasCertifiedBytes(file, read, signature.text);
  const verdict = isExact ? 'INTACT' : 'MISE_EN_FORME_MODIFIEE';
  const isOutdated = options.ruleSets !== null && !options.ruleSets.includes(certificate.ruleSet.sha256);
  return conclude(isOutdated ? 'REGLES_PERIMEES' : verdict, {
    ...common,
    changes: isExact ? [] : rewritten(locateChanges(file, certificate)),
    readable,
  });
}

function rewritten(changes: readonly Change[]): Change[] {
  return changes.map((change) => ({ ...change, change: 'reecrite' }));
}

/** What changed of the data, null when nothing did. */
function dataChanges(canonical: Buffer, file: Buffer, { certificate }: ReadCertificate): Change[] | null {
  const sections = digestSections(canonical);
  if (digestData(sections).toString('hex') === certificate.dataSha256) return null;
  const changes = compareSections(certificate.sections, sections);
  return changes.length > 0 ? changes : locateChanges(file, certificate);
}

/** The time of control: the token's where there is a good one, otherwise what the controller says, and why. */
function timeOf({ certificate, seal, token }: ReadCertificate, { trust, now }: VerifyOptions): ControlTime {
  const declared = { source: 'declare', at: certificate.controlledAt } as const;
  if (!token) return { ...declared, why: null };
  try {
    const digest = createHash('sha256').update(seal).digest();
    const { time, authority } = verifyTimestamp(token, { digest, nonce: null, policies: null, trust, now });
    return { source: 'prouve', at: time, authority };
  } catch (error) {
    if (error instanceof TspError) return { ...declared, why: error.code };
    throw error;
  }
}

function judgeSigner(
  { certificates }: SignatureVerification,
  { at }: ControlTime,
  { trust, now }: VerifyOptions,
): ChainJudgement {
  const [leaf, ...issuers] = certificates.map(({ raw }) => raw);
  if (!leaf) throw new TypeError('a signature has a certificate');
  return judgeChain(leaf, issuers, { trust, purpose: 'controller', at, now });
}

type Refusal = { readonly verdict: Verdict; readonly reason: string | null };

/** Why what the signer claims is not believed; null when it is. */
function refuseClaims(
  read: ReadCertificate,
  signature: SignatureVerification,
  isSealed: boolean,
  time: ControlTime,
  { now }: VerifyOptions,
): Refusal | null {
  const { certificate } = read;
  // Where the seal is not this signer's, what was sealed was altered, unless the whole file is as he signed it.
  if (!isSealed && signature.outcome === 'verified')
    return { verdict: 'SIGNATURE_INVALIDE', reason: 'certificate/seal' };
  if (isSealed && !namesSigner(read, signature.certificates[0].raw))
    return { verdict: 'SIGNATURE_INVALIDE', reason: 'certificate/signer' };
  const isAhead = certificate.controlledAt.getTime() > now.getTime() + mostAheadMs;
  const isBeforeControl = time.at.getTime() < certificate.controlledAt.getTime() - mostAheadMs;
  if (isAhead || isBeforeControl) return { verdict: 'SIGNATURE_INVALIDE', reason: 'certificate/time' };
  return null;
}

/** Why the signer is not believed, whatever he signed; null when he is. */
function refuseChain(chain: ChainJudgement, time: ControlTime): Refusal | null {
  switch (chain.outcome) {
    case 'trusted':
      return null;
    case 'unknown-authority':
      return { verdict: 'CERTIFICAT_INCONNU', reason: null };
    case 'improper':
      return { verdict: 'CERTIFICAT_INCONNU', reason: chain.why };
    case 'expired':
    case 'not-yet-valid':
      return { verdict: 'CERTIFICAT_EXPIRE', reason: chain.outcome };
    case 'revoked':
      return isRevokedAt(chain.revocation, time)
        ? { verdict: 'CERTIFICAT_REVOQUE', reason: chain.revocation.reason }
        : null;
  }
}

/**
 * A revocation reaches what was signed from its date on. A key that may be in other hands can sign with any date: then
 * only a time-stamping authority's word saves what it signed before.
 */
function isRevokedAt({ reason, revokedAt }: { reason: string; revokedAt: Date }, time: ControlTime): boolean {
  const isEnd =
    reason === 'superseded' || reason === 'cessationOfOperation' || reason === 'affiliationChanged';
  if (!isEnd && time.source === 'declare') return true;
  return revokedAt <= time.at;
}

function namesSigner({ certificate }: ReadCertificate, leaf: Buffer): boolean {
  try {
    const { organisation, licence } = signerOf(leaf);
    return (
      certificate.signerSha256 === sha256Hex(leaf) &&
      certificate.licence === licence &&
      certificate.organisation.siret === organisation.siret &&
      certificate.organisation.name === organisation.name
    );
  } catch (error) {
    if (error instanceof CertificateError) return false;
    throw error;
  }
}

function conclude(verdict: Verdict, known: Partial<Omit<Verification, 'verdict'>>): Verification {
  return {
    verdict,
    reason: null,
    certificate: null,
    changes: [],
    controlTime: null,
    isRevocationListStale: false,
    readable: null,
    ...known,
  };
}
