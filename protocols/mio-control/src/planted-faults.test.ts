import { Readable } from 'node:stream';
import { type CallForTenders, type Tender, writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { type ControlContext, makeController, readNeed } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeNeeds, makeOffer } from './testing.ts';

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
});
const right = makeNeeds({ lots: 2, linesPerLot: 3 });

/** Code, lot, line and field of each finding. */
function found(xml: string | Uint8Array, context: ControlContext = {}): unknown[][] {
  return controller
    .control(typeof xml === 'string' ? Buffer.from(xml) : xml, context)
    .findings.map(({ code, location }) => [code, location.lot, location.ligne, location.champ]);
}

function inOffer(
  spoil: (offer: Tender, line: Tender['lots'][number]['lines'] & object) => void,
): unknown[][] {
  const offer = makeOffer(right);
  spoil(offer, offer.lots[1]?.lines ?? []);
  const need = readNeed(Buffer.from(writeMessage(right)));
  return found(writeMessage(offer), need ? { need } : {});
}

function inNeeds(spoil: (needs: CallForTenders) => void): unknown[][] {
  const needs = structuredClone(right);
  spoil(needs);
  return found(writeMessage(needs));
}

/** The second line of the second lot. */
const atLine = (code: string, champ: string) => [code, '2', '2.2', champ];

describe('faults planted in an offer', () => {
  it('are found in the arithmetic of a line', () => {
    expect(
      inOffer((_offer, [, line]) => {
        if (line) line.totalWithVat = '1.00';
      }),
    ).toEqual([atLine('MIO-MET-003', 'Montant TTC')]);
    expect(
      inOffer((_offer, [, line]) => {
        if (line?.price?.discount) line.price.discount.percent = '12';
      }),
    ).toEqual([atLine('MIO-MET-004', 'Remise par unité')]);
    expect(
      inOffer((_offer, [, line]) => {
        if (line) line.orderUnitContent = '12';
      }).map(([code]) => code),
    ).toContain('MIO-MET-006');
  });

  it('are found to half a cent and no further', () => {
    const nudged = (cents: number) =>
      inOffer(({ lots: [, lot] }, [, line]) => {
        if (!line || !lot?.totals || !lot.vat) return;
        line.price = { unitPrice: '10.005', unit: 'H87' };
        line.quantity = '101';
        delete line.orderUnitPrice;
        line.total = (1010.51 + cents / 100).toFixed(2);
        delete line.totalWithVat;
        delete lot.totals;
        delete lot.vat;
      }).filter(([code]) => code === 'MIO-MET-001');
    expect(nudged(0)).toEqual([]);
    expect(nudged(-1)).toEqual([]);
    expect(nudged(1)).toEqual([atLine('MIO-MET-001', 'Montant HT')]);
  });

  it('are found in the totals of a lot', () => {
    expect(
      inOffer(({ lots: [, lot] }) => {
        if (lot?.totals) lot.totals.total = '1.00';
      }).map(([code, lot, , champ]) => [code, lot, champ]),
    ).toEqual([
      ['MIO-MET-020', '2', 'Total HT'],
      ['MIO-MET-021', '2', 'Total TTC'],
    ]);
    expect(
      inOffer(({ lots: [, lot] }) => {
        const [rate] = lot?.vat?.rates ?? [];
        if (rate) rate.amount = '1.00';
      }).map(([code]) => code),
    ).toEqual(['MIO-MET-022', 'MIO-MET-023']);
  });

  it('are found in codes, with what replaces them', () => {
    expect(
      inOffer((_offer, [, line]) => {
        if (line?.item) line.item.gtin = '03409990010002';
      }),
    ).toEqual([atLine('MIO-NOM-001', 'GTIN')]);
    expect(
      inOffer((_offer, [, line]) => {
        if (line?.item) line.item.lppr = '9990001';
      }),
    ).toEqual([atLine('MIO-NOM-011', 'LPPR')]);
    expect(
      inOffer((_offer, [, line]) => {
        if (line?.item) line.item.lppr = '8888888';
      }),
    ).toEqual([atLine('MIO-NOM-010', 'LPPR')]);
    expect(
      inOffer(({ tenderer }) => {
        tenderer.siret = '55210055400014';
      }),
    ).toEqual([['MIO-NOM-005', undefined, undefined, 'SIRET']]);
  });

  it('are found against the needs', () => {
    expect(
      inOffer((offer) => {
        offer.consultation.version = 2;
        offer.validityDays = 90;
      }).map(([code]) => code),
    ).toEqual(['MIO-CRO-006', 'MIO-CRO-002']);
    expect(
      inOffer((_offer, [, line]) => {
        if (line?.price) line.price.unit = 'XBX';
      }),
    ).toEqual([atLine('MIO-CRO-023', 'Unité de prix')]);
    expect(inOffer((_offer, lines) => void lines.splice(1, 1)).map(([code, lot]) => [code, lot])).toEqual([
      ['MIO-MET-025', '2'],
      ['MIO-MET-020', '2'],
      ['MIO-CRO-008', '2'],
    ]);
    expect(
      inOffer((_offer, [, line]) => {
        if (line) line.needLine = '9.9';
      }).map(([code]) => code),
    ).toEqual(['MIO-CRO-008', 'MIO-CRO-020']);
    expect(
      inOffer(({ lots: [, lot] }) => {
        if (lot) lot.variant = 'V1';
      }).map(([code]) => code),
    ).toEqual(['MIO-CRO-011']);
    expect(
      inOffer((_offer, [, line]) => {
        if (line?.item) line.item.properties = [{ name: 'Stérile', value: 'non' }];
      }),
    ).toEqual([atLine('MIO-CRO-026', 'Caractéristiques')]);
  });

  it('are found in ids and in lines that are half offered', () => {
    expect(
      inOffer((_offer, [first, line]) => {
        if (first && line) line.id = first.id;
      }),
    ).toEqual([atLine('MIO-STR-003', 'N° de ligne d’offre')]);
    expect(
      inOffer((_offer, [, line]) => {
        if (line) line.status = 'SANS-OFFRE';
      }).map(([code]) => code),
    ).toEqual(['MIO-STR-008', 'MIO-STR-007']);
  });
});

