/** What the authority publishes, and how it is sent to be published. */
import { calendarDate, endpoint, instant } from '@liaison/http/contract';
import { z } from 'zod';
import { base } from './base-url.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const bundleKinds = ['nomenclature', 'ruleset', 'xsd', 'trust'] as const;
export const codeSystems = ['CLADIMED', 'LPPR', 'UCD', 'CIP', 'ATC', 'TVA', 'UNITE'] as const;

export const publishedBundle = z.object({
  bundleId: z.string(),
  kind: z.enum(bundleKinds),
  version: z.number().int(),
  /** What a report names: `2026-12` for a code list, else the number. */
  label: z.string(),
  publishedAt: instant,
  publishedBy: z.string(),
  effectiveFrom: instant,
  effectiveTo: instant.nullable(),
  minController: z.string().nullable(),
  sha256,
  bytes: z.number().int(),
  deltaBytes: z.number().int().nullable(),
  fileCount: z.number().int(),
  /** `coming` until its day, `superseded` once a later version has begun. */
  state: z.enum(['coming', 'inForce', 'superseded']),
  /** Subscribers that have it, of those that are in order. */
  installedBy: z.number().int(),
});
export type PublishedBundle = z.infer<typeof publishedBundle>;

export const listBundles = endpoint({
  method: 'GET',
  url: `${base}/bundles`,
  summary: 'Les lots publiés, le dernier d’abord.',
  reply: z.object({ bundles: z.array(publishedBundle) }),
});

const bundleId = z.string().regex(/^[a-z0-9-]{1,60}$/);
/** The first day on which it counts, in France. */
const day = calendarDate;

/**
 * Sent with the file as the body, whatever its type (`nomenclaturesUrl`): CSV or NDJSON in UTF-8, columns
 * `code;libelle;debut;fin;remplace_par;tva;tarif`. `content`: the whole list, or only the codes that change.
 * `trial`: says what would be published, and publishes nothing.
 */
export const publishNomenclatureQuery = z.object({
  system: z.enum(codeSystems),
  label: z
    .string()
    .regex(/^[\w.-]{1,40}$/)
    .optional(),
  effectiveFrom: day,
  content: z.enum(['whole', 'changes']),
  trial: z.enum(['true', 'false']).default('false'),
});
export const nomenclaturesUrl = `${base}/nomenclatures`;

export const publishedNomenclature = z.object({
  /** What is, or would be, published. */
  bundleId: z.string(),
  version: z.number().int(),
  rowCount: z.number().int(),
  changes: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    ended: z.number().int(),
    removed: z.number().int(),
  }),
  isPublished: z.boolean(),
  /** Faults of the file, by line; nothing is published where there is one. */
  faults: z.array(z.object({ line: z.number().int(), message: z.string() })),
});
export type PublishedNomenclature = z.infer<typeof publishedNomenclature>;

/** Sent with a zip of files as the body (`filesUrl`): a rule set or schemas, signed by the server. */
export const publishFilesQuery = z.object({
  kind: z.enum(['ruleset', 'xsd']),
  bundleId,
  effectiveFrom: day,
  minController: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .optional(),
});
export const filesUrl = `${base}/files`;

/** Sent with a bundle signed at the ceremony as the body (`signedUrl`): trust, above all. */
export const signedUrl = `${base}/signed-bundles`;

export const publishedVersion = z.object({ bundleId: z.string(), version: z.number().int() });
