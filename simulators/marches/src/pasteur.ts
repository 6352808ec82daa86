import { fictiveNomenclatures } from '@liaison/mio-control';
import {
  type Acknowledgement,
  type AwardNotification,
  type CallForTenders,
  centsOf,
  exact,
  type NeedLot,
  type Tender,
} from '@liaison/mio';
import { headerOf, partyOf, type Organisation } from './offer.ts';

/**
 * LogiMarché, the buyer's software, and its MIO interface. Its own format is a file of lines with bars: `C` the
 * consultation, `L` a lot, `A` an article, `O` an offer for an article, `T` who was chosen for a lot, `R` an acknowledgement.
 */
export const pasteur: Organisation = { name: 'Hôpital Pasteur', siret: '26060000000012' };
const product = 'LogiMarché';
const consultation = '06-047C';

const parts = ['Tige', 'Cupule', 'Insert', 'Tête', 'Ciment', 'Ancillaire'];
const joints = ['hanche', 'genou', 'épaule', 'cheville', 'coude', 'doigt'];

/** What the pharmacist typed: 53 lots, one to three articles each. Lots have two digits and articles four, as LogiMarché wants. */
export function writeNeeds(): string {
  const codes = cladimedCodes();
  const lots = Array.from({ length: 53 }, (_unused, index) => {
    const part = parts[index % parts.length] ?? '';
    const joint = joints[Math.floor(index / 9)] ?? '';
    const lot = String(index + 1).padStart(2, '0');
    const articles = Array.from({ length: 1 + (index % 3) }, (_other, rank) =>
      [
        'A',
        lot,
        String((rank + 1) * 10).padStart(4, '0'),
        `${part} de ${joint}, taille ${rank + 1}`,
        String(20 + ((index * 7 + rank * 3) % 60)),
        codes[index % codes.length],
      ].join('|'),
    );
    return [`L|${lot}|${part} pour prothèse de ${joint}`, ...articles].join('\n');
  });
  return `C|${consultation}|Prothèses articulaires et ciments orthopédiques|2027-01-29T12:00:00+01:00\n${lots.join('\n')}\n`;
}

function cladimedCodes(): string[] {
  const set = fictiveNomenclatures().find(({ system }) => system === 'CLADIMED');
  return (set?.rows ?? [])
    .filter(
      ({ code, validTo, validFrom }) => code.length === 7 && validTo === undefined && validFrom < '2026',
    )
    .map(({ code }) => code);
}

const recordsOf = (file: string, kind: string) =>
  file
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([first]) => first === kind)
    .map(([, ...fields]) => fields);

/** The interface, outwards: LogiMarché's file as a call for tenders. */
export function toCallForTenders(file: string): CallForTenders {
  const [id = '', title = '', deadline = ''] = recordsOf(file, 'C')[0] ?? [];
  const articles = Map.groupBy(recordsOf(file, 'A'), ([lot = '']) => lot);
  const lots = recordsOf(file, 'L').map(([lot = '', name = '']): NeedLot => ({
    id: String(Number(lot)),
    title: name,
    pricing: 'INDIVISIBLE',
    lines: (articles.get(lot) ?? []).map(([, article = '', label = '', quantity = '', cladimed = '']) => ({
      id: `${Number(lot)}.${article}`,
      quantity,
      unit: 'H87',
      item: {
        name: label,
        buyerReference: `${lot}${article}`,
        cladimed,
        isEquivalentAccepted: true,
        requirements: [{ name: 'stérile', value: 'oui' }],
      },
    })),
  }));
  return {
    type: 'M10',
    header: headerOf(pasteur, product),
    consultation: {
      id,
      version: 1,
      title,
      procedure: 'AOO',
      deadline,
      validityDays: 180,
      variantsAllowed: false,
    },
    buyer: { party: partyOf(pasteur) },
    lots,
  };
}

/** The interface, inwards: an offer as `O` lines, keyed as LogiMarché keys articles, prices in cents. */
export function takeOffer({ tenderer, lots }: Tender): string {
  return lots
    .flatMap(({ lines }) => lines ?? [])
    .map(({ needLine, item, price }) => {
      const [lot = '', article = ''] = needLine.split('.');
      const cents = centsOf(exact(price?.unitPrice ?? ''));
      if (cents === undefined) throw new RangeError(`${price?.unitPrice} has more than cents`);
      return `O|${lot.padStart(2, '0')}|${article}|${tenderer.name}|${item?.supplierReference}|${cents}\n`;
    })
    .join('');
}

/** The commission: the lowest total of each lot, among those who priced all of it. */
export function chooseHolders(file: string): string {
  const quantities = new Map(
    recordsOf(file, 'A').map(([lot, article, , quantity = '0']) => [`${lot}|${article}`, BigInt(quantity)]),
  );
  const offers = Map.groupBy(recordsOf(file, 'O'), ([lot = '']) => lot);
  return recordsOf(file, 'L')
    .map(([lot = '']) => {
      const totals = new Map<string, bigint>();
      for (const [, article, name = '', , cents = '0'] of offers.get(lot) ?? [])
        totals.set(
          name,
          (totals.get(name) ?? 0n) + BigInt(cents) * (quantities.get(`${lot}|${article}`) ?? 0n),
        );
      const [best] = [...totals].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
      return best ? `T|${lot}|${best[0]}\n` : '';
    })
    .join('');
}

/** The interface, outwards: one notification to a holder, with his own lots and nobody else's; null where he has none. */
export function toAward(file: string, offer: Tender, sha256: string): AwardNotification | null {
  const own = new Set(
    recordsOf(file, 'T')
      .filter(([, name]) => name === offer.tenderer.name)
      .map(([lot = '']) => String(Number(lot))),
  );
  const lots = offer.lots.filter(({ id }) => own.has(id));
  if (lots.length === 0) return null;
  const decidedOn = new Date().toISOString().slice(0, 10);
  return {
    type: 'M30',
    header: headerOf(pasteur, product, {
      receiver: offer.header.sender,
      inReplyTo: { messageId: offer.header.messageId, sha256 },
    }),
    consultation: offer.consultation,
    buyer: partyOf(pasteur),
    holder: offer.tenderer,
    lots: lots.map(({ id, totals, lines }) => ({
      id,
      decidedOn,
      ...(totals ? { totals } : {}),
      ...(lines ? { lines } : {}),
    })),
  };
}

/** The interface, inwards: who acknowledged which notification. */
export function takeAcknowledgement({ author, header, step, response }: Acknowledgement): string {
  return `R|${author?.name}|${header.inReplyTo?.messageId}|${step}|${response}\n`;
}
