import { verifyMessage, type Verdict, type Verification } from '@liaison/mio-certificate';
import type { Reason } from '../contract.ts';
import { mostBytesExchanged } from '../contract.ts';
import type { Examining } from '../ports.ts';

/** What was certified is what is there. */
const untouched: ReadonlySet<Verdict> = new Set(['INTACT', 'MISE_EN_FORME_MODIFIEE', 'REGLES_PERIMEES']);

export type CertificateJudgement = {
  readonly verdict: Verdict;
  readonly reason: Reason | null;
  /** Digest of the data, where they are those that were certified. */
  readonly dataSha256: string | null;
};

/**
 * Verifies the certificate of control, and that it is its sender's. `siret`: the sender's, null where it is not known. Rules out of date are no
 * matter: the message is controlled again anyway.
 */
export function judgeCertificate(
  { trust, clock }: Pick<Examining, 'trust' | 'clock'>,
  bytes: Uint8Array,
  { siret, isRequired }: { siret: string | null; isRequired: boolean },
): CertificateJudgement {
  const verification = verifyMessage(bytes, {
    trust: trust() ?? { roots: [], lists: [] },
    ruleSets: null,
    now: clock.now(),
    maxBytes: mostBytesExchanged,
  });
  const { verdict } = verification;
  if (verdict === 'SANS_CERTIFICAT')
    return { verdict, reason: isRequired ? 'certificate' : null, dataSha256: null };
  if (!untouched.has(verdict)) return { verdict, reason: 'certificate', dataSha256: null };
  if (!isOf(verification, siret)) return { verdict, reason: 'other-signer', dataSha256: null };
  return { verdict, reason: null, dataSha256: verification.certificate?.dataSha256 ?? null };
}

function isOf({ certificate }: Verification, siret: string | null): boolean {
  return siret === null || certificate?.organisation.siret === siret;
}
