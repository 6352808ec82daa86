import { calendarDate, endpoint, instant, slice } from '@liaison/http/contract';
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
  /** When its images were purged, and the AE title of the PACS known to have them; null when they are here. */
  purged: z.object({ at: instant, archivedIn: z.string().nullable() }).nullable(),
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

export const listStudies = endpoint({
  method: 'GET',
  url: '/api/imaging/studies',
  privateQuery: ['search'],
  summary: 'Examens de ma structure et examens partagés avec moi, le dernier reçu d’abord.',
  query: slice.extend({
    /** Accent-insensitive words found in name, IPP, accession number or description. */
    search: z.string().max(100).optional(),
    modality: z.string().max(16).optional(),
    /** Only what arrived in these last hours. */
    hours: z.coerce
      .number()
      .int()
      .min(1)
      .max(24 * 366)
      .optional(),
    /** A refetch after a live hint, not the user's act: it leaves no row in the journal. */
    live: z.stringbool().default(false),
  }),
  reply: z.object({
    studies: z.array(studySummary),
    /** How many match in all, up to 1 000. */
    total: z.number().int(),
    /** True where more than `total` match. */
    isTotalCapped: z.boolean(),
    nextCursor: z.string().nullable(),
  }),
});

export const readStudy = endpoint({
  method: 'GET',
  url: '/api/imaging/studies/:studyId',
  summary: 'Un examen et l’avancement de sa réception.',
  params: z.object({ studyId: z.uuid() }),
  reply: studySummary,
});

/** Values per instance, in the order of `instances`; all lengths in mm, windows and slope in modality units (HU for CT). */
export const manifestInstance = z.object({
  SOPInstanceUID: uid,
  instanceNumber: z.number().int().nullable(),
  rows: z.number().int(),
  columns: z.number().int(),
  frames: z.number().int(),
  bitsAllocated: z.number().int(),
  bitsStored: z.number().int(),
  signed: z.boolean(),
  samplesPerPixel: z.number().int(),
  /** For colour: 0 pixel-interleaved, 1 plane after plane. */
  planarConfiguration: z.number().int(),
  photometricInterpretation: z.string(),
  rescaleSlope: z.number(),
  rescaleIntercept: z.number(),
  windowCenter: z.number().nullable(),
  windowWidth: z.number().nullable(),
  /** Row spacing then column spacing; null where the image says nothing about size. */
  pixelSpacing: z.tuple([z.number(), z.number()]).nullable(),
  /** `projected` (ImagerPixelSpacing): a measure on it is not calibrated. */
  spacingKind: z.enum(['calibrated', 'projected']).nullable(),
  imagePosition: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  imageOrientation: z.array(z.number()).length(6).nullable(),
  frameTimeMs: z.number().nullable(),
  transferSyntaxUID: uid,
  /**
   * Where each frame is fetched: `${framesUrl}/${n}`, n from 1, same origin. The reply is the frame's bytes as
   * `application/octet-stream; transfer-syntax=<UID>`: as received, or lossless HTJ2K where that is at hand and `Accept`
   * names it. `${framesUrl}/${n}/thumbnail` and `/preview` are JPEG pictures, not for reading an image.
   */
  framesUrl: z.string(),
});
export type ManifestInstance = z.infer<typeof manifestInstance>;

export const manifestSeries = z.object({
  SeriesInstanceUID: uid,
  modality: z.string(),
  description: z.string(),
  seriesNumber: z.number().int().nullable(),
  bodyPart: z.string(),
  /** Laterality tag where present: R, L or empty. */
  laterality: z.string(),
  /** The patient's name as this series carries it; a viewer warns when series differ. */
  patientName: z.string(),
  patientBirthDate: calendarDate.nullable(),
  /** True for the series to open first (server's choice, viewer.md 4.3). */
  isKey: z.boolean(),
  /** Why nothing of it can be drawn yet, in French; null when it can be shown. */
  notShownBecause: z.string().nullable(),
  /** Sorted along the slice axis, else by InstanceNumber. */
  instances: z.array(manifestInstance),
});
export type ManifestSeries = z.infer<typeof manifestSeries>;

export const manifest = z.object({
  study: studySummary,
  /** Grows with each catalogue batch; pass it back as `since`: 304 without a body where nothing changed. */
  version: z.number().int(),
  series: z.array(manifestSeries),
});
export type Manifest = z.infer<typeof manifest>;

/**
 * One call tells all that the viewer needs. Without `since` it is an opening, one row in the journal, which covers the
 * frames; with it, a refresh: no row, and 304 without a body where the version is still that one.
 */
export const readManifest = endpoint({
  method: 'GET',
  url: '/api/imaging/studies/:studyId/manifest',
  summary: 'Manifeste d’un examen pour le visualiseur : séries, géométrie, adresses des images.',
  params: z.object({ studyId: z.uuid() }),
  query: z.object({ since: z.coerce.number().int().optional() }),
  reply: manifest,
});

/** Values of a look-up table of colours (PS3.3 section C.7.9): `values[0]` is for `first` and all below it. */
const lookupTable = z.object({
  first: z.number().int(),
  /** Bits of an entry. */
  bits: z.number().int(),
  values: z.array(z.number().int()),
});

/** What a few images need besides the manifest before they can be drawn. */
export const imageTables = z.object({
  /** Whether 8-bit samples lie in words (VR OW), swapped in pairs where the transfer syntax is big endian. */
  isWords: z.boolean(),
  /** For PALETTE COLOR. */
  palette: z.object({ red: lookupTable, green: lookupTable, blue: lookupTable }).nullable(),
});
export type ImageTables = z.infer<typeof imageTables>;

export const readTables = endpoint({
  method: 'GET',
  url: '/api/imaging/studies/:studyId/instances/:sopInstanceUid/tables',
  summary: 'Tables de couleurs d’une image.',
  params: z.object({ studyId: z.uuid(), sopInstanceUid: uid }),
  reply: imageTables,
});
