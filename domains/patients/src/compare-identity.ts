import type { ComparedField, PatientTraits } from './contract.ts';

/** Traits as the images carry them: a claim to compare, never the patient's identity. Empty when absent. */
export type ImageTraits = {
  readonly familyName: string;
  readonly givenNames: string;
  readonly birthDate: string | null;
  readonly sex: 'M' | 'F' | 'O' | null;
  readonly patientId: string;
};

export type TraitDifference = { field: ComparedField; inDossier: string; inImages: string };

/**
 * Field by field, what both sides give and give differently. Accents, case, hyphens, apostrophes and spaces do not
 * count: DICOM names are often written in bare capitals. A side that is silent differs from nothing.
 */
export function differencesOf(traits: PatientTraits, images: ImageTraits): TraitDifference[] {
  // An unknown patient has no identity to differ from.
  if (traits.isUnknown) return [];
  const pairs: readonly TraitDifference[] = [
    { field: 'birthName', inDossier: traits.birthName, inImages: images.familyName },
    { field: 'birthGivenNames', inDossier: traits.birthGivenNames, inImages: images.givenNames },
    { field: 'birthDate', inDossier: traits.birthDate ?? '', inImages: images.birthDate ?? '' },
    { field: 'sex', inDossier: traits.sex ?? '', inImages: images.sex === 'O' ? 'I' : (images.sex ?? '') },
    { field: 'ipp', inDossier: traits.ipp, inImages: images.patientId },
  ];
  return pairs.filter(({ inDossier, inImages }) => {
    const [ours, theirs] = [foldName(inDossier), foldName(inImages)];
    return ours !== '' && theirs !== '' && ours !== theirs;
  });
}

/** Bare capitals: no accent, ligatures undone, any run of other signs as one space. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[œŒ]/g, 'OE')
    .replaceAll(/[æÆ]/g, 'AE')
    .toLocaleUpperCase('fr')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
