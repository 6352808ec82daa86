import { writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { type ControlContext, makeController, readNeed } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeNeeds, makeOffer } from './testing.ts';

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
});
