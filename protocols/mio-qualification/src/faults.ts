import { writeMessage, type OfferLine, type Tender } from '@liaison/mio';

/** A fault that a controller must find, with its code. */
export interface Fault {
  readonly code: string;
  readonly make: (offer: Tender) => Uint8Array;
}

type OfferedLot = Tender['lots'][number];

/** Spoils the second lot of an offer, or its second line, both of which every offer of ours has. */
function inLine(code: string, spoil: (line: OfferLine, lot: OfferedLot, offer: Tender) => void): Fault {
  return {
    code,
    make(offer) {
      const spoilt = structuredClone(offer);
      const lot = spoilt.lots[1];
      const line = lot?.lines?.[1];
      if (lot && line) spoil(line, lot, spoilt);
      return Buffer.from(writeMessage(spoilt));
    },
  };
}

function inText(code: string, spoil: (xml: string) => string): Fault {
  return { code, make: (offer) => Buffer.from(spoil(writeMessage(offer))) };
}

/** What a clerk, a spreadsheet or a program does wrong. */
export const faults: readonly Fault[] = [
  inLine('MIO-MET-001', (line) => void (line.total = '1.00')),
  inLine('MIO-MET-003', (line) => void (line.totalWithVat = '1.00')),
  inLine('MIO-MET-020', (_line, lot) => void (lot.totals && (lot.totals.total = '1.00'))),
  inLine('MIO-MET-050', (line) => void (line.item && (line.item.vatRate = '20'))),
  inLine('MIO-NOM-001', (line) => void (line.item && (line.item.gtin = '03409990010002'))),
  inLine('MIO-NOM-005', (_line, _lot, { tenderer }) => void (tenderer.siret = '00000002600006')),
  inLine('MIO-NOM-010', (line) => void (line.item && (line.item.lppr = '8888888'))),
  inLine('MIO-NOM-011', (line) => void (line.item && (line.item.lppr = '9990001'))),
  inLine('MIO-CRO-002', (_line, _lot, { consultation }) => void (consultation.version = 2)),
  inLine('MIO-CRO-008', (_line, lot) => void lot.lines?.splice(1, 1)),
  inLine('MIO-CRO-020', (line) => void (line.needLine = '9.9')),
  inLine('MIO-CRO-021', (line) => void (line.quantity = '99999')),
  inLine('MIO-CRO-023', (line) => void (line.price && (line.price.unit = 'XBX'))),
  inLine('MIO-STR-003', (line, lot) => void (line.id = lot.lines?.[0]?.id ?? '')),
  inText('MIO-NOM-020', (xml) => xml.replace('>0990001<', '>990001<')),
  inText('MIO-NOM-021', (xml) => xml.replace('>0990001<', '>9,9E+05<')),
  inText('MIO-XSD-001', (xml) => xml.replace('<cbc:IssueDate>', '<cbc:Intrus>x</cbc:Intrus><cbc:IssueDate>')),
  inText('MIO-XSD-006', (xml) => xml.replace(/(?<=<cbc:PriceAmount[^>]*>)(\d+)\./, '$1,')),
];

/** What must be refused before it is read. */
export const hostileFaults: readonly Fault[] = [
  inText('MIO-SEC-001', (xml) => xml.replace('<Tender', '<!DOCTYPE Tender [<!ENTITY a "b">]><Tender')),
  inText('MIO-XML-001', (xml) => xml.slice(0, 3000)),
  { code: 'MIO-ENV-001', make: () => new Uint8Array() },
  { code: 'MIO-ENV-005', make: (offer) => Buffer.from(writeMessage(offer), 'latin1') },
  { code: 'MIO-ENV-006', make: () => Buffer.from('PK\u0003\u0004archive') },
];
