import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchAll, matchStudy, singleExact, type Offered, type Wanted } from './match-study.ts';

const wanted: Wanted = {
  accessionNumber: 'A2026-17',
  ipp: '4512',
  ippIssuer: 'CHA',
  birthName: 'Lefèvre',
  birthGivenNames: 'Élodie Marie',
  birthDate: '1955-03-02',
};
const offered: Offered = {
  accessionNumber: '',
  patientId: '',
  issuerOfPatientId: '',
  familyName: '',
  givenNames: '',
  birthDate: null,
};

describe('matchStudy', () => {
  it.each([
    ['accession-number', { accessionNumber: 'A2026-17 ' }],
    ['ipp-and-issuer', { patientId: '4512', issuerOfPatientId: 'CHA' }],
    ['ipp', { patientId: '4512' }],
    ['ipp', { patientId: '4512', issuerOfPatientId: 'CHB' }],
    ['name-and-birth-date', { familyName: 'LEFEVRE', givenNames: 'ELODIE', birthDate: '1955-03-02' }],
    [null, { familyName: 'LEFEVRE', givenNames: 'ELODIE', birthDate: null }],
    [null, { familyName: 'LEFEVRE', givenNames: 'MARIE', birthDate: '1955-03-02' }],
    [null, { patientId: '4512', issuerOfPatientId: 'CHA', birthDate: '1956-03-02' }],
    [null, {}],
  ] as const)('says %s', (reason, given) => {
    expect(matchStudy(wanted, { ...offered, ...given })).toBe(reason);
  });

  it('takes nothing that is empty on both sides for the same', () => {
    const nobody: Wanted = {
      accessionNumber: '',
      ipp: ' ',
      ippIssuer: '',
      birthName: '',
      birthGivenNames: '',
      birthDate: null,
    };
    expect(matchStudy(nobody, { ...offered, patientId: ' ' })).toBeNull();
  });
});

describe('singleExact', () => {
  const byAccession = { ...offered, accessionNumber: 'A2026-17' };
  const byIpp = { ...offered, patientId: '4512' };

  it('attaches the single exact match, whatever weaker ones there are', () => {
    expect(singleExact(matchAll(wanted, [byIpp, byAccession]))).toBe(byAccession);
  });

  it('asks when two are as exact, and when none is', () => {
    expect(singleExact(matchAll(wanted, [byAccession, { ...byAccession }]))).toBeNull();
    expect(singleExact(matchAll(wanted, [byIpp]))).toBeNull();
    expect(singleExact([])).toBeNull();
  });

  it('never takes a study whose birth date contradicts the dossier', () => {
    const dates = fc.constantFrom(null, '1955-03-02', '1956-03-02');
    const texts = fc.constantFrom('', 'A2026-17', '4512', 'CHA');
    const study = fc.record({
      accessionNumber: texts,
      patientId: texts,
      issuerOfPatientId: texts,
      familyName: texts,
      givenNames: texts,
      birthDate: dates,
    });
    const contradicts = (studies: readonly Offered[]) =>
      singleExact(matchAll(wanted, studies))?.birthDate === '1956-03-02';
    const found = fc.check(
      fc.property(fc.array(study, { maxLength: 5 }), (studies) => !contradicts(studies)),
    );
    expect(found.counterexample).toBeNull();
  });
});
