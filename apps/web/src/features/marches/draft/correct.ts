import {
  findRow,
  formatText,
  MioError,
  readMessage,
  writeJson,
  writeMessage,
  type DraftMessage,
  type ModelPath,
  type Value,
  type XmlReading,
} from '@liaison/mio';
import { isSamePath, withValue } from './model-path.ts';

/** A message as it stands: the bytes of its file, and what was read of them. */
export type Draft = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly reading: XmlReading;
};

export function openDraft(bytes: Uint8Array<ArrayBuffer>): Draft {
  return { bytes, reading: readMessage(bytes) };
}

/** Why a value is not put in: `unread`, what nobody could read of the file would be lost; `unwritable`. */
export type CorrectionRefusal = 'unread' | 'unwritable';

export type Correction =
  | { readonly isDone: true; readonly draft: Draft }
  | { readonly isDone: false; readonly why: CorrectionRefusal };

/**
 * The message with another value at a field; undefined takes it away. The value alone is changed in the file where that
 * can be; else, and where the file has a certificate that no longer holds, it is written anew from what was read of it,
 * unless something of it was not. Either way the new file is read again and must say what was wanted, and nothing else.
 */
export function correct(draft: Draft, path: ModelPath, value: Value | undefined): Correction {
  const { message } = draft.reading;
  if (!message) return { isDone: false, why: 'unread' };
  const wanted = withValue(message, path, value);
  const spliced =
    draft.reading.isCertified || value === undefined ? undefined : splice(draft, message, path, value);
  const inPlace = spliced && asWanted(spliced, wanted, draft.reading.findingCount);
  if (inPlace) return { isDone: true, draft: inPlace };
  if (hasUnread(draft.reading, path)) return { isDone: false, why: 'unread' };
  const rewritten = rewrite(wanted);
  const anew = rewritten && asWanted(rewritten, wanted, draft.reading.findingCount);
  return anew ? { isDone: true, draft: anew } : { isDone: false, why: 'unwritable' };
}

/** Whether something of the file was not understood, other than the field itself: written anew it would be lost. */
function hasUnread({ findings, findingCount }: XmlReading, path: ModelPath): boolean {
  if (findingCount > findings.length) return true;
  return findings.some(({ kind, path: other }) => kind !== 'missing' && !isSamePath(other, path));
}

/** The file read again, where it says what was wanted and nothing of it is less legible than before. */
function asWanted(bytes: Uint8Array<ArrayBuffer>, wanted: DraftMessage, troubles: number): Draft | undefined {
  const draft = openDraft(bytes);
  const { message, findingCount } = draft.reading;
  const isWanted = message && writeJson(message) === writeJson(wanted) && findingCount <= troubles;
  return isWanted ? draft : undefined;
}

function rewrite(message: DraftMessage): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new TextEncoder().encode(writeMessage(message));
  } catch (error) {
    if (error instanceof MioError) return undefined;
    throw error;
  }
}

/** The bytes with the text of one element replaced, where the field is the whole text of one. */
function splice(
  { bytes, reading }: Draft,
  message: DraftMessage,
  path: ModelPath,
  value: Value,
): Uint8Array<ArrayBuffer> | undefined {
  const field = findRow(message.type, path);
  if (field?.kind !== 'field') return undefined;
  const content = contentAt(bytes, offsetOf(reading, path));
  if (!content) return undefined;
  const text = escapeText(formatText(field, value, message.type));
  return concat(bytes.subarray(0, content.from), new TextEncoder().encode(text), bytes.subarray(content.to));
}

/** Where the element of a field begins, one that could not be read too. Of a file in UTF-8 alone. */
function offsetOf(reading: XmlReading, path: ModelPath): number {
  const trouble = reading.findings.find(
    (finding) => finding.kind !== 'missing' && isSamePath(finding.path, path),
  );
  return (trouble?.place ?? reading.place(path)).offset;
}

const [lower, greater, slash] = [0x3c, 0x3e, 0x2f];

/** The bytes between the tags of the element that begins there; none where there is more than text. */
function contentAt(bytes: Uint8Array, offset: number): { from: number; to: number } | undefined {
  const end = bytes.indexOf(greater, offset);
  if (bytes[offset] !== lower || end === -1 || bytes[end - 1] === slash) return undefined;
  const to = bytes.indexOf(lower, end);
  return to !== -1 && bytes[to + 1] === slash ? { from: end + 1, to } : undefined;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
