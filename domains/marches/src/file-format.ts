import { formatOfBytes } from '@liaison/mio-sdk';

/** What a sent file is, by how it begins. Whatever is no workbook nor JSON is controlled as XML: its report says why not. */
export type FileFormat = 'xml' | 'json' | 'xlsx';

export function formatOf(bytes: Uint8Array): FileFormat {
  const format = formatOfBytes(bytes);
  return format === 'csv' ? 'xml' : format;
}
