import type { NomenclaturesInForce } from '../nomenclature/nomenclature-set.ts';
import type { NeedIndex } from './need-index.ts';
import type { OfferDraft } from './subjects.ts';

/** Net unit prices before tax of the market that ends, by line of needs. */
export type LastPrices = ReadonlyMap<string, string>;

/** What is known beside the message. */
export interface Facts {
  readonly nomenclatures: NomenclaturesInForce;
  readonly isProduction: boolean;
  /** The call for tenders that an offer answers, where it is at hand. */
  readonly need?: NeedIndex;
  /** The offer that an award retains, where it is at hand. */
  readonly offer?: OfferDraft;
  readonly lastPrices?: LastPrices;
}
