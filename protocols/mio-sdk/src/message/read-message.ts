import { randomUUID } from 'node:crypto';
import {
  readMessage as readXml,
  type DraftMessage,
  type Message,
  type ModelPath,
  type Place,
} from '@liaison/mio';
import type { ExcelFinding, NeedsMessage, OfferIdentity } from '@liaison/mio-excel';
import { formatOfBytes, type MessageFormat } from './formats.ts';
import { readTextMessage, readWorkbookMessage, type TextReading } from './read-formats.ts';

/** One thing that stood in the way of reading. */
export interface Trouble {
  /** Where, as the format counts: `l. 12`, `/lots/0/id`, `Bordereau!F132`; empty for the whole file. */
  readonly place: string;
  /** Property of the model it is about; empty where there is none. */
  readonly path: ModelPath;
  /** Forbids to take the message in; else it is only to be told. */
  readonly isError: boolean;
  /** What is wrong, in French. */
  readonly fr: string;
}

/**
 * What was read. A whole message has all that its table asks for, and nothing else stood in the file; of another,
 * `message` is what could be read, and absent where the file is no message at all.
 */
export type Reading =
  | { readonly isWhole: true; readonly message: Message; readonly troubles: readonly Trouble[] }
  | { readonly isWhole: false; readonly message?: DraftMessage; readonly troubles: readonly Trouble[] };

export interface ReadOptions {
  /** Found from the bytes unless told. */
  readonly format?: MessageFormat;
  /** The call for tenders that a supplier's workbook answers, in the place of the one that the workbook remembers. */
  readonly needs?: DraftMessage;
  /** What the offer of a supplier's workbook is called where he changed anything: a random name, made now, unless told. */
  readonly identity?: OfferIdentity;
}

/**
 * Reads a message from UBL (any encoding that XML declares), JSON, CSV or a workbook (UTF-8 for the two in the middle).
 * Never throws, whatever the bytes: what stands in the way is a trouble. Reading is not controlling: see `openController`.
 */
export function readMessage(input: Uint8Array | string, options: ReadOptions = {}): Reading {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const format = options.format ?? formatOfBytes(bytes);
  switch (format) {
    case 'xml':
      return readingOf(readXml(bytes));
    case 'json':
    case 'csv':
      return readingOf(readTextMessage(bytes, format));
    case 'xlsx':
      return readWorkbook(bytes, options);
  }
}

/** Whether a message is a call for tenders or its rectified version. */
export function isNeeds(message: DraftMessage | undefined): message is NeedsMessage {
  return message?.type === 'M10' || message?.type === 'M11';
}

function readWorkbook(bytes: Uint8Array, { needs, identity = newIdentity() }: ReadOptions): Reading {
  const { kind, reading } = readWorkbookMessage(bytes, { identity, ...(isNeeds(needs) ? { needs } : {}) });
  return kind === 'table'
    ? readingOf(reading)
    : concluded(reading.offer, reading.findings.map(troubleOfCell));
}

function newIdentity(): OfferIdentity {
  return { messageId: randomUUID(), createdAt: `${new Date().toISOString().slice(0, 19)}Z` };
}

function troubleOfCell({ cell = '', path, severity, fr }: ExcelFinding): Trouble {
  return { place: cell, path, isError: severity === 'BLOQUANT' || severity === 'ERREUR', fr };
}

function readingOf({ message, findings }: TextReading): Reading {
  const troubles = findings.map(({ place, path, fr }) => ({
    place: placeFr(place),
    path,
    isError: true,
    fr,
  }));
  return concluded(message, troubles);
}

function placeFr(place: Place): string {
  switch (place.kind) {
    case 'xml':
      return `l. ${place.line}`;
    case 'json':
      return place.pointer;
    case 'csv':
      return `l. ${place.line}, col. ${place.column}`;
  }
}

function concluded(message: DraftMessage | undefined, troubles: readonly Trouble[]): Reading {
  const hasErrors = troubles.some(({ isError }) => isError);
  if (message && isWhole(message, hasErrors)) return { isWhole: true, message, troubles };
  return { isWhole: false, ...(message ? { message } : {}), troubles };
}

/** A reading without errors lacks nothing that the table asks for: the types are made from the same table. */
function isWhole(message: DraftMessage, hasErrors: boolean): message is DraftMessage & Message {
  return !hasErrors && message.type !== undefined;
}
