import { type Message, writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { type ControlContext, makeController } from '../controller.ts';
import { openNomenclatures } from '../nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeCatalogue, makeQuestion } from '../testing.ts';
import { makeDecisions } from '../testing-decisions.ts';
import { knowing, spoilt } from '../testing-plant.ts';

const { needs, award } = makeDecisions();
const catalogue = makeCatalogue(award);
const question = makeQuestion(needs);
const toAward = knowing({ needs, answered: award });

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
});
const controlled = (message: Message, context: ControlContext) =>
  controller.control(Buffer.from(writeMessage(message)), context).findings;

describe('a place', () => {
  it('in a catalogue and in a question is told by its lot and its line', () => {
    const locate = (message: Message, context: ControlContext) =>
      controlled(message, context).map(({ code, location: { lot, ligne } }) => [code, lot, ligne]);
    const wrong = spoilt(
      catalogue,
      ({ lines: [, , line] }) => void (line && (line.item.udiDi = '04006381333932')),
    );
    expect(locate(wrong, toAward)).toEqual([['MIO-NOM-008', '2', '2.1']]);
    const dear = writeMessage(wrong).replaceAll(/(PriceAmount[^>]*>)[^<]*/g, '$1dix');
    expect(
      controller
        .control(Buffer.from(dear))
        .findings.filter(({ layer }) => layer === 'XSD')
        .map(({ location: { lot, ligne } }) => `${lot} ${ligne}`),
    ).toContain('2 2.2');
    const asked = spoilt(question, (copy) => void (copy.subjects = [{ lot: '1', line: '2.1' }]));
    expect(locate(asked, knowing({ needs }))).toEqual([['MIO-CRO-050', '1', '2.1']]);
  });
});
