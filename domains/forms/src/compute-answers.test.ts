import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeAnswers, suggestedScore } from './compute-answers.ts';
import { nihss } from './definitions/nihss.ts';
import { avcRequestV1 } from './definitions/avc-request-v1.ts';
import { anyAnswers, sampleAvcRequest } from './testing.ts';

fc.configureGlobal({ seed: 20261120 });

const form = avcRequestV1;
const at = new Date('2026-11-20T14:00:00.000Z');

const delay = (needle: string) =>
  computeAnswers(form, { 'hospital-arrival': '2026-11-20T13:00:00.000Z', needle }, at)['door-to-needle'];

describe('computeAnswers', () => {
  it('sums the NIHSS from 0 to 42, "NT" counting 0', () => {
    fc.assert(
      fc.property(anyAnswers(form), (answers) => {
        const score = computeAnswers(form, answers, at).nihss;
        if (score?.kind !== 'score') return;
        const given = Object.entries(answers.nihss ?? {});
        expect(score.total).toBe(
          given.reduce((sum, [, value]) => sum + (value === 'NT' ? 0 : Number(value)), 0),
        );
        expect(score.total).toBeGreaterThanOrEqual(0);
        expect(score.total).toBeLessThanOrEqual(42);
        expect(score.notTestable.length).toBe(given.filter(([, value]) => value === 'NT').length);
        expect(score.examined).toBe(given.length);
      }),
    );
  });

  it('gives a delay the sign of the order of its instants', () => {
    const instant = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2027-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, instant, (from, to) => {
        const computed = computeAnswers(
          form,
          { 'hospital-arrival': from.toISOString(), needle: to.toISOString() },
          at,
        )['door-to-needle'];
        const sign = computed?.kind === 'delay' ? Math.sign(computed.minutes) : null;
        const apart = Math.abs(to.getTime() - from.getTime()) >= 60_000;
        expect(sign).toBe(apart ? Math.sign(to.getTime() - from.getTime()) : 0);
      }),
    );
  });

  it('compares a delay with its target, except when the instants are in the wrong order', () => {
    expect(delay('2026-11-20T14:00:00.000Z')).toMatchObject({
      minutes: 60,
      targetMinutes: 60,
      withinTarget: true,
    });
    expect(delay('2026-11-20T14:01:00.000Z')).toMatchObject({ minutes: 61, withinTarget: false });
    expect(delay('2026-11-20T12:00:00.000Z')).toMatchObject({ minutes: -60, withinTarget: null });
    expect(delay('unknown')).toBeUndefined();
  });

  it('counts 4 h 30 from "dernière fois vu bien"', () => {
    const computed = computeAnswers(form, { 'last-seen-well': '2026-11-20T12:10:00.000Z' }, at);
    expect(computed['treatment-deadline']).toEqual({
      kind: 'countdown',
      deadline: '2026-11-20T16:40:00.000Z',
      remainingMinutes: 160,
    });
  });

  it('starts no countdown from an unknown hour, nor from the hour of the symptoms', () => {
    const unknown = {
      'last-seen-well': 'unknown',
      'onset-mode': 'witnessed',
      'symptom-onset': '2026-11-20T12:10:00.000Z',
    };
    expect(computeAnswers(form, unknown, at)['treatment-deadline']).toBeUndefined();
    expect(computeAnswers(form, {}, at)).toEqual({});
  });

  it('counts ASPECTS down from 10, and says nothing when no region was looked at', () => {
    expect(
      computeAnswers(form, { 'aspects-regions': ['insula', 'm1', 'm2'] }, at)['aspects-regions'],
    ).toMatchObject({ total: 7 });
    expect(computeAnswers(form, { 'aspects-regions': ['none'] }, at)['aspects-regions']).toMatchObject({
      total: 10,
    });
    expect(computeAnswers(form, {}, at)['aspects-regions']).toBeUndefined();
  });

  it('ignores an answer whose field is no longer drawn', () => {
    const hidden = {
      'onset-mode': 'on-waking',
      'symptom-onset': '2026-11-20T12:00:00.000Z',
      'hospital-arrival': '2026-11-20T13:00:00.000Z',
    };
    expect(computeAnswers(form, hidden, at)['onset-to-door']).toBeUndefined();
    const shown = computeAnswers(form, { ...hidden, 'onset-mode': 'witnessed' }, at);
    expect(shown['onset-to-door']).toMatchObject({ minutes: 60 });
  });

  it('counts the sample request', () => {
    expect(computeAnswers(form, sampleAvcRequest, at).nihss).toEqual({
      kind: 'score',
      total: 14,
      max: 42,
      notTestable: ['6b'],
      examined: 15,
      itemCount: 15,
    });
  });
});

describe('suggestedScore', () => {
  const score = nihss('nihss', 'NIHSS');

  it('offers the values of a coma for the items not yet examined, and never the oculomotricity', () => {
    const offered = suggestedScore(score, { '1a': 3, '9': 2 });
    expect(offered).toMatchObject({ '1b': 2, '5a': 4, '11': 2 });
    expect(offered).not.toHaveProperty('9');
    expect(offered).not.toHaveProperty('2');
  });

  it('offers nothing to a patient who is not in a coma', () => {
    expect(suggestedScore(score, { '1a': 2 })).toBeNull();
    expect(suggestedScore(score, {})).toBeNull();
  });
});
