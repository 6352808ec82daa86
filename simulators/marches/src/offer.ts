import { randomUUID } from 'node:crypto';
import {
  formatCents,
  lineAmounts,
  lotAmounts,
  standardVersion,
  type CallForTenders,
  type Header,
  type OfferedLot,
  type OfferLine,
  type Party,
  type Tender,
} from '@liaison/mio';

/** What each interface knows of its own side. */
export type Organisation = { readonly name: string; readonly siret: string };

/** A product at a price in cents, for one line of the needs. */
export type Bid = {
  readonly line: string;
  readonly lot: string;
  readonly reference: string;
  readonly name: string;
  readonly cents: bigint;
};

/** 5.5 %: the rate of medical devices on the list. */
const vatRate = '5.5';

export function partyOf({ name, siret }: Organisation): Party {
  return { name, siret };
}

export function headerOf(sender: Organisation, product: string, more: Partial<Header> = {}): Header {
  return {
    messageId: randomUUID(),
    isTest: false,
    standardVersion,
    createdAt: `${new Date().toISOString().slice(0, 19)}Z`,
    sender: { scheme: '0009', id: sender.siret },
    interface: { product, version: '1.0' },
    ...more,
  };
}

/** An offer in the terms of the standard, from bids in a supplier's own. `sha256`: of the needs as they were received. */
export function makeTender(
  needs: CallForTenders,
  sha256: string,
  supplier: Organisation,
  product: string,
  bids: readonly Bid[],
): Tender {
  const lots = [...Map.groupBy(bids, ({ lot }) => lot)];
  return {
    type: 'M20',
    header: headerOf(supplier, product, {
      receiver: needs.header.sender,
      inReplyTo: { messageId: needs.header.messageId, sha256 },
      ...(needs.header.nomenclatures ? { nomenclatures: needs.header.nomenclatures } : {}),
    }),
    consultation: { id: needs.consultation.id, version: needs.consultation.version },
    validityDays: needs.consultation.validityDays ?? 180,
    tenderer: partyOf(supplier),
    buyer: needs.buyer.party,
    lots: lots.map(([lot, inLot]) => offeredLot(needs, lot, inLot)),
  };
}

function offeredLot(needs: CallForTenders, lot: string, bids: readonly Bid[]): OfferedLot {
  const needLines = needs.lots.find(({ id }) => id === lot)?.lines ?? [];
  const lines = bids.map((bid) => {
    const need = needLines.find(({ id }) => id === bid.line);
    if (!need) throw new Error(`no line ${bid.line} in lot ${lot}`);
    return offerLine(bid, need);
  });
  const amounts = lotAmounts(lines.map(({ total = '' }) => ({ total, vatRate })));
  return { id: lot, ...amounts, lines };
}

type Need = NonNullable<CallForTenders['lots'][number]['lines']>[number];

function offerLine({ line, reference, name, cents }: Bid, need: Need): OfferLine {
  const unitPrice = formatCents({ units: cents, scale: 2 });
  return {
    id: line,
    needLine: line,
    status: 'OFFRE',
    quantity: need.quantity,
    unit: need.unit,
    ...lineAmounts({ unitPrice, quantity: need.quantity, vatRate }),
    item: {
      name,
      supplierReference: reference,
      vatRate,
      mdrClass: 'III',
      ...(need.item.cladimed === undefined ? {} : { cladimed: need.item.cladimed }),
      ...(need.item.requirements ? { properties: need.item.requirements } : {}),
    },
    price: { unitPrice, unit: need.unit, leadTimeDays: 2 },
  };
}