describe('faults planted in needs', () => {
  it('are found in ids and references', () => {
    expect(
      inNeeds(({ lots: [, lot] }) => {
        if (lot) lot.id = '1';
      }),
    ).toEqual([['MIO-STR-001', '1', undefined, 'N° de lot']]);
    expect(
      inNeeds(({ lots: [first, second] }) => {
        if (first) first.parent = '2';
        if (second) second.parent = '1';
      }).map(([code, lot]) => [code, lot]),
    ).toEqual([
      ['MIO-STR-010', '1'],
      ['MIO-STR-010', '2'],
    ]);
    expect(
      inNeeds(({ lots: [, lot] }) => {
        const [, line] = lot?.lines ?? [];
        if (line) line.sites = [{ site: 'CH-Z', quantity: line.quantity }];
      }),
    ).toEqual([atLine('MIO-STR-011', 'Établissement')]);
  });

  it('are found in quantities', () => {
    expect(
      inNeeds(({ lots: [, lot] }) => {
        const [, line] = lot?.lines ?? [];
        if (line) line.maximum = '2';
      }),
    ).toEqual([atLine('MIO-MET-031', 'Quantité maximale')]);
    expect(
      inNeeds((needs) => {
        needs.consultation.criteria = [
          { id: '1', name: 'Prix', weight: '60' },
          { id: '2', name: 'Qualité', weight: '45' },
        ];
      }).map(([code]) => code),
    ).toEqual(['MIO-MET-036']);
  });
});

