import { calendarDate, instant } from '@liaison/http/contract';
import { z } from 'zod';

/** Dotted UID of PS3.5 section 9, at most 64 characters. */
export const uid = z.string().regex(/^[0-9.]{1,64}$/);

/**
 * How far the arrival of a study is. `expected`: asked of a PACS, no image yet; `stalled`: the sender left before the last
 * image was complete; `purged`: its images were here, and no longer are.
 */
export const arrival = z.enum(['expected', 'receiving', 'idle', 'stalled', 'purged']);

/** What is being brought of a study from a PACS, or could not be; null where nothing is awaited. */
export const awaiting = z.object({
  /** Name of the PACS. */
  source: z.string(),
  state: z.enum(['waiting', 'moving', 'failed']),
  /** Why not, in French; empty unless failed. */
  reason: z.string(),
  done: z.number().int(),
  total: z.number().int().nullable(),
});
export type Awaiting = z.infer<typeof awaiting>;

/** When the images of a study were purged, and the AE title of the PACS known to have them. */
export const purged = z.object({ at: instant, archivedIn: z.string().nullable() });
export type Purged = z.infer<typeof purged>;

/** Traits as the images carry them: a claim to compare, never the patient's identity. */
export const dicomTraits = z.object({
  patientName: z.string(),
  /** NOM DE NAISSANCE and prénoms, parted from PN (PS3.5 section 6.2.1.1). */
  familyName: z.string(),
  givenNames: z.string(),
  birthDate: calendarDate.nullable(),
  sex: z.enum(['M', 'F', 'O']).nullable(),
  patientId: z.string(),
  issuerOfPatientId: z.string(),
});

export type DicomTraits = z.infer<typeof dicomTraits>;

export const studySummary = z.object({
  id: z.uuid(),
  StudyInstanceUID: uid,
  accessionNumber: z.string(),
  description: z.string(),
  modalities: z.array(z.string()),
  /** Date of the study as the scanner said it, also where it said no time. */
  studyDate: calendarDate.nullable(),
  /** Acquisition time as the scanner said it, local to the hospital: `YYYY-MM-DDTHH:mm:ss`, or null. */
  studyAt: z.string().nullable(),
  traits: dicomTraits,
  /** Images complete and durable so far. */
  imageCount: z.number().int(),
  seriesCount: z.number().int(),
  /** How many the PACS told that there are; null where it was not asked. */
  expectedCount: z.number().int().nullable(),
  arrival,
  awaiting: awaiting.nullable(),
  /** Null when its images are here, or come. */
  purged: purged.nullable(),
  firstReceivedAt: instant,
  lastReceivedAt: instant,
  /** What sent it, and the structure to which that peer is bound. */
  callingAeTitle: z.string(),
  structureId: z.uuid(),
  structureName: z.string(),
  /** Images set aside because their UID was already taken by other content; a warning when above 0. */
  quarantinedCount: z.number().int(),
});
export type StudySummary = z.infer<typeof studySummary>;
