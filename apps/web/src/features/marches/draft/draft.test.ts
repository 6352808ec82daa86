import { readMessage, valueAt, writeMessage, type ModelPath } from '@liaison/mio';
import { makeMessage } from '@liaison/mio/testing';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { describe, expect, it } from 'vitest';
import { correct, openDraft, type Draft } from './correct.ts';
import { stepBetween, undo } from './history.ts';
import { scopeOf, viewPart } from './line-view.ts';

const offer = writeMessage(makeOffer(makeNeeds({ lots: 3, linesPerLot: 2 })));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const price: ModelPath = ['lots', 1, 'lines', 0, 'price', 'unitPrice'];

function corrected(draft: Draft, path: ModelPath, value: string): Draft {
  const correction = correct(draft, path, value);
  if (!correction.isDone) throw new Error(correction.why);
  return correction.draft;
}

const at = (draft: Draft, path: ModelPath) => draft.reading.message && valueAt(draft.reading.message, path);

describe('a correction', () => {
  it('changes the bytes of one value and no others', () => {
    const laidOut = offer.replaceAll('><', '>\n  <');
    const draft = openDraft(bytesOf(laidOut));
    const next = corrected(draft, price, '77.5');
    const step = stepBetween(draft.bytes, next.bytes);
    expect(at(next, price)).toBe('77.5');
    expect(step.removed.length).toBeLessThan(12);
    expect(textOf(undo(next.bytes, step))).toBe(laidOut);
  });

  it('puts right what could not be read, and leaves what else cannot as it stands', () => {
    let found = 0;
    const broken = offer.replaceAll(/(?<=<cbc:PriceAmount currencyID="EUR">)[\d.]+/g, (value) => {
      found += 1;
      return found <= 3 ? value.replace('.', ',').concat(value.includes('.') ? '' : ',00') : value;
    });
    const draft = openDraft(bytesOf(broken));
    const [first] = draft.reading.findings;
    if (!first) throw new Error('no finding');
    const next = corrected(draft, first.path, '12.5');
    expect(next.reading.findingCount).toBe(draft.reading.findingCount - 1);
    expect(at(next, first.path)).toBe('12.5');
  });

  it('adds what is missing, by writing the message anew', () => {
    const without = offer.replace(/<cbc:PriceAmount currencyID="EUR">[\d.]+<\/cbc:PriceAmount>/, '');
    const draft = openDraft(bytesOf(without));
    const [missing] = draft.reading.findings;
    const path = missing?.path ?? [];
    const next = corrected(draft, path, '3');
    expect(at(next, path)).toBe('3');
    expect(next.reading.findings).toEqual([]);
  });

  it('is refused where what nobody could read would be lost', () => {
    const odd = offer
      .replace(/<cbc:PriceAmount currencyID="EUR">[\d.]+<\/cbc:PriceAmount>/, '')
      .replace('</Tender>', '<cbc:Note>gardez-moi</cbc:Note></Tender>');
    const draft = openDraft(bytesOf(odd));
    const missing = draft.reading.findings.find(({ kind }) => kind === 'missing');
    expect(correct(draft, missing?.path ?? [], '3')).toEqual({ isDone: false, why: 'unread' });
  });

  it('writes markup as the text that it is', () => {
    const name: ModelPath = ['tenderer', 'name'];
    const next = corrected(openDraft(bytesOf(offer)), name, '<b>Richer</b> & fils');
    expect(at(next, name)).toBe('<b>Richer</b> & fils');
    expect(next.reading.findings).toEqual([]);
  });

  it.each(['mio', 'controle'])('takes away the certificate, which no longer holds, as %s:', (prefix) => {
    const extension = `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><ext:UBLExtension><ext:ExtensionContent><${prefix}:Certificat\n xmlns:${prefix}="urn:liaison:mio:1"/></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`;
    const draft = openDraft(bytesOf(offer.replace(/(<Tender [^>]+>)/, `$1${extension}`)));
    expect(draft.reading.isCertified).toBe(true);
    const next = corrected(draft, price, '9');
    expect([next.reading.isCertified, at(next, price)]).toEqual([false, '9']);
  });

  it('takes no text for a certificate', () => {
    const { reading } = openDraft(bytesOf(offer.replace('</Tender>', '<!-- <mio:Certificat > --></Tender>')));
    expect(reading.isCertified).toBe(false);
  });

  it('sets each kind of value of messages made at random, or says that it cannot', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const draft = openDraft(
        bytesOf(writeMessage(makeMessage('M20', { seed, fullness: 0.8, maximumItems: 2 }))),
      );
      const { message } = draft.reading;
      if (!message) throw new Error('no message');
      for (const { fields } of viewPart(message, ['lots', 0, 'lines', 0], []).groups)
        for (const { path } of fields) {
          const value = valueAt(message, path);
          if (typeof value !== 'string') continue;
          const outcome = correct(draft, path, value);
          expect(outcome.isDone && at(outcome.draft, path)).toBe(value);
        }
    }
  });
});

describe('the view of a line', () => {
  const { message } = readMessage(bytesOf(offer));
  if (!message) throw new Error('no message');

  it('shows the fields by their French names, the marked one too where it is missing', () => {
    const scope = scopeOf(message, { path: [...price.slice(0, 4), 'price', 'form'] });
    expect(scope).toEqual(['lots', 1, 'lines', 0]);
    const view = viewPart(message, scope, [
      { path: ['lots', 1, 'lines', 0, 'price', 'form'], expected: 'FERME' },
    ]);
    const fields = view.groups.flatMap((group) => group.fields);
    expect(fields.map(({ label }) => label)).toContain('Prix unitaire HT');
    expect(fields.find(({ label }) => label === 'Forme du prix')).toMatchObject({
      shown: null,
      isRequired: false,
    });
    expect(view.name).toMatch(/CimX|Ciment/);
  });

  it('is found by lot and line where the property is unknown', () => {
    expect(scopeOf(message, { lot: '2', line: '2.2' })).toEqual(['lots', 1, 'lines', 1]);
    expect(scopeOf(message, { lot: '3' })).toEqual(['lots', 2]);
    expect(scopeOf(message, { path: ['header', 'messageId'] })).toEqual(['header']);
    expect(scopeOf(message, {})).toEqual([]);
  });
});
