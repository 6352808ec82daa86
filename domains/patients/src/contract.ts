import { calendarDate, text } from '@liaison/http/contract';
import { z } from 'zod';

/** Where a trait comes from: typed by the author, or copied from the images and then provisional. */
export const traitSource = z.enum(['saisie', 'dicom']);

/** The traits that images carry too, and that are compared with them. */
export const comparedField = z.enum(['birthName', 'birthGivenNames', 'birthDate', 'sex', 'ipp']);
export type ComparedField = z.infer<typeof comparedField>;

/** Strict traits (RNIV). All may be empty: an emergency never waits for an identity. */
export const patientTraits = z.object({
  /** True for "patient inconnu": shown by an alias such as INCONNU-20261120-1. */
  isUnknown: z.boolean(),
  birthName: text(100),
  birthGivenNames: text(100),
  birthDate: calendarDate.nullable(),
  sex: z.enum(['M', 'F', 'I']).nullable(),
  /** COG code of the birth place (INSEE), five characters. */
  birthPlaceCode: z.string().regex(/^([0-9AB]{5})?$/),
  /** IPP of the requesting structure. */
  ipp: text(64),
  source: z.partialRecord(comparedField, traitSource),
});
export type PatientTraits = z.infer<typeof patientTraits>;

/** A difference between the dossier's traits and the images': shown field by field, never blocking (CCTP 3.1.2.4.3). */
export const identityDifference = z.object({
  studyId: z.uuid(),
  field: comparedField,
  inDossier: z.string(),
  inImages: z.string(),
});
export type IdentityDifference = z.infer<typeof identityDifference>;

/** How a list names a patient. */
export const patientLine = z.object({
  /** "LEFÈVRE Élodie", or the alias of an unknown patient. */
  displayName: z.string(),
  birthDate: calendarDate.nullable(),
  sex: z.enum(['M', 'F', 'I']).nullable(),
});
export type PatientLine = z.infer<typeof patientLine>;
