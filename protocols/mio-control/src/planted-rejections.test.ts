import { describe, expect, it } from 'vitest';
import { makeAward } from './testing.ts';
import { makeDecisions } from './testing-decisions.ts';
import { findIn, knowing, misses, spoilt } from './testing-plant.ts';

const { needs, offer, award, rejection, noAward } = makeDecisions();
const toOffer = knowing({ needs, answered: offer, decisions: [award, noAward] });

describe('a rejection', () => {
  it('is of lots that were offered and not awarded, to who offered them', () => {
    expect(
      misses(rejection, toOffer, [
        ['MIO-STR-026 Lot', ({ lots }) => void lots.push(...structuredClone(lots))],
        [
          ['MIO-CRO-073 Lots non retenus', 'MIO-CRO-070 Lot'],
          ({ lots: [lot] }) => void (lot && (lot.variant = 'V1')),
        ],
        ['MIO-CRO-071 SIRET', ({ tenderer }) => void (tenderer.siret = '26060000000012')],
        [
          'MIO-CRO-072 Lot',
          ({ lots }) => void lots.push({ id: '1', decidedOn: '2027-01-15', reasons: 'Prix.' }),
        ],
        [
          'MIO-CRO-074 Critère noté',
          ({ lots: [lot] }) => void (lot && (lot.scores = [{ criterion: 'C9', score: '12' }])),
        ],
        [
          ['MIO-CRO-073 Lots non retenus', 'MIO-CRO-072 Lot'],
          ({ lots: [lot] }) => void (lot && (lot.id = '2')),
        ],
      ]),
    ).toEqual([]);
  });

  it('tells candidates apart by their VAT numbers where they have no SIRET', () => {
    const foreign = (vatNumber: string) => ({ name: 'Ortopedia', vatNumber });
    const lost = spoilt(rejection, (copy) => void (copy.tenderer = foreign('ES12345678')));
    const wonBy = (vatNumber: string) =>
      findIn(lost, {
        decisions: [{ ...makeAward(offer, ['3']), holder: foreign(vatNumber) }],
      });
    expect(wonBy('IT87654321098')).not.toContain('MIO-CRO-072 Lot');
    expect(wonBy('ES12345678')).toContain('MIO-CRO-072 Lot');
    const nameless = { decisions: [{ ...makeAward(offer, ['3']), holder: { name: 'Prótesis' } }] };
    const unknown = spoilt(rejection, (copy) => void (copy.tenderer = { name: 'Ortopedia' }));
    expect(findIn(unknown, nameless)).not.toContain('MIO-CRO-072 Lot');
  });

  it('says why, when one may sign, how to appeal, and no price of the winner', () => {
    expect(
      misses(rejection, toOffer, [
        [
          'MIO-MET-087 Signature à partir du',
          ({ lots: [lot] }) => void (lot && (lot.notBefore = '2027-01-25')),
        ],
        ['MIO-MET-088 Rang de l’offre', ({ lots: [lot] }) => void (lot && (lot.rank = 1))],
        ['MIO-MET-089 ·', (copy) => void delete copy.appeal],
        ['MIO-MET-092 Attributaire', ({ lots: [lot] }) => void (lot && (lot.winners = [{ name: 'Richer' }]))],
        [
          'MIO-PLA-011 Caractéristiques et avantages de l’offre retenue',
          ({ lots: [lot] }) => void (lot && (lot.advantages = 'Moins chère : 12,50 € la tige.')),
        ],
      ]),
    ).toEqual([]);
  });
});

describe('lots without award', () => {
  it('are of the consultation, awarded to nobody, unsuccessful once offers are in', () => {
    expect(
      misses(noAward, knowing({ needs, decisions: [award] }), [
        ['MIO-STR-022 Lot', ({ lots }) => void lots.push(...structuredClone(lots))],
        ['MIO-CRO-075 Lot', ({ lots: [lot] }) => void (lot && (lot.id = '9'))],
        ['MIO-CRO-076 Lot', ({ lots: [lot] }) => void (lot && (lot.id = '1'))],
        ['MIO-CRO-077 Décidé le', ({ lots: [lot] }) => void (lot && (lot.decidedOn = '2026-12-30'))],
      ]),
    ).toEqual([]);
    const abandoned = spoilt(noAward, ({ lots: [lot] }) =>
      Object.assign(lot ?? {}, { decision: 'SANS-SUITE', decidedOn: '2026-12-30' }),
    );
    expect(findIn(abandoned, knowing({ needs }))).toEqual([]);
  });
});
