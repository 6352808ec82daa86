import { readTable, writeTable, type CsvReading, type DraftMessage, type TableCell } from '@liaison/mio';
import {
  readWorkbook,
  textCell,
  writeWorkbook,
  XlsxError,
  type CellStyle,
  type Workbook,
} from '@liaison/xlsx';

/**
 * A message as a workbook of one sheet: the table of its CSV, every cell a text, so that no spreadsheet takes zeros off
 * a code or a decimal off a price. For messages that have no model of their own.
 */
export const tableSheet = 'Message MIO';
const head: CellStyle = { isBold: true, fill: 'E8EEF2', format: '@' };
const body: CellStyle = { format: '@' };

export function writeTableWorkbook(message: DraftMessage): Uint8Array {
  const [titles = [], ...rows] = writeTable(message);
  return writeWorkbook({
    sheets: [
      {
        name: tableSheet,
        columns: titles.map((title) => ({ width: Math.min(Math.max(title.length + 2, 8), 40) })),
        rows: [
          { cells: titles.map((title) => textCell(title, head)) },
          ...rows.map((row) => ({ cells: row.map((text) => textCell(text, body)) })),
        ],
      },
    ],
    properties: { title: `Message MIO ${message.type}`, creator: 'Liaison' },
  });
}

/** Undefined where the file is not such a workbook. Lines and columns of what it finds are those of the sheet. */
export function readTableWorkbook(file: Uint8Array): CsvReading | undefined {
  const sheet = open(file)?.sheets.find(({ name }) => name === tableSheet);
  if (!sheet) return undefined;
  return readTable(
    sheet.rows.map(({ row, cells }) => {
      const line: TableCell[] = [];
      for (const { column, text } of cells) {
        while (line.length < column - 1) line.push({ text: '', line: row, column: line.length + 1 });
        line.push({ text, line: row, column });
      }
      return line;
    }),
  );
}

function open(file: Uint8Array): Workbook | undefined {
  try {
    return readWorkbook(file);
  } catch (error) {
    if (error instanceof XlsxError) return undefined;
    throw error;
  }
}
