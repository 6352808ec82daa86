import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrenchNumber } from './french.ts';
import { avcRequestV1 } from './definitions/avc-request-v1.ts';
import { anyAnswers } from './testing.ts';
import { warningsOf } from './warnings.ts';

fc.configureGlobal({ seed: 20261120 });

const form = avcRequestV1;
const kinds = (answers: Parameters<typeof warningsOf>[1], at?: Date) =>
  warningsOf(form, answers, at).map((warning) => `${warning.field} ${warning.kind}`);

describe('warningsOf', () => {
  it('alerts from 185/110 on, either number', () => {
    expect(kinds({ 'blood-pressure-right': { systolic: 185, diastolic: 80 } })).toEqual([
      'blood-pressure-right alert',
    ]);
    expect(kinds({ 'blood-pressure-right': { systolic: 150, diastolic: 110 } })).toEqual([
      'blood-pressure-right alert',
    ]);
    expect(kinds({ 'blood-pressure-right': { systolic: 184, diastolic: 109 } })).toEqual([]);
    expect(kinds({ 'blood-pressure-right': { diastolic: 112 } })).toEqual(['blood-pressure-right alert']);
  });

  it('doubts a pressure in centimetres of mercury, or turned round', () => {
    expect(kinds({ 'blood-pressure-left': { systolic: 14, diastolic: 8 } })).toEqual([
      'blood-pressure-left implausible',
    ]);
    expect(kinds({ 'blood-pressure-left': { systolic: 80, diastolic: 100 } })).toEqual([
      'blood-pressure-left implausible',
    ]);
  });

  it('alerts below 0.5 and above 4 g/L of glucose, not on the bounds', () => {
    expect(kinds({ glucose: 0.49 })).toEqual(['glucose alert']);
    expect(kinds({ glucose: 4.01 })).toEqual(['glucose alert']);
    expect(kinds({ glucose: 0.5 })).toEqual([]);
    expect(kinds({ glucose: 4 })).toEqual([]);
  });

  it('doubts a weight that few have', () => {
    expect(kinds({ weight: 820 / 10 })).toEqual([]);
    expect(kinds({ weight: 8.2 })).toEqual(['weight implausible']);
  });

  it('sees instants in the wrong order, and in the future once it knows the time', () => {
    const turned = {
      'last-seen-well': '2026-11-20T14:00:00.000Z',
      'hospital-arrival': '2026-11-20T13:00:00.000Z',
    };
    expect(kinds(turned)).toEqual(['hospital-arrival chronology']);
    expect(
      kinds({ 'last-seen-well': '2026-11-20T14:00:00.000Z' }, new Date('2026-11-20T13:00:00.000Z')),
    ).toEqual(['last-seen-well chronology']);
    expect(
      kinds({ 'last-seen-well': '2026-11-20T14:00:00.000Z' }, new Date('2026-11-20T13:57:00.000Z')),
    ).toEqual([]);
  });

  it('never throws and always speaks', () => {
    fc.assert(
      fc.property(anyAnswers(form), (answers) => {
        const silent = warningsOf(form, answers, new Date()).filter((warning) => warning.text.length < 10);
        expect(silent).toEqual([]);
      }),
    );
  });
});

describe('readFrenchNumber', () => {
  it('reads a comma, a point, thin spaces and a sign, and nothing else', () => {
    expect(readFrenchNumber('1,32')).toBe(1.32);
    expect(readFrenchNumber(' 1\u202f200.5 ')).toBe(1200.5);
    expect(readFrenchNumber('\u22125')).toBe(-5);
    for (const wrong of ['', '1,2,3', 'douze', '1e9', '0x10', ',5', '∞'])
      expect(readFrenchNumber(wrong)).toBeNull();
  });
});
