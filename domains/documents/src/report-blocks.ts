import type { ReportStudy } from './report-content.ts';
import { frenchLocal } from './report-french.ts';
import {
  addElement,
  drawCell,
  drawRule,
  ensureRoom,
  grid,
  keptWhole,
  palette,
  placeRow,
  rowHeight,
  setText,
} from './sheet.ts';
import type { Cell, Element, Sheet } from './sheet.ts';
import { baselineOf, type TextLine, type TextStyle } from './text-layout.ts';

export const styles = {
  body: { font: 'regular', size: 9.5, leading: 13, color: palette.ink },
  strong: { font: 'semibold', size: 9.5, leading: 13, color: palette.ink },
  name: { font: 'semibold', size: 14, leading: 18, color: palette.ink },
  label: { font: 'regular', size: 9.5, leading: 13, color: palette.quiet },
  small: { font: 'regular', size: 7.5, leading: 10.5, color: palette.quiet },
  warning: { font: 'semibold', size: 9.5, leading: 13, color: palette.warning },
  mention: { font: 'regular', size: 9.5, leading: 13, color: palette.warning },
  title: { font: 'semibold', size: 18, leading: 23, color: palette.ink },
  part: { font: 'semibold', size: 13, leading: 18, color: palette.accent },
} as const satisfies Record<string, TextStyle>;

/** One label with its value; `detail` is what is seldom read, in small under it. All may hold several lines. */
export type Entry = {
  readonly label: string;
  readonly value: string;
  readonly style?: TextStyle;
  readonly detail?: string;
};

/** Space between rows, after a text that spans the page, and around a section, in points. */
const rowGap = 1.5;
const longGap = 4;
const sectionGap = 5;

/**
 * A titled block: the title hangs in the left margin, entries stand beside it as a list of labels and values. Tagged
 * `Sect` > heading, `L` > `LI` > `Lbl`, `LBody`.
 */
export function placeSection(
  sheet: Sheet,
  parent: Element,
  title: string,
  entries: readonly Entry[],
  level = 'H3',
): void {
  const section = addElement(sheet, parent, 'Sect');
  const heading: Cell = {
    element: addElement(sheet, section, level),
    left: grid.left,
    lines: setText(sheet, title, styles.strong, grid.labelLeft - grid.left - 12),
  };
  const list = addElement(sheet, section, 'L');
  const rows = entries.flatMap((entry) => setEntry(sheet, list, entry, title));
  const whole = rows.reduce((sum, row) => sum + rowHeight(row.cells) + row.gap, 2 * sectionGap);
  ensureRoom(sheet, whole <= keptWhole ? whole : 100);
  drawRule(sheet);
  sheet.y += sectionGap;
  const below = sheet.y + rowHeight([heading]);
  const page = sheet.doc.bufferedPageRange().count;
  drawCell(sheet, heading, sheet.y + hangingShift(heading, rows[0]?.cells ?? []));
  for (const row of rows) {
    placeRow(sheet, row.cells);
    sheet.y += row.gap;
  }
  if (sheet.doc.bufferedPageRange().count === page) sheet.y = Math.max(sheet.y, below);
  sheet.y += sectionGap;
  section.end();
}

/** How far down the title goes to stand on the baseline of the first row. */
function hangingShift(heading: Cell, row: readonly Cell[]): number {
  const beside = row.map((cell) => (cell.lines[0] ? baselineOf(cell.lines[0].style) : 0));
  const own = heading.lines[0] ? baselineOf(heading.lines[0].style) : 0;
  return Math.max(0, ...beside.map((baseline) => baseline - own));
}

type Row = { readonly cells: readonly Cell[]; readonly gap: number };

/**
 * Rows of an entry: one where the value fits beside its label; else the value spans both columns, under its label, or
 * without it where the label only repeats the title of the section.
 */
function setEntry(sheet: Sheet, list: Element, entry: Entry, title: string): Row[] {
  const item = addElement(sheet, list, 'LI');
  const beside = setValue(sheet, entry, grid.right - grid.valueLeft);
  const isLong = beside.length > 4 || (entry.label === title && beside.length > 1);
  const labels = isLong && entry.label === title ? [] : [setLabel(sheet, item, entry.label)];
  const element = addElement(sheet, item, 'LBody');
  if (!isLong) return [{ cells: [...labels, { element, left: grid.valueLeft, lines: beside }], gap: rowGap }];
  const value = { element, left: grid.labelLeft, lines: setValue(sheet, entry, grid.right - grid.labelLeft) };
  return [...labels.map((label) => ({ cells: [label], gap: 0 })), { cells: [value], gap: longGap }];
}

