import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesOf, type ImageTraits } from './compare-identity.ts';
import type { PatientTraits } from './contract.ts';
import { comparedFields, fillFromImages, noTraits, patientLineOf, withTrueSources } from './model.ts';

const elodie: PatientTraits = {
  ...noTraits,
  birthName: 'Lefèvre-D’Œuvre',
  birthGivenNames: 'Élodie Anne',
  birthDate: '1955-03-02',
  sex: 'F',
  ipp: 'a12-3',
};
const images: ImageTraits = {
  familyName: 'LEFEVRE D OEUVRE',
  givenNames: 'ELODIE-ANNE',
  birthDate: '1955-03-02',
  sex: 'F',
  patientId: 'A12 3',
};

const anyImages: fc.Arbitrary<ImageTraits> = fc.record({
  familyName: fc.constantFrom('', 'MARTIN', 'LEFEVRE'),
  givenNames: fc.constantFrom('', 'PAUL', 'ELODIE'),
  birthDate: fc.constantFrom(null, '1955-03-02', '1960-01-01'),
  sex: fc.constantFrom(null, 'M', 'F', 'O'),
  patientId: fc.constantFrom('', '1', '2'),
});
const anyTraits: fc.Arbitrary<PatientTraits> = fc.record({
  isUnknown: fc.boolean(),
  birthName: fc.constantFrom('', 'Martin', 'Lefèvre'),
  birthGivenNames: fc.constantFrom('', 'Paul', 'Élodie'),
  birthDate: fc.constantFrom(null, '1955-03-02', '1960-01-01'),
  sex: fc.constantFrom(null, 'M', 'F', 'I'),
  birthPlaceCode: fc.constantFrom('', '2A004'),
  ipp: fc.constantFrom('', '1', '2'),
  source: fc.constant({}),
});

describe('identity', () => {
  it('takes bare capitals, hyphens, apostrophes and ligatures for the same name', () => {
    expect(differencesOf(elodie, images)).toEqual([]);
  });

  it('tells each field that differs, and no field on which one side is silent', () => {
    const other = {
      ...images,
      familyName: 'LEFORT',
      birthDate: '1955-02-03',
      givenNames: '',
      sex: 'M' as const,
    };
    expect(differencesOf(elodie, other)).toEqual([
      { field: 'birthName', inDossier: 'Lefèvre-D’Œuvre', inImages: 'LEFORT' },
      { field: 'birthDate', inDossier: '1955-03-02', inImages: '1955-02-03' },
      { field: 'sex', inDossier: 'F', inImages: 'M' },
    ]);
  });

  it('copies traits into an empty identity and marks them as coming from the images', () => {
    const filled = fillFromImages(noTraits, images);
    expect(filled).toMatchObject({ birthName: 'LEFEVRE D OEUVRE', birthDate: '1955-03-02', ipp: 'A12 3' });
    expect(Object.values(filled.source)).toEqual(['dicom', 'dicom', 'dicom', 'dicom', 'dicom']);
  });

  it('never changes a filled field, and never adds a trait of images that differ', () => {
    fc.assert(
      fc.property(anyTraits, anyImages, (traits, from) => {
        const filled = fillFromImages(traits, from);
        const overwritten = comparedFields.filter(
          (field) => traits[field] && filled[field] !== traits[field],
        );
        const mustStay = traits.isUnknown || differencesOf(traits, from).length > 0;
        expect(overwritten).toEqual([]);
        expect(filled).toEqual(mustStay ? traits : filled);
      }),
    );
  });

  it('calls a value typed over a copied one typed', () => {
    const copied = fillFromImages(noTraits, images);
    const sent = withTrueSources(copied, {
      ...copied,
      birthName: 'Lefèvre',
      source: { birthName: 'dicom', birthDate: 'dicom' },
    });
    expect(sent.source).toMatchObject({ birthName: 'saisie', birthDate: 'dicom' });
  });

  it('names an unknown patient by his alias only', () => {
    const line = patientLineOf({ alias: 'INCONNU-20261120-1', traits: { ...elodie, isUnknown: true } });
    expect(line.displayName).toBe('INCONNU-20261120-1');
    expect(patientLineOf({ alias: null, traits: elodie }).displayName).toBe('LEFÈVRE-D’ŒUVRE Élodie Anne');
  });
});
