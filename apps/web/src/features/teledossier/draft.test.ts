import type { PatientTraits } from '@liaison/teledossier/contract';
import { describe, expect, it } from 'vitest';
import { bodyOf, filledFrom, withRecipient, withTrait, withoutRecipient } from './draft.ts';

const patient: PatientTraits = {
  isUnknown: false,
  birthName: 'LEFEVRE',
  birthGivenNames: '',
  birthDate: '1957-03-02',
  sex: null,
  birthPlaceCode: '',
  ipp: '',
  source: { birthName: 'dicom', birthDate: 'dicom' },
};
const unv = {
  kind: 'community' as const,
  id: '019a0000-0000-7000-8000-000000000001',
  label: 'UNV',
  detail: 'CHU de Valmont',
  structureName: 'CHU de Valmont',
};
const draft = { patient, answers: { question: 'Thrombolyse ?' }, recipients: [], studyIds: ['s1'] };

describe('withTrait', () => {
  it('marks a typed trait as typed and leaves the others as read in the images', () => {
    const typed = withTrait(patient, 'birthName', 'LEFÈVRE');
    expect(typed.birthName).toBe('LEFÈVRE');
    expect(typed.source).toEqual({ birthName: 'saisie', birthDate: 'dicom' });
  });

  it('forgets the source of an emptied trait', () => {
    expect(withTrait(patient, 'birthDate', null).source).toEqual({ birthName: 'dicom' });
  });
});

describe('recipients', () => {
  it('are added once and removed by kind and id', () => {
    const once = withRecipient(withRecipient(draft, unv), unv);
    expect(once.recipients).toEqual([unv]);
    expect(withoutRecipient(once, { ...unv, label: 'renamed' }).recipients).toEqual([]);
    expect(withoutRecipient(once, { ...unv, kind: 'professional' }).recipients).toEqual([unv]);
  });
});

it('bodyOf sends identifiers and the revision it started from', () => {
  expect(bodyOf(withRecipient(draft, unv), 7)).toEqual({
    revision: 7,
    patient,
    answers: { question: 'Thrombolyse ?' },
    recipients: [{ kind: 'community', id: unv.id }],
    studyIds: ['s1'],
  });
});

it('bodyOf leaves out a place code that is still being typed', () => {
  const typing = { ...draft, patient: { ...patient, birthPlaceCode: '750' } };
  expect(bodyOf(typing, 1).patient.birthPlaceCode).toBe('');
  const typed = { ...draft, patient: { ...patient, birthPlaceCode: '2A004' } };
  expect(bodyOf(typed, 1).patient.birthPlaceCode).toBe('2A004');
});

it('filledFrom takes what the images say for empty traits, and never touches a typed one', () => {
  const typed: PatientTraits = {
    ...patient,
    birthName: 'DE ',
    birthDate: null,
    source: { birthName: 'saisie' },
  };
  const kept: PatientTraits = {
    ...patient,
    birthName: 'DE',
    source: { birthName: 'saisie', birthDate: 'dicom' },
  };
  const filled = filledFrom(typed, kept);
  expect(filled.birthName).toBe('DE ');
  expect(filled.birthDate).toBe('1957-03-02');
  expect(filled.source).toEqual({ birthName: 'saisie', birthDate: 'dicom' });
  expect(filledFrom(typed, typed)).toBe(typed);
});
