/** A fictive market once it is decided: the first two of four lots are awarded, the third goes to another, the last to nobody. */
import type { AwardNotification, CallForTenders, NoAward, Rejection, Tender } from '@liaison/mio';
import { makeAward } from './testing-award.ts';
import { makeNoAward, makeRejection } from './testing-exchange.ts';
import { makeNeeds, makeOffer } from './testing-market.ts';

export interface Decisions {
  readonly needs: CallForTenders;
  /** On the first three lots. */
  readonly offer: Tender;
  readonly award: AwardNotification;
  readonly rejection: Rejection;
  readonly noAward: NoAward;
}

export function makeDecisions(): Decisions {
  const needs = makeNeeds({ lots: 4, linesPerLot: 2 });
  Object.assign(needs.consultation, { criteria: [{ id: 'C1', name: 'Prix', weight: '60' }] });
  const offer = makeOffer(needs, '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8');
  offer.lots.splice(3);
  const award = makeAward(offer, ['1', '2']);
  for (const lot of award.lots)
    Object.assign(lot, { contractId: `M-${lot.id}`, from: '2027-03-01', until: '2028-02-28' });
  return { needs, offer, award, rejection: makeRejection(offer, ['3']), noAward: makeNoAward(needs, ['4']) };
}
