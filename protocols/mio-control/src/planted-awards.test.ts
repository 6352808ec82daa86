import { type AwardNotification, writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { makeController, readNeed, readOffer } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeAward, makeNeeds, makeOffer } from './testing.ts';

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
