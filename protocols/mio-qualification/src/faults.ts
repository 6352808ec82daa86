import { writeMessage, type OfferLine, type Tender } from '@liaison/mio';
import type { Chance } from './chance.ts';

/** A fault that a controller must find, with its code. */
export interface Fault {
  readonly code: string;
  /** Where it lies, and what is wrong there, are drawn: nothing but a control tells the spoilt offer from a sound one. */
  readonly make: (offer: Tender, chance: Chance) => Uint8Array;
}

interface Place {
  readonly lot: Tender['lots'][number];
  readonly offer: Tender;
  readonly chance: Chance;
}

/** Spoils a line of an offer, which has several in each lot. */
function inLine(code: string, spoil: (line: OfferLine, place: Place) => void): Fault {
  return {
    code,
    make(offer, chance) {
      const spoilt = structuredClone(offer);
      const lot = drawn(spoilt.lots, chance);
      spoil(drawn(lot.lines ?? [], chance), { lot, offer: spoilt, chance });
      return Buffer.from(writeMessage(spoilt));
    },
  };
}

function inText(code: string, spoil: (xml: string, chance: Chance) => string): Fault {
  return { code, make: (offer, chance) => Buffer.from(spoil(writeMessage(offer), chance)) };
}

function drawn<Item>(items: readonly Item[], chance: Chance): Item {
  const found = items[chance.below(items.length)];
  if (found === undefined) throw new RangeError('an offer without lots or lines');
  return found;
}

/** Replaces one of the places where a text stands. */
function replaceOne(xml: string, wanted: RegExp, chance: Chance, change: (found: string) => string): string {
  const found = drawn([...xml.matchAll(wanted)], chance);
  return xml.slice(0, found.index) + change(found[0]) + xml.slice(found.index + found[0].length);
}

/** An amount that is some euros too high. */
function raised(amount: string | undefined, chance: Chance): string {
  return (Number(amount) + chance.between(1, 99)).toFixed(2);
}

/** Another last digit: a key that is wrong. */
function withWrongKey(number: string, chance: Chance): string {
  return number.slice(0, -1) + String((Number(number.at(-1)) + chance.between(1, 9)) % 10);
}

/** What a clerk, a spreadsheet or a program does wrong. */
export const faults: readonly Fault[] = [
  inLine('MIO-MET-001', (line, { chance }) => void (line.total = raised(line.total, chance))),
  inLine('MIO-MET-003', (line, { chance }) => void (line.totalWithVat = raised(line.totalWithVat, chance))),
  inLine('MIO-MET-020', (_line, { lot: { totals }, chance }) => {
    if (totals) totals.total = raised(totals.total, chance);
  }),
  inLine('MIO-MET-050', ({ item }, { chance }) => {
    if (item) item.vatRate = chance.pick(['2.1', '10', '20']);
  }),
  inLine('MIO-NOM-001', ({ item }, { chance }) => {
    if (item) item.gtin = withWrongKey(item.gtin ?? '', chance);
  }),
  inLine('MIO-NOM-005', (_line, { offer: { tenderer }, chance }) => {
    tenderer.siret = withWrongKey(tenderer.siret ?? '', chance);
  }),
  inLine('MIO-NOM-010', ({ item }, { chance }) => {
    if (item) item.lppr = `8${chance.digits(6)}`;
  }),
  inLine('MIO-NOM-011', ({ item }) => void (item && (item.lppr = '9990001'))),
  inLine(
    'MIO-CRO-002',
    (_line, { offer, chance }) => void (offer.consultation.version = chance.between(2, 9)),
  ),
  inLine('MIO-CRO-008', (line, { lot }) => void lot.lines?.splice(lot.lines.indexOf(line), 1)),
  inLine('MIO-CRO-020', (line, { chance }) => {
    line.needLine = `${chance.between(1, 2)}.${chance.between(4, 99)}`;
  }),
  inLine('MIO-CRO-021', (line, { chance }) => {
    line.quantity = String(Number(line.quantity) + chance.between(1, 99));
  }),
  inLine('MIO-CRO-023', ({ price }, { chance }) => {
    if (price) price.unit = chance.pick(['XBX', 'PR', 'MLT']);
  }),
  inLine('MIO-STR-003', (line, { lot, chance }) => {
    line.id = drawn(lot.lines?.filter((other) => other !== line) ?? [], chance).id;
  }),
  inText('MIO-NOM-020', (xml, chance) => replaceOne(xml, />0990001</g, chance, () => '>990001<')),
  inText('MIO-NOM-021', (xml, chance) =>
    replaceOne(xml, />0990001</g, chance, () => chance.pick(['>9,9E+05<', '>9.90E+05<', '>9,90001E+5<'])),
  ),
  inText('MIO-XSD-001', (xml, chance) =>
    xml.replace('<cbc:IssueDate>', `<cbc:Intrus>${chance.digits(4)}</cbc:Intrus><cbc:IssueDate>`),
  ),
  inText('MIO-XSD-006', (xml, chance) =>
    replaceOne(xml, /(?<=<cbc:PriceAmount[^>]*>)\d+\./g, chance, (whole) => whole.replace('.', ',')),
  ),
];

/** What must be refused before it is read. */
export const hostileFaults: readonly Fault[] = [
  inText('MIO-SEC-001', (xml, chance) =>
    xml.replace('<Tender', `<!DOCTYPE Tender [<!ENTITY e${chance.digits(3)} "b">]><Tender`),
  ),
  inText('MIO-XML-001', (xml, chance) =>
    xml.slice(0, Math.floor((xml.length * chance.between(30, 90)) / 100)),
  ),
  { code: 'MIO-ENV-001', make: () => new Uint8Array() },
  { code: 'MIO-ENV-005', make: (offer) => Buffer.from(writeMessage(offer), 'latin1') },
  { code: 'MIO-ENV-006', make: (_offer, chance) => Buffer.from(`PK\u0003\u0004${chance.digits(40)}`) },
];
