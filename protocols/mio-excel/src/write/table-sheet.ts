import {
  textCell,
  type CellInput,
  type CellRange,
  type CellStyle,
  type Comment,
  type ValidationInput,
} from '@liaison/xlsx';
import type { ModelColumn } from '../layout/columns.ts';
import { styles } from '../layout/styles.ts';

/** A column to draw: its key for the tool, its header and help for the reader. */
export type DrawnColumn = {
  readonly key: string;
  readonly header: string;
  readonly width: number;
  readonly zone: 'need' | 'offer' | 'computed';
  readonly style: CellStyle;
  readonly help: string;
  readonly isRequired?: boolean;
  readonly isHidden?: boolean;
  readonly list?: string;
};

/** Row 1 holds the keys and is hidden; then the title, the band of zones, the headers; data starts below. */
export const headerRow = 4;
export const firstDataRow = 5;

/** The first of the hidden keys: by it a reader knows the sheet, whatever it is called now. */
export const keyMark = 'mio:clé';

export function headCells(
  columns: readonly DrawnColumn[],
  title: string,
  hint: string,
): (CellInput | undefined)[][] {
  const visible = columns.findIndex(({ isHidden }) => !isHidden);
  const before = Array.from({ length: Math.max(0, visible) }, () => undefined);
  return [
    columns.map(({ key }) => textCell(key, styles.key)),
    [
      ...before,
      textCell(title, styles.title),
      undefined,
      undefined,
      undefined,
      textCell(hint, styles.subtitle),
    ],
    columns.map(({ zone, isHidden }, index) => {
      const starts = index === visible || (!isHidden && columns[index - 1]?.zone !== zone);
      return textCell(starts ? bands[zone] : '', zone === 'need' ? styles.needBand : styles.offerBand);
    }),
    columns.map(({ header, zone, isRequired }) =>
      textCell(isRequired ? `${header} *` : header, zone === 'need' ? styles.needHeader : styles.offerHeader),
    ),
  ];
}

const bands = {
  need: 'Besoin de l’acheteur',
  offer: 'Votre offre',
  computed: 'Calculé au contrôle',
} as const;

/** The help of each column on its header. */
export function headComments(columns: readonly DrawnColumn[]): Comment[] {
  return columns.flatMap(({ header, help, isRequired, isHidden }, index) =>
    isHidden || help === ''
      ? []
      : [
          {
            row: headerRow,
            column: index + 1,
            author: 'Modèle MIO',
            text: `${header}${isRequired ? ' (à remplir)' : ''}\n${help}`,
          },
        ],
  );
}

/** Lists to choose from. A value that is not in the list is asked about, not refused: the control will judge. */
export function listValidations(columns: readonly DrawnColumn[], lastRow: number): ValidationInput[] {
  return columns.flatMap(({ list, header, help, zone }, index) => {
    if (list === undefined || zone !== 'offer') return [];
    const range: CellRange = {
      from: { row: firstDataRow, column: index + 1 },
      to: { row: lastRow, column: index + 1 },
    };
    return [{ ranges: [range], list, title: header.slice(0, 32), help: help.slice(0, 250) }];
  });
}

export function drawnColumn(
  { key, field, header, width, isRequired }: ModelColumn,
  zone: DrawnColumn['zone'],
  style: CellStyle,
  lists: ReadonlyMap<string, string>,
): DrawnColumn {
  const list = field.codes === undefined ? undefined : lists.get(field.codes);
  return {
    key,
    header,
    width: Math.max(width, longestWord(header) + 3),
    zone,
    style,
    help: field.help,
    isRequired: isRequired && zone === 'offer',
    ...(list === undefined ? {} : { list }),
  };
}

function longestWord(text: string): number {
  return Math.max(...text.split(/\s/).map((word) => word.length));
}

export function wholeTable(columns: readonly DrawnColumn[], lastRow: number): CellRange {
  return { from: { row: headerRow, column: 1 }, to: { row: lastRow, column: columns.length } };
}

/** Points that a row needs so that its wrapped texts show: spreadsheets do not fit rows that a program wrote. */
export function rowHeight(
  cells: readonly (CellInput | undefined)[],
  columns: readonly { readonly width: number; readonly isHidden?: boolean }[],
): number {
  let most = 1;
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (cell && column && !column.isHidden) most = Math.max(most, linesOf(cell.text, column.width));
  }
  return Math.min(400, 15 * most + 3);
}

function linesOf(text: string, width: number): number {
  const fitting = Math.max(4, width - 4);
  if (text.length <= fitting && !text.includes('\n')) return 1;
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / fitting)), 0);
}
