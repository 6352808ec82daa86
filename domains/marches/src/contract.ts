import { z } from 'zod';

/** Worst first. */
export const severities = ['BLOQUANT', 'ERREUR', 'AVERTISSEMENT', 'INFO'] as const;
export type Severity = (typeof severities)[number];

const place = z.object({
  xpath: z.string().optional(),
  line: z.number().int().optional(),
  lot: z.string().optional(),
  ligne: z.string().optional(),
  champ: z.string().optional(),
  excel: z.string().optional(),
});

export const finding = z.object({
  code: z.string(),
  severity: z.enum(severities),
  layer: z.string(),
  message: z.object({ fr: z.string(), en: z.string() }),
  location: place,
  /** Property of the message that it is about: names from the root, and positions in lists from 0. */
  path: z.array(z.union([z.string(), z.number().int()])).optional(),
  value: z.string().optional(),
  expected: z.string().optional(),
  suggestion: z.string().optional(),
  ruleUrl: z.string(),
});
export type ShownFinding = z.infer<typeof finding>;

/** The report of a control (M40) as JSON. */
export const controlReport = z.object({
  reportId: z.string(),
  messageId: z.string().optional(),
  messageType: z.string().optional(),
  messageSha256: z.string(),
  controller: z.object({ id: z.string(), product: z.string(), version: z.string() }),
  ruleSet: z.object({ id: z.string(), version: z.string(), sha256: z.string() }),
  nomenclatures: z.array(z.object({ system: z.string(), version: z.string(), sha256: z.string() })),
  effectiveOn: z.string().optional(),
  startedAt: z.string(),
  durationMs: z.number(),
  verdict: z.enum(['OK', 'OK_AVEC_RESERVES', 'KO']),
  counts: z.object({
    bySeverity: z.object({
      BLOQUANT: z.number().int(),
      ERREUR: z.number().int(),
      AVERTISSEMENT: z.number().int(),
      INFO: z.number().int(),
    }),
    byCode: z.record(z.string(), z.number().int()),
    total: z.number().int(),
    listed: z.number().int(),
  }),
  findings: z.array(finding),
});
export type ShownReport = z.infer<typeof controlReport>;

/** Where messages are controlled: a form with `message` and perhaps `need`, or the message alone as the body. */
export const controlsUrl = '/api/mio/controls';

/** How the report comes back. */
export const reportFormats = ['json', 'html', 'csv', 'xlsx', 'm40', 'svrl'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export const controlQuery = z.object({
  format: z.enum(reportFormats).default('json'),
  /** Day whose code lists count, in the place of the consultation's. */
  on: z.iso.date().optional(),
});

/** Of a whole request: two messages of some 10,000 lines. Larger ones are for the `mio` command. */
export const mostBytesSent = 64 * 1024 * 1024;
