import { type AwardNotification, writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { makeController, readNeed, readOffer } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeAward, makeNeeds, makeOffer } from './testing.ts';
import { makeDecisions } from './testing-decisions.ts';
import { findIn, knowing, misses, spoilt } from './testing-plant.ts';

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
});
const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const offered = makeOffer(needs);
const offer = readOffer(Buffer.from(writeMessage(offered)));

function inAward(spoil: (award: AwardNotification) => void): unknown[][] {
  const award = makeAward(offered, ['2']);
  spoil(award);
  return controller
    .control(Buffer.from(writeMessage(award)), offer ? { offer } : {})
    .findings.map(({ code, location, expected }) => [
      code,
      location.lot,
      location.ligne,
      location.champ,
      expected,
    ]);
}

describe('an award', () => {
  it('is right where it repeats the offer', () => {
    expect(inAward(() => undefined)).toEqual([]);
  });

  it('is held against the offer: lot, line, price and holder', () => {
    expect(inAward(({ lots: [lot] }) => void (lot && (lot.variant = 'V1')))).toEqual([
      ['MIO-CRO-030', '2', undefined, 'Lot', undefined],
    ]);
    expect(
      inAward(({ lots: [lot] }) => {
        const line = lot?.lines?.[1];
        if (line) line.id = 'O-9.9';
      }),
    ).toEqual([['MIO-CRO-031', '2', '2.2', 'N° de ligne d’offre', undefined]]);
    expect(
      inAward(({ lots: [lot] }) => {
        const line = lot?.lines?.[1];
        if (line?.price?.discount) line.price.discount.amount = '0.01';
      }).filter(([code]) => code === 'MIO-CRO-032'),
    ).toEqual([
      ['MIO-CRO-032', '2', '2.2', 'Remise par unité', offered.lots[1]?.lines?.[1]?.price?.discount?.amount],
    ]);
    expect(inAward(({ holder }) => void (holder.siret = '26060000000012')).map(([code]) => code)).toEqual([
      'MIO-CRO-033',
    ]);
  });

  it('leaves rejected candidates the time to go to court', () => {
    expect(
      inAward(({ lots: [lot] }) => void (lot && (lot.notBefore = '2027-01-20'))).map(([code]) => code),
    ).toEqual(['MIO-MET-070']);
  });
});

