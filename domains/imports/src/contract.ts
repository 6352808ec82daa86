import { endpoint, instant } from '@liaison/http/contract';
import { studySummary, uid } from '@liaison/imaging/contract';
import { z } from 'zod';

export * from './pieces.ts';

/** Most files of one import: twenty CDs of thin slices. */
export const maxFiles = 200_000;
/** Most studies of one import. */
export const maxStudies = 500;

/** `open`: files are awaited · `done`: its owner ended it · `cancelled`: what had arrived stays. */
export const importState = z.enum(['open', 'done', 'cancelled']);

/**
 * Why a file was not taken, for good. `not-dicom`, `no-identifiers` (a UID is missing or is none), `dicomdir`,
 * `unreadable` (its encoding is broken), `transfer-syntax` (one that is not stored here), `too-long`.
 */
export const refusalCode = z.enum([
  'not-dicom',
  'no-identifiers',
  'dicomdir',
  'unreadable',
  'transfer-syntax',
  'too-long',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

/** The import as its owner sees it. Positions are those of the files in the list that `sourceDigest` digests. */
export const importView = z.object({
  id: z.uuid(),
  state: importState,
  sourceDigest: z.string(),
  fileCount: z.number().int(),
  byteCount: z.number().int(),
  storedCount: z.number().int(),
  storedBytes: z.number().int(),
  refusals: z.array(z.object({ code: refusalCode, count: z.number().int() })),
  startedAt: instant,
  lastAt: instant,
  endedAt: instant.nullable(),
  /** One for each study announced; `study` once its first image is in the catalogue. */
  studies: z.array(
    z.object({
      StudyInstanceUID: uid,
      expectedCount: z.number().int(),
      study: studySummary.nullable(),
    }),
  ),
});
export type ImportView = z.infer<typeof importView>;

/** Inclusive ranges of positions, in order: [first, last]. */
const ranges = z.array(z.tuple([z.number().int(), z.number().int()]));
const position = z
  .number()
  .int()
  .min(0)
  .max(maxFiles - 1);

export const startImport = endpoint({
  method: 'POST',
  url: '/api/imports',
  summary: 'Commence un import, ou reprend celui, inachevé, des mêmes fichiers.',
  body: z.object({
    source: z.enum(['folder', 'files', 'zip', 'iso']),
    /** SHA-256, in hexadecimal, of the list of files: what tells that the same ones were chosen again. */
    sourceDigest: z.string().regex(/^[0-9a-f]{64}$/),
    /** Files in that list; some of them may be left out. */
    fileCount: z.number().int().min(1).max(maxFiles),
    /** Bytes of those that are to be sent, and of those among them that are here already. */
    byteCount: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    /** Positions that are not to be sent now: what an earlier choice brought of them counts beside `byteCount`. */
    leftOut: z
      .array(z.tuple([position, position]).refine(([first, last]) => first <= last))
      .max(maxFiles)
      .default([]),
    studies: z
      .array(z.object({ StudyInstanceUID: uid, expectedCount: z.number().int().min(1).max(maxFiles) }))
      .min(1)
      .max(maxStudies),
  }),
  reply: z.object({
    import: importView,
    /** True where it goes on from before. */
    isResumed: z.boolean(),
    /** Positions that need not be sent: stored, or refused for good. */
    settled: ranges,
    /** Of long files that were cut: how much of each is here. */
    partial: z.array(z.object({ position: z.number().int(), receivedBytes: z.number().int() })),
  }),
});

/**
 * What became of the files of a body, sent as described in pieces.ts. `stored`: on the disk, acknowledged · `refused`:
 * for good · `partial`: go on at `receivedBytes` · `damaged`: other bytes than digested, send again · `put-off`: the
 * disk takes nothing for now.
 */
export const pieceResult = z.object({
  position: z.number().int(),
  state: z.enum(['stored', 'refused', 'partial', 'damaged', 'put-off']),
  code: refusalCode.nullable(),
  receivedBytes: z.number().int(),
});
export type PieceResult = z.infer<typeof pieceResult>;

/** The upload is no endpoint of JSON: POST this address with `piecesContentType`. */
export const piecesUrl = (importId: string) => `/api/imports/${importId}/pieces`;
export const piecesReply = z.object({ results: z.array(pieceResult) });

const importParams = z.object({ importId: z.uuid() });

export const readImport = endpoint({
  method: 'GET',
  url: '/api/imports/:importId',
  summary: 'Un de mes imports : ce qui est arrivé, ce qui a été refusé, les examens.',
  params: importParams,
  reply: importView,
});

export const listImports = endpoint({
  method: 'GET',
  url: '/api/imports',
  summary: 'Mes imports des dernières semaines, le plus récent d’abord.',
  reply: z.object({ imports: z.array(importView) }),
});

export const endImport = endpoint({
  method: 'POST',
  url: '/api/imports/:importId/end',
  summary: 'Termine ou annule un import ; ce qui est arrivé reste.',
  params: importParams,
  body: z.object({ as: z.enum(['done', 'cancelled']) }),
  reply: importView,
});

/** Which of these studies I can already see on the platform. */
export const findKnownStudies = endpoint({
  method: 'POST',
  url: '/api/imports/known-studies',
  summary: 'Parmi ces examens, ceux que je vois déjà sur la plateforme.',
  body: z.object({ StudyInstanceUIDs: z.array(uid).min(1).max(maxStudies) }),
  reply: z.object({ studies: z.array(studySummary) }),
});