describe('a spoilt file', () => {
  const xml = writeMessage(makeOffer(right));
  const replaced = (from: string | RegExp, to: string) => found(xml.replace(from, to));

  it('tells what a spreadsheet did to a code', () => {
    const codeOf = (to: string) => replaced('>9910005<', `>${to}<`);
    expect(codeOf('991005')).toEqual([['MIO-NOM-020', '1', '1.1', 'LPPR']]);
    expect(codeOf('9,91E+06')).toEqual([['MIO-NOM-021', '1', '1.1', 'LPPR']]);
    expect(codeOf('991 0005')).toEqual([['MIO-NOM-022', '1', '1.1', 'LPPR']]);
    expect(codeOf('99100o5')).toEqual([['MIO-XSD-006', '1', '1.1', 'LPPR']]);
  });

  it('goes on after an element that has no place, and finds the bad number on the same line', () => {
    const spoilt = xml
      .replace('<cbc:OrderableUnit>', '<cbc:Intrus>x</cbc:Intrus><cbc:OrderableUnit>')
      .replace('<cbc:ContentUnitQuantity unitCode="H87">10<', '<cbc:ContentUnitQuantity unitCode="H87">dix<');
    expect(found(spoilt).map(([code, , ligne]) => [code, ligne])).toEqual([
      ['MIO-XSD-001', '1.1'],
      ['MIO-XSD-006', '1.1'],
    ]);
  });

  it('is held against the schema too, which alone sees the order of elements', () => {
    const unit = '<cbc:OrderableUnit>boîte</cbc:OrderableUnit>';
    const content = '<cbc:ContentUnitQuantity unitCode="H87">10</cbc:ContentUnitQuantity>';
    const [finding, ...others] = controller.control(
      Buffer.from(xml.replace(unit + content, content + unit)),
    ).findings;
    expect(others).toEqual([]);
    expect([finding?.code, finding?.location.ligne, finding?.message.fr]).toEqual([
      'MIO-XSD-001',
      '1.1',
      'L’élément OrderableUnit n’a pas de place ici.',
    ]);
  });

  it('proposes the point of a decimal comma', () => {
    const [finding] = controller.control(Buffer.from(xml.replace('>53.00<', '>53,00<'))).findings;
    expect([finding?.code, finding?.value, finding?.expected]).toEqual(['MIO-XSD-006', '53,00', '53.00']);
    expect(finding?.suggestion).toBe('Écrivez 53.00\u00a0: un point décimal, sans espace ni signe.');
  });

  it('is refused, unread, where it is hostile', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>';
    expect(found(xml.replace('<Tender', `${bomb}<Tender`))).toEqual([
      ['MIO-SEC-001', undefined, undefined, undefined],
    ]);
    expect(found('<a>'.repeat(2000))).toEqual([['MIO-SEC-002', undefined, undefined, undefined]]);
    expect(found(Buffer.from('PK\u0003\u0004bomb'))).toEqual([
      ['MIO-ENV-006', undefined, undefined, undefined],
    ]);
  });

  it('is told by its line where it is cut, wrongly encoded or empty', () => {
    const codes = (bytes: Uint8Array) =>
      controller.control(bytes).findings.map(({ code, location }) => [code, location.line]);
    expect(codes(Buffer.from(xml.slice(0, 3000)))).toEqual([['MIO-XML-001', 2]]);
    expect(codes(Buffer.from(xml, 'latin1'))).toEqual([['MIO-ENV-005', 2]]);
    expect(codes(new Uint8Array(0))).toEqual([['MIO-ENV-001', undefined]]);
    expect(codes(Buffer.from('<facture/>'))).toEqual([['MIO-ENV-007', 1]]);
  });

  it('is read all the same with a mark, in another encoding or with mixed line ends, which are told', () => {
    expect(found(`\ufeff${xml}`)).toEqual([['MIO-ENV-011', undefined, undefined, undefined]]);
    expect(found(Buffer.from(`\ufeff${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le'))).toEqual([
      ['MIO-ENV-010', undefined, undefined, undefined],
    ]);
    expect(found(xml.replace('\n', '\r\n'))).toEqual([['MIO-ENV-012', undefined, undefined, undefined]]);
  });

  it('is refused for its size, a stream without being read to its end', async () => {
    const small = makeController({
      identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
      nomenclatures: openNomenclatures(fictiveNomenclatures()),
      maximumBytes: 1_000_000,
    });
    const sentence = 'Le fichier dépasse la taille admise (1\u202f000\u202f000 octets).';
    const refusal = ({ findings }: ReturnType<typeof small.control>) =>
      findings.map(({ message }) => message.fr);
    expect(refusal(small.control(Buffer.alloc(1_000_001, 60)))).toEqual([sentence]);
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield await Promise.resolve(Buffer.alloc(65_536, 60));
      }
    }
    expect(refusal(await small.controlStream(endless()))).toEqual([sentence]);
    expect(given).toBe(16);
    const halves = Readable.from([Buffer.from(xml.slice(0, 100)), Buffer.from(xml.slice(100))]);
    expect(refusal(await small.controlStream(halves))).toEqual([]);
  });
});
