import { extname } from 'node:path';

/** How a message may be written: UBL 2.3, the JSON of the model, its table as CSV, a workbook. */
export const messageFormats = ['xml', 'json', 'csv', 'xlsx'] as const;
export type MessageFormat = (typeof messageFormats)[number];

/** The format that a file's name tells; undefined where it tells none. */
export function formatOfName(name: string): MessageFormat | undefined {
  const extension = extname(name).slice(1).toLowerCase();
  return messageFormats.find((format) => format === extension);
}

/** The format of bytes, by how they begin. What is none of the others is taken for CSV. */
export function formatOfBytes(bytes: Uint8Array): MessageFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  if (head[0] === 0x50 && head[1] === 0x4b) return 'xlsx';
  // A mark of UTF-16, or of UTF-8, may stand before the first character, and zeros around it.
  const start = head
    .toString('latin1')
    .replaceAll(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0/g, '')
    .trimStart();
  if (start.startsWith('<')) return 'xml';
  return start.startsWith('{') ? 'json' : 'csv';
}
