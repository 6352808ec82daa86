import { describe, expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { asksTheSame, mergeDrafts } from './merge-drafts.ts';

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

  it('sees no change where the fields of an object are only in another order', () => {
    const patient = { ...base.patient, source: { ipp: 'dicom', birthName: 'dicom' } } as const;
    const inOtherOrder = { ...patient, source: { birthName: 'dicom', ipp: 'dicom' } } as const;
    const mine = { ...base, patient: { ...patient, source: { ...patient.source, ipp: 'saisie' } } } as const;
    const merged = mergeDrafts({ ...base, patient }, mine, { ...base, patient: inOtherOrder });
    expect(merged?.patient.source).toEqual({ ipp: 'saisie', birthName: 'dicom' });
  });
});

describe('asksTheSame', () => {
  const filled = (fields: Partial<Draft['patient']>): Draft => ({
    ...base,
    patient: { ...base.patient, ...fields },
  });
  const unv = {
    kind: 'community' as const,
    id: '0198a000-0000-7000-8000-000000000001',
    label: 'UNV',
    detail: '',
    structureName: 'CHU',
  };
  const named = filled({ birthName: 'LEFEVRE', source: { birthName: 'dicom' } });

  it('lets the exams give traits that were empty', () => {
    expect(asksTheSame(base, base)).toBe(true);
    expect(asksTheSame(base, named)).toBe(true);
    expect(
      asksTheSame(
        named,
        filled({ birthName: 'LEFEVRE', ipp: '4', source: { ipp: 'dicom', birthName: 'dicom' } }),
      ),
    ).toBe(true);
  });

  it('sees no difference in the order of addressees and exams', () => {
    const crh = { ...unv, id: '0198a000-0000-7000-8000-000000000002' };
    const read = { ...base, recipients: [unv, crh], studyIds: ['s1', 's2'] };
    expect(asksTheSame(read, { ...base, recipients: [crh, unv], studyIds: ['s2', 's1'] })).toBe(true);
  });

  it.each([
    ['another patient', named, filled({ birthName: 'DURAND', source: { birthName: 'dicom' } })],
    ['a name typed elsewhere', base, filled({ birthName: 'LEFEVRE', source: { birthName: 'saisie' } })],
    ['a name taken away', named, base],
    ['another place of birth', base, filled({ birthPlaceCode: '75056' })],
    ['another exam', base, { ...base, studyIds: ['s1'] }],
    ['another answer', base, { ...base, answers: { question: 'Avis ?', weight: 71 } }],
    ['no addressee', { ...base, recipients: [unv] }, base],
  ] as const)('does not for %s', (_what, read, now) => {
    expect(asksTheSame(read, now)).toBe(false);
  });
});
