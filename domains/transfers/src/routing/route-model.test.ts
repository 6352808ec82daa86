import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RouteConditions } from '../contract.ts';
import {
  allowedTargets,
  followsRoute,
  localTime,
  type RoutableStudy,
  type RouteTarget,
} from './route-model.ts';

const any: RouteConditions = { callingAeTitles: [], modalities: [], words: [], weekdays: [], hours: null };
const study: RoutableStudy = {
  callingAeTitle: 'CHA_CT1',
  modalities: ['CT', 'SR'],
  description: 'Scanner CÉRÉBRAL sans injection',
  // A Friday, 14:02 in Paris.
  receivedAt: new Date('2026-11-20T13:02:00Z'),
};

const ae = fc.constantFrom('CHA_CT1', 'CHA_MR1', 'CHB_PACS');
const modality = fc.constantFrom('CT', 'MR', 'XA', 'SR');
const word = fc.constantFrom('cérébral', 'CRANE', 'thorax', 'avc');
const minute = fc.integer({ min: 0, max: 1440 });
const conditions: fc.Arbitrary<RouteConditions> = fc.record({
  callingAeTitles: fc.uniqueArray(ae),
  modalities: fc.uniqueArray(modality),
  words: fc.uniqueArray(word),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
  hours: fc.option(fc.record({ from: minute, to: minute })),
});
const studies: fc.Arbitrary<RoutableStudy> = fc.record({
  callingAeTitle: ae,
  modalities: fc.uniqueArray(modality, { minLength: 1 }),
  description: fc.constantFrom('Scanner cérébral', 'IRM du crâne', 'Thorax', ''),
  receivedAt: fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2027-12-31T00:00:00Z'),
    noInvalidDate: true,
  }),
});

describe('the conditions of a route', () => {
  it('accept everything where none is given', () => {
    fc.assert(
      fc.property(studies, (each) => {
        expect(followsRoute(any, each)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('hold together: a study follows where it follows each of them alone', () => {
    fc.assert(
      fc.property(conditions, studies, (given, each) => {
        const { weekdays, hours, ...texts } = given;
        const alone = [
          { ...any, callingAeTitles: texts.callingAeTitles },
          { ...any, modalities: texts.modalities },
          { ...any, words: texts.words },
          { ...any, weekdays, hours },
        ];
        expect(followsRoute(given, each)).toBe(alone.every((one) => followsRoute(one, each)));
      }),
      { seed: 2 },
    );
  });

  it('let more through when a list that is not empty grows', () => {
    fc.assert(
      fc.property(conditions, studies, modality, ae, (given, each, extra, sender) => {
        if (given.modalities.length === 0 || given.callingAeTitles.length === 0) return;
        const wider = {
          ...given,
          modalities: [...given.modalities, extra],
          callingAeTitles: [...given.callingAeTitles, sender],
        };
        expect(!followsRoute(given, each) || followsRoute(wider, each)).toBe(true);
      }),
      { seed: 3 },
    );
  });

  it('part the day in two: hours, and the hours from their end to their beginning', () => {
    fc.assert(
      fc.property(minute, minute, studies, (from, to, each) => {
        if (from % 1440 === to % 1440) return;
        const inside = followsRoute({ ...any, hours: { from, to } }, each);
        const outside = followsRoute({ ...any, hours: { from: to, to: from } }, each);
        expect(inside).toBe(!outside);
      }),
      { seed: 4 },
    );
  });

  it('find words without accents or case, anywhere in the description', () => {
    expect(followsRoute({ ...any, words: ['cerebral'] }, study)).toBe(true);
    expect(followsRoute({ ...any, words: ['thorax', 'Sans Injection'] }, study)).toBe(true);
    expect(followsRoute({ ...any, words: ['thorax'] }, study)).toBe(false);
  });

  it('read the clock of Paris, in winter and in summer', () => {
    expect(localTime(study.receivedAt)).toEqual({ weekday: 5, minute: 14 * 60 + 2 });
    expect(localTime(new Date('2026-07-01T22:30:00Z'))).toEqual({ weekday: 4, minute: 30 });
  });

  it('count the small hours of a night to the day on which it began', () => {
    const night = { ...any, weekdays: [5], hours: { from: 20 * 60, to: 8 * 60 } };
    const at = (receivedAt: string) => followsRoute(night, { ...study, receivedAt: new Date(receivedAt) });
    expect(at('2026-11-20T20:00:00Z')).toBe(true);
    expect(at('2026-11-21T03:00:00Z')).toBe(true);
    expect(at('2026-11-20T03:00:00Z')).toBe(false);
    expect(at('2026-11-21T20:00:00Z')).toBe(false);
  });
});

describe('the destinations of a route', () => {
  const target = (peerId: string, aeTitle: string, structureId = 'cha'): RouteTarget => ({
    peerId,
    aeTitle,
    structureId,
    isActive: true,
  });
  const from = { callingAeTitle: 'CHA_CT1', structureId: 'cha' };

  it('are never where the study came from, ourselves, an inactive place, nor one place twice', () => {
    const chosen = allowedTargets(
      [
        target('1', 'CHA_CT1'),
        target('2', 'LIAISON'),
        target('3', 'CHA_PACS'),
        target('3', 'CHA_PACS'),
        { ...target('4', 'OFF'), isActive: false },
        target('5', 'CHA_CT1', 'chb'),
      ],
      from,
      'LIAISON',
    );
    expect(chosen.map(({ peerId }) => peerId)).toEqual(['3', '5']);
  });
});
