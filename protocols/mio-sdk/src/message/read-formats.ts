import { readCsv, readJson, type CsvReading, type DraftMessage, type ReadFinding } from '@liaison/mio';
import { readOffer, type NeedsMessage, type OfferIdentity, type OfferReading } from '@liaison/mio-excel';
import { readTableWorkbook } from './table-workbook.ts';

/** What a text gives; `message` is absent where it is no message of the standard at all. */
export interface TextReading {
  readonly message?: DraftMessage;
  readonly findings: readonly ReadFinding[];
}

/** A message in JSON or CSV, which are in UTF-8: of another encoding, characters would be lost. Never throws. */
export function readTextMessage(bytes: Uint8Array, format: 'json' | 'csv'): TextReading {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { findings: [notUtf8[format]] };
  return format === 'json' ? readJson(text) : readCsv(text);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const unreadable = {
  kind: 'encoding',
  path: [],
  fr: 'Le fichier n’est pas écrit en UTF-8 : enregistrez-le dans cet encodage (« CSV UTF-8 » dans un tableur).',
} as const;

const notUtf8: Readonly<Record<'json' | 'csv', ReadFinding>> = {
  json: { ...unreadable, place: { kind: 'json', pointer: '' } },
  csv: { ...unreadable, place: { kind: 'csv', line: 1, column: 1 } },
};

export interface WorkbookOptions {
  /** The call for tenders that an offer answers, in the place of the one that the workbook remembers. */
  readonly needs?: NeedsMessage;
  /** What an offer is called where the supplier changed anything. */
  readonly identity: OfferIdentity;
}

/** Lines and columns of what stood in a plain table are those of its sheet, `tableSheet`. */
export type WorkbookReading =
  | { readonly kind: 'model'; readonly reading: OfferReading }
  | { readonly kind: 'table'; readonly reading: CsvReading };

/** The buyer's model, filled in; or the plain table that messages without a model have as a workbook. Never throws. */
export function readWorkbookMessage(bytes: Uint8Array, options: WorkbookOptions): WorkbookReading {
  const reading = readOffer(bytes, options);
  const isModel = reading.findings.every(({ kind }) => kind !== 'not-the-model');
  const table = isModel ? undefined : readTableWorkbook(bytes);
  return table ? { kind: 'table', reading: table } : { kind: 'model', reading };
}
