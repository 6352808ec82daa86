import type { AwardNotification, CallForTenders, Amendment, Header, Tender } from '@liaison/mio';
import { Chance } from '../chance.ts';
import { dayAfter, utc } from './dates.ts';
import { drawNeeds, drawOffer } from './lines.ts';
import { buyer, supplier } from './parties.ts';

/** The messages of one market, drawn from a seed. All of them conform. */
export interface Market {
  readonly needs: CallForTenders;
  readonly amendment: Amendment;
  readonly offer: Tender;
  readonly award: AwardNotification;
}

/** `matter`: markets of one seed differ by it. `madeAt`: dates are set around it. */
export function drawMarket(seed: string, matter: string, madeAt: Date): Market {
  const chance = new Chance(seed, `market/${matter}`);
  const header = (sender: { siret: string }, more: Partial<Header> = {}): Header => ({
    messageId: chance.uuid(),
    isTest: false,
    standardVersion: '1.0',
    createdAt: utc(madeAt),
    sender: { scheme: '0009', id: sender.siret },
    ...more,
  });
  const needs = drawNeeds(chance, header(buyer), madeAt);
  const amendment = amend(needs, header(buyer, { inReplyTo: { messageId: needs.header.messageId } }), chance);
  const toBuyer = { receiver: needs.header.sender, inReplyTo: { messageId: needs.header.messageId } };
  const offer = drawOffer(chance, needs, header(supplier, toBuyer));
  const award = awardOf(
    offer,
    header(buyer, { receiver: offer.header.sender, inReplyTo: { messageId: offer.header.messageId } }),
    madeAt,
  );
  return { needs, amendment, offer, award };
}

/** Version 2: another title, another quantity. */
function amend(needs: CallForTenders, header: Header, chance: Chance): Amendment {
  const { type: _, ...body } = structuredClone(needs);
  const [lot] = body.lots;
  const [line] = lot?.lines ?? [];
  if (line) {
    line.quantity = String(Number(line.quantity) + chance.between(1, 9));
    line.comment = 'Quantité rectifiée';
  }
  return {
    type: 'M11',
    ...body,
    header,
    reason: 'Quantité corrigée',
    consultation: { ...body.consultation, version: 2, previousVersion: 1 },
  };
}

function awardOf(offer: Tender, header: Header, madeAt: Date): AwardNotification {
  return {
    type: 'M30',
    header,
    consultation: { id: offer.consultation.id },
    buyer,
    holder: offer.tenderer,
    lots: offer.lots.map(({ id, totals, lines }) => ({
      id,
      decidedOn: dayAfter(madeAt, 0),
      ...(totals ? { totals } : {}),
      ...(lines ? { lines } : {}),
    })),
  };
}
