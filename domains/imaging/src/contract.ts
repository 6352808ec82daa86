import { calendarDate, endpoint, slice } from '@liaison/http/contract';
import { z } from 'zod';
import { studySummary, uid } from './study/study-summary.ts';

export * from './study/imaging-line.ts';
export * from './study/study-summary.ts';

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
