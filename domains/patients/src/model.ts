import { differencesOf, type ImageTraits } from './compare-identity.ts';
import type { ComparedField, PatientLine, PatientTraits } from './contract.ts';
import { identityNotGiven } from './fr.ts';

/** A patient as one dossier knows him. */
export type Patient = { readonly id: string; readonly alias: string | null; readonly traits: PatientTraits };

export const noTraits: PatientTraits = {
  isUnknown: false,
  birthName: '',
  birthGivenNames: '',
  birthDate: null,
  sex: null,
  birthPlaceCode: '',
  ipp: '',
  source: {},
};

/** How screens and reports name him; an unknown patient by his alias, whatever was typed before. */
export function patientLineOf(patient: Pick<Patient, 'alias' | 'traits'>): PatientLine {
  const { traits, alias } = patient;
  const name = [traits.birthName.toLocaleUpperCase('fr'), traits.birthGivenNames].filter(Boolean).join(' ');
  const displayName = traits.isUnknown && alias ? alias : name || identityNotGiven;
  return { displayName, birthDate: traits.birthDate, sex: traits.sex };
}

/**
 * Copies into empty fields what the images say, as provisional. Nothing is copied when a filled field differs from the
 * images, for two persons must never mix into one identity, nor onto a patient declared unknown.
 */
export function fillFromImages(traits: PatientTraits, images: ImageTraits): PatientTraits {
  if (traits.isUnknown || differencesOf(traits, images).length > 0) return traits;
  const offered = {
    birthName: images.familyName.trim().slice(0, 100),
    birthGivenNames: images.givenNames.trim().slice(0, 100),
    birthDate: images.birthDate,
    // "O" (other) of PS3.3 C.7.1.1 says nothing that RNIV's "I" (indéterminé) means.
    sex: images.sex === 'O' ? null : images.sex,
    ipp: images.patientId.trim().slice(0, 64),
  };
  const copied = comparedFields.filter((field) => !traits[field] && offered[field]);
  const source = Object.fromEntries(copied.map((field) => [field, 'dicom' as const]));
  const values = Object.fromEntries(copied.map((field) => [field, offered[field]]));
  return { ...traits, ...values, source: { ...traits.source, ...source } };
}

/**
 * The sources that hold for what an author sends: 'dicom' only for a value that was copied from images and is
 * unchanged, 'saisie' for any other filled field.
 */
export function withTrueSources(before: PatientTraits, sent: PatientTraits): PatientTraits {
  const filled = comparedFields.filter((field) => sent[field]);
  const source = filled.map((field) => {
    const isCopied = before.source[field] === 'dicom' && before[field] === sent[field];
    return [field, isCopied ? 'dicom' : 'saisie'] as const;
  });
  return { ...sent, source: Object.fromEntries(source) };
}

export const comparedFields: readonly ComparedField[] = [
  'birthName',
  'birthGivenNames',
  'birthDate',
  'sex',
  'ipp',
];