describe('an award against needs and offer', () => {
  const { needs, offer, award } = makeDecisions();
  const context = { ...knowing({ needs, answered: offer }), offer };

  it('holds lots and lines of the consultation, whole where they are indivisible', () => {
    expect(
      misses(award, context, [
        [
          'MIO-STR-025 Lot',
          ({ lots }) => void lots.push(structuredClone(lots[0] ?? { id: '', decidedOn: '2027-01-15' })),
        ],
        [
          ['MIO-MET-020 Total HT', 'MIO-CRO-034 Total HT'],
          ({ lots: [lot] }) => void (lot?.totals && (lot.totals.total = '1.00')),
        ],
        [['MIO-MET-020 Total HT', 'MIO-CRO-037 Lots attribués'], ({ lots: [lot] }) => void lot?.lines?.pop()],
        [
          ['MIO-CRO-037 Lots attribués', 'MIO-CRO-036 Ligne du besoin'],
          ({ lots: [lot] }) => {
            const [line] = lot?.lines ?? [];
            if (line) line.needLine = '9.9';
          },
        ],
        [['MIO-CRO-030 Lot', 'MIO-CRO-036 Lot'], ({ lots: [lot] }) => void (lot && (lot.id = '9'))],
      ]),
    ).toEqual([]);
  });

  it('is held against the offer that it replies to, where none is given as the one retained', () => {
    const beside = knowing({ needs, answered: offer });
    expect(
      misses(award, beside, [
        [['MIO-CRO-030 Lot', 'MIO-CRO-036 Lot'], ({ lots: [lot] }) => void (lot && (lot.id = '9'))],
        [
          ['MIO-MET-020 Total HT', 'MIO-CRO-034 Total HT'],
          ({ lots: [lot] }) => void (lot?.totals && (lot.totals.total = '1.00')),
        ],
        ['MIO-CRO-033 SIRET', ({ holder }) => void (holder.siret = '26060000000012')],
      ]),
    ).toEqual([]);
    const other = spoilt(award, ({ lots: [lot] }) => {
      const [line] = lot?.lines ?? [];
      if (line?.price) line.price.unitPrice = '1.000001';
      if (lot?.lines?.[1]) lot.lines[1].id = 'O-9.9';
    });
    expect(findIn(other, beside)).toEqual(
      expect.arrayContaining(['MIO-CRO-032 Prix unitaire HT', 'MIO-CRO-031 N° de ligne d’offre']),
    );
  });

  it('is decided after the deadline, while the offer is valid', () => {
    expect(
      misses(award, context, [
        ['MIO-CRO-038 Décidé le', ({ lots: [lot] }) => void (lot && (lot.decidedOn = '2026-12-30'))],
        [
          'MIO-MET-085 Signature à partir du',
          ({ lots: [lot] }) => void (lot && (lot.notBefore = '2027-01-14')),
        ],
        ['MIO-MET-086 Fin d’exécution', ({ lots: [lot] }) => void (lot && (lot.until = '2027-02-28'))],
        ['MIO-CRO-039 Créé le', ({ header }) => void (header.createdAt = '2027-07-01T09:00:00Z')],
      ]),
    ).toEqual([]);
  });

  it('goes to no more holders than planned, for lines that were offered', () => {
    const ranked = structuredClone(needs);
    ranked.consultation.maximumAwardees = 1;
    const holders = [1, 2].map((rank) => ({ rank, party: { name: `Rang ${rank}` } }));
    expect(
      misses(award, { ...knowing({ needs: ranked }), offer }, [
        ['MIO-CRO-049 Rangs', ({ lots: [lot] }) => Object.assign(lot ?? {}, { holders })],
        ['MIO-CRO-047 SIRET', ({ buyer }) => void (buyer.siret = '55210055400013')],
      ]),
    ).toEqual([]);
    const dropped = spoilt(award, ({ lots: [lot] }) => {
      const [line] = lot?.lines ?? [];
      if (line) line.status = 'SANS-OFFRE';
    });
    expect(findIn(dropped, context)).toContain('MIO-CRO-035 Offre ou sans offre');
  });

  it('waits for the standstill of the installation', () => {
    const paper = makeController({
      identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
      nomenclatures: openNomenclatures([]),
      standstillDays: 16,
    });
    const { findings } = paper.control(Buffer.from(writeMessage(award)));
    const warned = findings
      .filter(({ code }) => code === 'MIO-MET-070')
      .map(({ message }) => message.fr.replaceAll(/\s/g, ' '));
    expect(warned).toEqual(
      Array.from(
        { length: 2 },
        () => 'La signature est permise 11 jours après la décision : le délai de suspension est de 16 jours.',
      ),
    );
  });
});

describe('rectified needs', () => {
  it('are controlled as the first ones were, and offers are held against them', () => {
    const { type: _type, header, consultation, ...content } = makeNeeds({ lots: 1, linesPerLot: 1 });
    const rectified = Buffer.from(
      writeMessage({
        type: 'M11',
        header: { ...header, inReplyTo: { messageId: header.messageId } },
        reason: 'Quantité corrigée',
        ...content,
        consultation: { ...consultation, version: 2, previousVersion: 1 },
      }),
    );
    const need = readNeed(rectified);
    const late = Buffer.from(writeMessage(makeOffer(makeNeeds({ lots: 1, linesPerLot: 1 }))));
    expect(controller.control(rectified).findings).toEqual([]);
    expect(controller.control(late, need ? { need } : {}).findings.map(({ code }) => code)).toEqual([
      'MIO-CRO-002',
    ]);
  });
});
