/** The award of a fictive market: whole lots of an offer, at its prices. */
import type { AwardNotification, OfferedLot, Tender } from '@liaison/mio';

/** `lots`: the ids of those awarded. Decided on 15 January 2027, notified on 1 February. */
export function makeAward(offer: Tender, lots: readonly string[]): AwardNotification {
  return {
    type: 'M30',
    header: {
      ...offer.header,
      messageId: '11111111-2222-4333-8444-555555555555',
      createdAt: '2027-02-01T09:00:00Z',
      sender: { scheme: '0009', id: offer.buyer.siret ?? '' },
      receiver: offer.header.sender,
      inReplyTo: { messageId: offer.header.messageId },
    },
    consultation: offer.consultation,
    buyer: offer.buyer,
    holder: structuredClone(offer.tenderer),
    lots: offer.lots.filter(({ id }) => lots.includes(id)).map(awardedLot),
  };
}

function awardedLot({ id, totals, lines }: OfferedLot): AwardNotification['lots'][number] {
  return {
    id,
    decidedOn: '2027-01-15',
    notBefore: '2027-01-26',
    ...(totals ? { totals: structuredClone(totals) } : {}),
    ...(lines ? { lines: structuredClone(lines) } : {}),
  };
}
