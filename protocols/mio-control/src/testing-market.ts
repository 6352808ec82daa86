/** A fictive market whose every figure is right: needs of any size, and the offer that answers all of them. */
import { randomUUID } from 'node:crypto';
import {
  addExact,
  type CallForTenders,
  exact,
  formatCents,
  hundredthOf,
  multiplyExact,
  type NeedLot,
  type OfferedLot,
  type OfferLine,
  roundExact,
  type Tender,
} from '@liaison/mio';
import { gs1Key } from './nomenclature/check-digits.ts';
import { fictiveCodes } from './nomenclature/fictive-nomenclatures.ts';

export interface MarketSize {
  readonly lots: number;
  readonly linesPerLot: number;
}

const buyer = { scheme: '0009', id: '26060000000012' } as const;
const supplier = { scheme: '0009', id: '55210055400013' } as const;
const vatRate = '5.5';

/** A call for tenders of 06-047C's kind, published on 20 November 2026. */
export function makeNeeds({ lots, linesPerLot }: MarketSize): CallForTenders {
  return {
    type: 'M10',
    header: {
      messageId: '7f38107c-d794-478f-96ff-cc0cc570a76b',
      isTest: false,
      standardVersion: '1.0',
      createdAt: '2026-11-20T09:00:00Z',
      sender: buyer,
    },
    consultation: {
      id: '06-047C',
      version: 1,
      title: 'Prothèses articulaires et ciments orthopédiques',
      procedure: 'AOO',
      publishedAt: '2026-11-20T10:00:00+01:00',
      questionsUntil: '2026-12-20T12:00:00+01:00',
      deadline: '2026-12-31T12:00:00+01:00',
      validityDays: 180,
      variantsAllowed: false,
    },
    buyer: { party: { name: 'Hôpital Pasteur', siret: buyer.id } },
    lots: Array.from({ length: lots }, (_unused, index) => makeNeedLot(index + 1, linesPerLot)),
  };
}

function makeNeedLot(lot: number, lines: number): NeedLot {
  return {
    id: String(lot),
    title: `Lot ${lot}`,
    pricing: 'INDIVISIBLE',
    lines: Array.from({ length: lines }, (_unused, index) => ({
      id: `${lot}.${index + 1}`,
      quantity: String(60 + ((lot * 7 + index) % 50)),
      unit: 'H87' as const,
      minimum: '10',
      maximum: '400',
      estimatedAmount: formatCents(
        multiplyExact(exact(priceOf(lot, index)), exact(String(60 + ((lot * 7 + index) % 50)))),
      ),
      item: {
        name: `Ciment orthopédique avec antibiotique, modèle ${index + 1}`,
        buyerReference: `PAS-${lot}-${index + 1}`,
        cladimed: fictiveCodes.cladimed,
        isEquivalentAccepted: true,
        requirements: [{ name: 'stérile', value: 'oui' }],
      },
    })),
  };
}

/** The offer of one supplier to all lots of a call for tenders. */
export function makeOffer(needs: CallForTenders, messageId: string = randomUUID()): Tender {
  return {
    type: 'M20',
    header: {
      messageId,
      isTest: false,
      standardVersion: '1.0',
      createdAt: '2026-12-01T10:00:00Z',
      sender: supplier,
      receiver: buyer,
      inReplyTo: { messageId: needs.header.messageId },
    },
    consultation: { id: needs.consultation.id, version: needs.consultation.version },
    validityDays: 180,
    tenderer: { name: 'Richer', siret: supplier.id },
    buyer: { name: 'Hôpital Pasteur', siret: buyer.id },
    lots: needs.lots.map((lot, index) => offerLot(lot, index + 1)),
  };
}

function offerLot(lot: NeedLot, rank: number): OfferedLot {
  const lines = (lot.lines ?? []).map((need, index) => offerLine(need, rank, index));
  const total = lines.reduce((sum, line) => addExact(sum, exact(line.total ?? '0')), exact('0'));
  const vat = roundExact(multiplyExact(total, hundredthOf(exact(vatRate))), 2);
  return {
    id: lot.id,
    vat: {
      total: formatCents(vat),
      rates: [{ base: formatCents(total), amount: formatCents(vat), rate: vatRate }],
    },
    totals: { total: formatCents(total), totalWithVat: formatCents(addExact(total, vat)) },
    lines,
  };
}

function offerLine(need: NonNullable<NeedLot['lines']>[number], lot: number, index: number): OfferLine {
  const price = exact(priceOf(lot, index));
  const discount = roundExact(multiplyExact(price, exact('0.1')), 2);
  const net = addExact(price, { units: -discount.units, scale: discount.scale });
  const total = roundExact(multiplyExact(net, exact(need.quantity)), 2);
  const withVat = (amount: typeof total) => multiplyExact(amount, exact('1.055'));
  const body = `0340999${String((lot * 1000 + index) % 1_000_000).padStart(6, '0')}`;
  return {
    id: `O-${need.id}`,
    needLine: need.id,
    status: 'OFFRE',
    quantity: need.quantity,
    unit: need.unit,
    total: formatCents(total),
    totalWithVat: formatCents(withVat(total)),
    orderUnit: 'boîte',
    orderUnitContent: '10',
    minimumOrder: '10',
    item: {
      name: 'CimX 40 G',
      brand: 'CimX',
      supplierReference: `R-${need.id}`,
      gtin: body + gs1Key(body),
      lppr: fictiveCodes.lppr,
      cladimed: fictiveCodes.cladimed,
      mdrClass: 'III',
      vatRate,
      properties: [{ name: 'stérile', value: 'oui' }],
    },
    price: {
      unitPrice: priceOf(lot, index),
      unit: need.unit,
      leadTimeDays: 2,
      discount: { percent: '10', amount: formatCents(discount) },
      packaging: [
        { level: 'UNITE', content: '1' },
        { level: 'BOITE', content: '10' },
        { level: 'CARTON', content: '120' },
      ],
    },
    tiers: [
      { from: '200', unitPrice: formatCents(multiplyExact(net, exact('0.95'))) },
      { from: '400', unitPrice: formatCents(multiplyExact(net, exact('0.9'))) },
    ],
    orderUnitPrice: formatCents(multiplyExact(net, exact('10'))),
  };
}

function priceOf(lot: number, index: number): string {
  return `${40 + ((lot * 13 + index * 7) % 25)}.${String((index * 37) % 100).padStart(2, '0')}`;
}
