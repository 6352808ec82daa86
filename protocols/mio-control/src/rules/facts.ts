import type { NomenclaturesInForce } from '../nomenclature/nomenclature-set.ts';
import type { NeedIndex } from './need-index.ts';
import type { DraftMessage } from '@liaison/mio';
import type { AwardDraft, NoAwardDraft, OfferDraft, RejectionDraft } from './subjects.ts';

/** Net unit prices before tax of the market that ends, by line of needs. */
export type LastPrices = ReadonlyMap<string, string>;

/** A message at hand, with the digest of its bytes where they are. */
export interface KnownMessage {
  readonly message: DraftMessage;
  readonly sha256?: string;
}

/** What a buyer decided of lots: awards, rejections, lots without award. */
export type DecisionDraft = AwardDraft | RejectionDraft | NoAwardDraft;

/** What is known beside the message. */
export interface Facts {
  readonly nomenclatures: NomenclaturesInForce;
  readonly isProduction: boolean;
  /** The call for tenders that an offer answers, where it is at hand. */
  readonly need?: NeedIndex;
  /** The offer that an award retains, where it is at hand. */
  readonly offer?: OfferDraft;
  /** The message that this one replies to, where it is at hand. */
  readonly answered?: KnownMessage;
  /** Decisions on the same consultation that are at hand. */
  readonly decisions?: readonly DecisionDraft[];
  /** Standstill of the installation, in days (CCP R2182-1: 11 where rejections are sent electronically, 16 otherwise). */
  readonly standstillDays: number;
  readonly lastPrices?: LastPrices;
}
