import { formatOfBytes } from '@liaison/mio-sdk';

/**
 * What a sent file is, by how it begins: a message in one of its formats, or what is chosen by mistake. Whatever is none of
 * these is controlled as XML: its report says why not.
 */
export type FileFormat = 'xml' | DocumentFormat | Stranger;

/** Formats of a message other than XML. */
export type DocumentFormat = 'json' | 'csv' | 'xlsx';

export type Stranger = 'pdf' | 'page' | 'picture' | 'old-office';

const strangers: readonly (readonly [RegExp, Stranger])[] = [
  [/^%PDF-/, 'pdf'],
  [/^\s*<(?:!doctype\s+html|html)\b/i, 'page'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8)/, 'picture'],
  [/^\xd0\xcf.\xe0\xa1\xb1/, 'old-office'],
];

export function formatOf(bytes: Uint8Array): FileFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString('latin1');
  const stranger = strangers.find(([start]) => start.test(head))?.[1];
  if (stranger !== undefined) return stranger;
  const format = formatOfBytes(bytes);
  return format === 'csv' && !isTable(head) ? 'xml' : format;
}

/** The first column of a message's table says what each line is. */
function isTable(head: string): boolean {
  return /^(?:\xef\xbb\xbf)?"?objet"?[;,\t]/.test(head);
}