function setLabel(sheet: Sheet, item: Element, label: string): Cell {
  const lines = setText(sheet, label, styles.label, grid.valueLeft - grid.labelLeft - 10);
  return { element: addElement(sheet, item, 'Lbl'), left: grid.labelLeft, lines };
}

function setValue(sheet: Sheet, entry: Entry, width: number): readonly TextLine[] {
  const lines = setText(
    sheet,
    entry.detail ? `${entry.value} ` : entry.value,
    entry.style ?? styles.body,
    width,
  );
  return entry.detail ? [...lines, ...setText(sheet, entry.detail, styles.small, width)] : lines;
}

/** The heading of a part of the report, kept with what follows; under it when it was made, and its mention. */
export function placePart(
  sheet: Sheet,
  title: string,
  note: string | null,
  mention: string | null = null,
): Element {
  const part = addElement(sheet, sheet.root, 'Sect');
  ensureRoom(sheet, 110);
  sheet.y += 12;
  sheet.doc.outline.addItem(title);
  placeRow(sheet, [
    {
      element: addElement(sheet, part, 'H2'),
      left: grid.left,
      lines: setText(sheet, title, styles.part, grid.right - grid.left),
    },
  ]);
  if (note) placeParagraph(sheet, part, note, styles.label);
  if (mention) placeParagraph(sheet, part, mention, styles.mention);
  sheet.y += 4;
  return part;
}

export function placeParagraph(
  sheet: Sheet,
  parent: Element,
  text: string,
  style: TextStyle,
  left: number = grid.left,
): void {
  const element = addElement(sheet, parent, 'P');
  placeRow(sheet, [{ element, left, lines: setText(sheet, text, style, grid.right - left) }]);
  element.end();
}

const studyColumns = [
  { title: 'Examen', left: grid.labelLeft, width: 150 },
  { title: 'Modalité', left: 308, width: 38 },
  { title: 'Date', left: 350, width: 78 },
  { title: 'Images', left: 434, width: 115 },
] as const;

/** The exams attached, as a table; each StudyInstanceUID stands whole under its description. */
export function placeStudies(
  sheet: Sheet,
  parent: Element,
  title: string,
  studies: readonly ReportStudy[],
): void {
  const section = addElement(sheet, parent, 'Sect');
  ensureRoom(sheet, 70);
  drawRule(sheet);
  sheet.y += sectionGap;
  const heading: Cell = {
    element: addElement(sheet, section, 'H3'),
    left: grid.left,
    lines: setText(sheet, title, styles.strong, grid.labelLeft - grid.left - 12),
  };
  const table = addElement(sheet, section, 'Table');
  const header = addElement(sheet, table, 'TR');
  const titles = studyColumns.map((column) => ({
    element: addElement(sheet, header, 'TH', 'Column'),
    left: column.left,
    lines: setText(sheet, column.title, styles.small, column.width),
  }));
  placeRow(sheet, [heading, ...titles]);
  for (const study of studies) placeStudy(sheet, table, study);
  sheet.y += sectionGap;
  section.end();
}

function placeStudy(sheet: Sheet, table: Element, study: ReportStudy): void {
  sheet.y += 2 * rowGap;
  const row = addElement(sheet, table, 'TR');
  const images = `${study.imageCount}${study.isPartial ? ', transfert en cours' : ''}`;
  const texts = [
    study.description || 'Sans description',
    study.modality,
    study.date ? frenchLocal(study.date) : '',
    images,
  ];
  const cells = studyColumns.map((column, index) => ({
    element: index === 0 ? addElement(sheet, row, 'TH', 'Row') : addElement(sheet, row, 'TD'),
    left: column.left,
    lines: setText(
      sheet,
      `${texts[index] ?? ''} `,
      study.isPartial && index === 3 ? styles.warning : styles.body,
      column.width,
    ),
  }));
  const identifier = identifierLines(sheet, study);
  ensureRoom(sheet, rowHeight(cells) + identifier.length * styles.small.leading);
  placeRow(sheet, cells);
  const [first] = cells;
  if (first) placeRow(sheet, [{ element: first.element, left: grid.labelLeft, lines: identifier }]);
}

function identifierLines(sheet: Sheet, study: ReportStudy): readonly TextLine[] {
  const source = study.source ? ` · ${study.source}` : '';
  return setText(sheet, `${study.StudyInstanceUID}${source}`, styles.small, grid.right - grid.labelLeft);
}
