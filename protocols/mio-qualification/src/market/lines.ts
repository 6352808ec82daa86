import {
  lineAmounts,
  lotAmounts,
  type CallForTenders,
  type Header,
  type NeedLine,
  type OfferLine,
  type Tender,
} from '@liaison/mio';
import { gs1Key } from '@liaison/mio-control';
import type { Chance } from '../chance.ts';
import { dayAfter, noonInParis } from './dates.ts';
import { buyer, supplier } from './parties.ts';

/** Codes of the fictive lists: the first keeps its place only if its zero does. */
const leadingZeroLppr = '0990001';
const lpprs = ['9910001', '9910002', '9910003', '9910005'] as const;
const cladimeds = ['P50AA01', 'P50AA02', 'P50BA03', 'P50CA05'] as const;
const vatRate = '5.5';
const names = ['Ciment orthopédique', 'Tige fémorale', 'Insert en polyéthylène', 'Tête céramique'] as const;

export function drawNeeds(chance: Chance, header: Header, madeAt: Date): CallForTenders {
  const id = `QUA-${chance.digits(6)}`;
  const publishedOn = dayAfter(madeAt, -10);
  return {
    type: 'M10',
    header,
    consultation: {
      id,
      version: 1,
      title: `Essai de qualification n° ${chance.digits(4)} : prothèses & « ciments » < 40 g`,
      procedure: 'AOO',
      publishedAt: noonInParis(publishedOn),
      questionsUntil: noonInParis(dayAfter(madeAt, 20)),
      deadline: noonInParis(dayAfter(madeAt, 45)),
      validityDays: 180,
      variantsAllowed: false,
    },
    buyer: { party: buyer },
    lots: [1, 2].map((lot) => ({
      id: String(lot),
      title: `Lot ${lot}`,
      pricing: 'INDIVISIBLE',
      lines: [1, 2, 3].map((line) => drawNeed(chance, `${lot}.${line}`)),
    })),
  };
}

function drawNeed(chance: Chance, id: string): NeedLine {
  const quantity = chance.between(50, 900);
  return {
    id,
    quantity: String(quantity),
    unit: 'H87',
    minimum: String(Math.floor(quantity / 2)),
    maximum: String(quantity * 2),
    item: {
      name: `${chance.pick(names)} n° ${chance.digits(3)}`,
      buyerReference: `0${chance.digits(5)}`,
      cladimed: chance.pick(cladimeds),
      isEquivalentAccepted: true,
      requirements: [{ name: 'stérile', value: 'oui' }],
    },
  };
}

export function drawOffer(chance: Chance, needs: CallForTenders, header: Header): Tender {
  return {
    type: 'M20',
    header,
    consultation: { id: needs.consultation.id, version: needs.consultation.version },
    validityDays: 180,
    tenderer: supplier,
    buyer,
    lots: needs.lots.map(({ id, lines = [] }) => {
      const offered = lines.map((need, rank) => drawOffered(chance, need, rank));
      return { id, ...lotAmounts(offered.map(({ total = '0' }) => ({ total, vatRate }))), lines: offered };
    }),
  };
}

/** The first line of each lot has a code that begins with a zero; every price has six decimals, the last not zero. */
function drawOffered(chance: Chance, need: NeedLine, rank: number): OfferLine {
  const unitPrice = `${chance.between(10, 90)}.${chance.digits(5)}${chance.between(1, 9)}`;
  const amounts = lineAmounts({ unitPrice, quantity: need.quantity, vatRate });
  const body = `0340999${chance.digits(6)}`;
  return {
    id: `O-${need.id}`,
    needLine: need.id,
    status: 'OFFRE',
    quantity: need.quantity,
    unit: need.unit,
    ...amounts,
    item: {
      name: `${need.item.name}, proposé`,
      supplierReference: `00${chance.digits(4)}`,
      gtin: body + gs1Key(body),
      lppr: rank === 0 ? leadingZeroLppr : chance.pick(lpprs),
      ...(need.item.cladimed === undefined ? {} : { cladimed: need.item.cladimed }),
      mdrClass: 'III',
      vatRate,
      properties: [{ name: 'stérile', value: 'oui' }],
    },
    price: { unitPrice, unit: need.unit, leadTimeDays: chance.between(1, 9) },
  };
}
