import { writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { type ControlContext, makeController, readNeed } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeAward, makeNeeds, makeOffer } from './testing.ts';

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
  now: () => new Date('2026-12-01T10:00:00Z'),
});
const needs = makeNeeds({ lots: 3, linesPerLot: 4 });
const needsXml = Buffer.from(writeMessage(needs));
const need = readNeed(needsXml);
const offerXml = writeMessage(makeOffer(needs, '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8'));
const context: ControlContext = need ? { need } : {};

const summary = (xml: string | Uint8Array, given: ControlContext = context) =>
  controller
    .control(typeof xml === 'string' ? Buffer.from(xml) : xml, given)
    .findings.map(({ code, location, value, expected }) => [
      code,
      location.ligne ?? location.lot ?? '',
      value,
      expected,
    ]);

describe('the controller', () => {
  it('finds nothing in right needs and the right offer that answers them', () => {
    expect(summary(needsXml)).toEqual([]);
    expect(summary(offerXml)).toEqual([]);
  });

  it('names the property that a finding is about, read or not', () => {
    const wrong = offerXml
      .replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999')
      .replace(/(?<=<cbc:PriceAmount [^>]+>)[\d.]+/, '12,50');
    const { findings } = controller.control(Buffer.from(wrong), context);
    const pathOf = (code: string) => findings.find((finding) => finding.code === code)?.path;
    expect(pathOf('MIO-CRO-021')).toEqual(['lots', 0, 'lines', 0, 'quantity']);
    expect(pathOf('MIO-XSD-006')).toEqual(['lots', 0, 'lines', 0, 'price', 'unitPrice']);
  });

  it('names its report after all that it was held against, and nothing else', () => {
    const offer = makeOffer(needs, '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8');
    const award = makeAward(offer, ['1']);
    const { reportId } = controller.control(Buffer.from(offerXml));
    const named = (given: ControlContext) => controller.control(Buffer.from(offerXml), given).reportId;
    const others: ControlContext[] = [
      context,
      { offer },
      { offer: { ...offer, validityDays: 1 } },
      { answered: { message: offer } },
      { decisions: [] },
      { decisions: [award] },
      { decisions: [award, makeAward(offer, ['2'])] },
      { isProduction: true },
      { lastPrices: new Map([['1.1', '3.00']]) },
    ];
    expect(new Set([reportId, ...others.map(named)]).size).toBe(others.length + 1);
    expect(named({})).toBe(reportId);
    expect(named({ decisions: [makeAward(offer, ['2']), award] })).toBe(
      named({ decisions: [award, makeAward(offer, ['2'])] }),
    );
  });
});
