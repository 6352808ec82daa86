import { describe, expect, it } from 'vitest';
import { makeCatalogue, makeCommitment } from './testing.ts';
import { makeDecisions } from './testing-decisions.ts';
import { findIn, knowing, misses, spoilt } from './testing-plant.ts';

const { needs, award } = makeDecisions();
const commitment = makeCommitment(award);
const catalogue = makeCatalogue(award);
const toAward = knowing({ needs, answered: award });

describe('a commitment', () => {
  it('signs what was awarded, after the standstill, by a named document', () => {
    expect(
      misses(commitment, toAward, [
        ['MIO-CRO-080 SIRET', ({ holder }) => void (holder.siret = '26060000000012')],
        ['MIO-CRO-081 Lot', ({ lots: [lot] }) => void (lot && (lot.id = '3'))],
        ['MIO-CRO-082 N° de marché', ({ lots: [lot] }) => void (lot && (lot.contractId = 'M-9'))],
        ['MIO-CRO-082 Total HT', ({ lots: [lot] }) => void (lot?.totals && (lot.totals.total = '1.00'))],
        ['MIO-CRO-083 Signé le', ({ lots: [lot] }) => void (lot && (lot.signedOn = '2027-01-25'))],
        [
          ['MIO-MET-090 Signé le', 'MIO-CRO-083 Signé le'],
          ({ lots: [lot] }) => void (lot && (lot.signedOn = '2027-01-14')),
        ],
        ['MIO-MET-091 Pièces', (copy) => void delete copy.pieces],
        ['MIO-STR-022 Lot', ({ lots }) => void lots.push(...structuredClone(lots.slice(0, 1)))],
      ]),
    ).toEqual([]);
  });
});

describe('an execution catalogue', () => {
  it('sells what was awarded, at its price, while the contract runs', () => {
    expect(
      misses(catalogue, toAward, [
        ['MIO-CRO-090 SIRET', ({ holder }) => void (holder.siret = '26060000000012')],
        [
          ['MIO-CRO-093 Articles', 'MIO-CRO-091 Articles'],
          ({ lines: [line] }) => void (line && (line.needLine = '9.9')),
        ],
        [
          'MIO-CRO-092 Prix unitaire HT',
          ({ lines: [line] }) => void (line && (line.price.unitPrice = '9.99')),
        ],
        ['MIO-CRO-092 TVA', ({ lines: [line] }) => void (line && (line.item.vatRate = '20'))],
        ['MIO-CRO-092 GTIN', ({ lines: [line] }) => void (line && (line.item.gtin = '03400930000014'))],
        ['MIO-CRO-093 Articles', ({ lines }) => void lines.pop()],
        ['MIO-CRO-094 Valable du', (copy) => void (copy.from = '2027-02-28')],
        ['MIO-CRO-094 Valable jusqu’au', (copy) => void (copy.until = '2028-03-01')],
        ['MIO-MET-106 Valable jusqu’au', (copy) => void (copy.until = '2027-02-28')],
        [
          'MIO-STR-024 N° d’article',
          ({ lines: [first, second] }) => void (second && (second.id = first?.id ?? '')),
        ],
      ]),
    ).toEqual([]);
  });
});

describe('what is signed or sold', () => {
  it('is held letter by letter as a code, and by its value as an amount', () => {
    const awarded = spoilt(award, ({ lots: [lot] }) => {
      Object.assign(lot ?? {}, { contractId: '00123' });
      if (lot?.totals) lot.totals.total = '100000000.00';
    });
    const signed = (contractId: string, total: string) =>
      findIn(
        spoilt(commitment, ({ lots: [lot] }) => {
          Object.assign(lot ?? {}, { contractId });
          if (lot?.totals) lot.totals.total = total;
        }),
        knowing({ needs, answered: awarded }),
      ).filter((found) => found.startsWith('MIO-CRO-082'));
    expect(signed('00123', '100000000')).toEqual([]);
    expect(signed('123', '100000000.00')).toEqual(['MIO-CRO-082 N° de marché']);
    expect(signed('00123', '100000000.01')).toEqual(['MIO-CRO-082 Total HT']);
    const sold = (reference: string) =>
      findIn(
        spoilt(catalogue, ({ lines: [line] }) => void (line && (line.item.supplierReference = reference))),
        knowing({
          needs,
          answered: spoilt(award, ({ lots: [lot] }) => {
            const [line] = lot?.lines ?? [];
            if (line?.item) line.item.supplierReference = '00042';
          }),
        }),
      );
    expect(sold('00042')).not.toContain('MIO-CRO-092 Référence fournisseur');
    expect(sold('42')).toContain('MIO-CRO-092 Référence fournisseur');
  });
});
