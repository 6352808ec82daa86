import { describe, expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { mergeDrafts } from './merge-drafts.ts';

const base: Draft = {
  patient: {
    isUnknown: false,
    birthName: '',
    birthGivenNames: '',
    birthDate: null,
    sex: null,
    birthPlaceCode: '',
    ipp: '',
    source: {},
  },
  answers: { question: 'Avis ?', weight: 70 },
  recipients: [],
  studyIds: [],
};

describe('mergeDrafts', () => {
  it('keeps what was typed here and what was saved elsewhere in other fields', () => {
    const mine = { ...base, answers: { question: 'Thrombolyse ?', weight: 70 } };
    const theirs = { ...base, patient: { ...base.patient, birthName: 'LEFEVRE' }, studyIds: ['s1'] };
    expect(mergeDrafts(base, mine, theirs)).toEqual({
      ...base,
      patient: { ...base.patient, birthName: 'LEFEVRE' },
      answers: { question: 'Thrombolyse ?', weight: 70 },
      studyIds: ['s1'],
    });
  });

  it('keeps an answer emptied here, and one emptied elsewhere', () => {
    const emptied = { ...base, answers: { question: 'Avis ?' } };
    expect(mergeDrafts(base, emptied, base)?.answers).toEqual({ question: 'Avis ?' });
    expect(mergeDrafts(base, base, emptied)?.answers).toEqual({ question: 'Avis ?' });
  });

  it('gives up when the same field was changed on both sides', () => {
    const mine = { ...base, answers: { question: 'A', weight: 70 } };
    const theirs = { ...base, answers: { question: 'B', weight: 70 } };
    expect(mergeDrafts(base, mine, theirs)).toBeNull();
  });

  it('takes a change made alike on both sides as one', () => {
    const same = { ...base, answers: { question: 'A' } };
    expect(mergeDrafts(base, same, same)).toEqual(same);
  });
});
