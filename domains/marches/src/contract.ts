import { endpoint, instant } from '@liaison/http/contract';
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

/**
 * A control as JSON. `titles`: what each rule of the findings demands, in French. `xml`: the message as XML, of one that
 * came as a workbook, as JSON or as CSV and could be read; `readingFindings`: how many findings, the first, its reading
 * has against that file, which a control of `xml` cannot say again.
 */
export const controlReply = controlReport.extend({
  titles: z.record(z.string(), z.string()),
  xml: z.string().optional(),
  readingFindings: z.number().int().nonnegative().optional(),
});
export type ControlReply = z.infer<typeof controlReply>;

/**
 * Where messages are controlled: a form with `message` and perhaps `need`, or the message alone as the body. XML, the
 * model workbook filled in, or the JSON, the CSV or the plain workbook of the standard, told apart by their bytes.
 */
export const controlsUrl = '/api/mio/controls';

/** Where a message that conforms is certified: the same form, the certified message in reply. */
export const certificatesUrl = '/api/mio/certificates';

/** Where a received message is verified: the same form, a `verification` in reply. */
export const verificationsUrl = '/api/mio/verifications';

/** Where a message is written in another format: the same form, the file in reply. */
export const conversionsUrl = '/api/mio/conversions';

/** How the report comes back. */
export const reportFormats = ['json', 'html', 'csv', 'xlsx', 'm40', 'svrl'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export const controlQuery = z.object({
  format: z.enum(reportFormats).default('json'),
  /** Day whose code lists count, in the place of the consultation's. */
  on: z.iso.date().optional(),
});

/** `xlsx` of needs (M10, M11) is the model that suppliers fill in, of an offer that model filled in: with its needs, every line asked. */
export const conversionFormats = ['xml', 'json', 'csv', 'xlsx'] as const;
export type ConversionFormat = (typeof conversionFormats)[number];

export const conversionQuery = z.object({ to: z.enum(conversionFormats) });

/** Of a whole request: two messages of some 10,000 lines. Larger ones are for the `mio` command. */
export const mostBytesSent = 64 * 1024 * 1024;

/**
 * Who certifies here. `none`: no controller's key was entrusted to this installation; `unreadable`: it cannot be opened;
 * `expired`: its certificate is out of its dates.
 */
export const installedController = z.object({
  state: z.enum(['ready', 'none', 'unreadable', 'expired']),
  organisation: z.string().optional(),
  siret: z.string().optional(),
  licence: z.string().optional(),
  expiresAt: instant.optional(),
  /** Certificates carry a proven time. */
  hasTimestamps: z.boolean(),
  /** Authorities are known here, so that received messages can be verified. */
  canVerify: z.boolean(),
});
export type InstalledController = z.infer<typeof installedController>;

export const readController = endpoint({
  method: 'GET',
  url: '/api/mio/controller',
  summary: 'Dit au nom de qui cette installation certifie.',
  reply: installedController,
});

/** In the order in which they are concluded: the first that applies. */
export const verificationVerdicts = [
  'ILLISIBLE',
  'SANS_CERTIFICAT',
  'SIGNATURE_INVALIDE',
  'CERTIFICAT_INCONNU',
  'CERTIFICAT_EXPIRE',
  'CERTIFICAT_REVOQUE',
  'ALTERE',
  'REGLES_PERIMEES',
  'MISE_EN_FORME_MODIFIEE',
  'INTACT',
] as const;
export type VerificationVerdict = (typeof verificationVerdicts)[number];

const published = z.object({ id: z.string(), version: z.string(), sha256: z.string() });

/** What a message says of its control: to be believed only as far as the verdict goes. */
const certificate = z.object({
  organisation: z.object({ name: z.string(), siret: z.string() }),
  licence: z.string(),
  controller: z.object({ id: z.string(), product: z.string(), version: z.string() }),
  message: z.object({ id: z.string(), type: z.string() }),
  ruleSet: published,
  nomenclatures: z.array(published),
  verdict: z.enum(['OK', 'OK_AVEC_RESERVES']),
  controlledAt: instant,
});

export const verification = z.object({
  verdict: z.enum(verificationVerdicts),
  /** The verdict in French: what it is, and what to do. */
  title: z.string(),
  text: z.string(),
  /** For support. */
  reason: z.string().nullable(),
  certificate: certificate.nullable(),
  /** What is no longer as it was certified, in French: « Lot 26, ligne 26.3 : modifiée ». */
  changes: z.array(z.string()),
  changeCount: z.number().int(),
  /** `prouve` by a time-stamping authority, or `declare` by the controller alone. */
  controlTime: z
    .object({ source: z.enum(['prouve', 'declare']), at: instant, authority: z.string().nullable() })
    .nullable(),
  isRevocationListStale: z.boolean(),
  /** The control of the message as it came, by this installation and today. */
  report: controlReport,
});
export type ShownVerification = z.infer<typeof verification>;

/** The messages of the standard, for everyone. */
export const readReference = endpoint({
  method: 'GET',
  url: '/api/mio/reference',
  access: 'public',
  summary: 'Dit les messages du standard et sa version.',
  reply: z.object({
    version: z.string(),
    messages: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        help: z.string(),
        /** Name of the document in XML. */
        root: z.string(),
      }),
    ),
  }),
});

/** ZIP with the schemas, the Schematron and the documentation of a message. */
export const archiveUrl = (code: string): string => `/api/mio/reference/${code}/archive`;
