import { expect, it } from 'vitest';

import { missingIn, toCoercion, unchanged } from './use-send.ts';

it('changes nothing unless it was asked to, whatever was typed before', () => {
  expect(toCoercion({ ...unchanged, patientId: '123' })).toBeNull();
  expect(missingIn(unchanged)).toBeNull();
});

it('sends an issuer only with the identifier that it qualifies', () => {
  const typed = { ...unchanged, isChanged: true, issuerOfPatientId: 'CHU', accessionNumber: ' A1 ' };
  expect(toCoercion(typed)).toEqual({
    patientId: null,
    issuerOfPatientId: null,
    accessionNumber: 'A1',
    traits: null,
  });
});

it('holds back a change of traits until somebody says that it is the same patient', () => {
  const traits = { familyName: 'TEST', givenNames: 'Anne', birthDate: null, sex: null };
  const asked = { ...unchanged, isChanged: true, traits };
  expect(missingIn(asked)).toContain('même patient');
  expect(missingIn({ ...asked, isSamePatient: true })).toBeNull();
  expect(missingIn({ ...unchanged, isChanged: true })).toContain('sans rien changer');
});
