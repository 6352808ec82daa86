import type { Certificate } from './certificate.ts';
import type { SectionChange } from './sections/compare-sections.ts';

/**
 * What a verification concludes, the first that applies from the top.
 * - `ILLISIBLE`: not XML, and nothing in it looks like a certified message;
 * - `SANS_CERTIFICAT`;
 * - `SIGNATURE_INVALIDE`: the certificate is damaged, misplaced, or not signed by whom it says;
 * - `CERTIFICAT_INCONNU`: the signer is not under an authority that is trusted here;
 * - `CERTIFICAT_EXPIRE`: the signer's certificate, or an issuer's, was not valid when the control was made;
 * - `CERTIFICAT_REVOQUE`: it was revoked before, or its key is no longer to be believed;
 * - `ALTERE`: the data are not those that were certified;
 * - `REGLES_PERIMEES`: untouched and well signed, but controlled under rules no longer in force;
 * - `MISE_EN_FORME_MODIFIEE`: written otherwise, with the very data that were certified;
 * - `INTACT`: the very bytes.
 */
export type Verdict =
  | 'ILLISIBLE'
  | 'SANS_CERTIFICAT'
  | 'SIGNATURE_INVALIDE'
  | 'CERTIFICAT_INCONNU'
  | 'CERTIFICAT_EXPIRE'
  | 'CERTIFICAT_REVOQUE'
  | 'ALTERE'
  | 'REGLES_PERIMEES'
  | 'MISE_EN_FORME_MODIFIEE'
  | 'INTACT';

/** Where a change is: sections of the message, or the certificate, or somewhere outside the lines. */
export type Change =
  | SectionChange
  | { readonly kind: 'certificat' | 'hors-lignes'; readonly change: 'modifiee' | 'reecrite' };

/** When the control was made: as a time-stamping authority proves it, or as the controller says. */
export type ControlTime =
  | { readonly source: 'prouve'; readonly at: Date; readonly authority: string }
  | { readonly source: 'declare'; readonly at: Date; readonly why: string | null };

export type Verification = {
  readonly verdict: Verdict;
  /** A code of this package's or of those it stands on, for the log and for support; null where the verdict says all. */
  readonly reason: string | null;
  /** What the message says of its control: to be believed only as far as the verdict goes. */
  readonly certificate: Certificate | null;
  readonly changes: readonly Change[];
  readonly controlTime: ControlTime | null;
  /** A list of revocations is missing or old, so that a revocation may be unknown here. */
  readonly isRevocationListStale: boolean;
  /**
   * The message to read, and the only one: canonical XML whose data are those that were certified. Null unless the
   * verdict is `INTACT`, `MISE_EN_FORME_MODIFIEE` or `REGLES_PERIMEES`.
   */
  readonly readable: Buffer | null;
};
