import PdfKit from 'pdfkit';
import { faces } from './fonts.ts';
import { baselineOf, layOut, sizeIn, type TextLine, type TextStyle } from './text-layout.ts';

// pdfkit writes the scope of a table header; its published types do not know it yet.
declare global {
  namespace PDFKit.Mixins {
    interface StructureElementOptions {
      scope?: 'Column' | 'Row';
    }
  }
}

/** A node of the document's structure tree. */
export type Element = PDFKit.PDFStructureElement;

/** The A4 page in points: margins, and the three columns on which all text stands. */
export const grid = {
  width: 595.28,
  height: 841.89,
  left: 46,
  right: 549.28,
  firstTop: 42,
  nextTop: 60,
  bottom: 786,
  labelLeft: 152,
  valueLeft: 288,
} as const;

/** Contrast on white: ink 15:1, quiet 6:1, accent 8:1, warning 7:1. */
export const palette = {
  ink: '#1b2130',
  quiet: '#525d6e',
  line: '#cfd6df',
  accent: '#0b4a80',
  warning: '#8a3d00',
} as const;

/** A tagged document being drawn from top to bottom. `y` is where the next block starts. */
export type Sheet = {
  readonly doc: PDFKit.PDFDocument;
  readonly root: Element;
  y: number;
};

/** Lines of one structure element, at their own place across the page. */
export type Cell = { readonly element: Element; readonly left: number; readonly lines: readonly TextLine[] };

/** Opens a tagged PDF/A-2a with its fonts embedded; the same input gives the same bytes. */
export function openSheet(title: string, author: string, createdAt: Date): Sheet {
  const doc = new PdfKit({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    lang: 'fr-FR',
    displayTitle: true,
    info: {
      Title: title,
      Author: author,
      Creator: 'Liaison',
      Producer: 'Liaison',
      CreationDate: createdAt,
    },
  });
  for (const [name, face] of Object.entries(faces())) doc.registerFont(name, face.bytes);
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, y: grid.firstTop };
}

/** Breaks `text` into lines in the sheet's own fonts. */
export function setText(sheet: Sheet, text: string, style: TextStyle, width: number): readonly TextLine[] {
  const measure = (font: string, size: number, part: string) =>
    sheet.doc.font(font).fontSize(size).widthOfString(part);
  return layOut(measure, text, style, width);
}

/** A structure element below `parent`: `Sect`, `H1`…, `P`, `L`, `LI`, `Lbl`, `LBody`, `Table`, `TR`, `TH`, `TD`. */
export function addElement(sheet: Sheet, parent: Element, type: string, scope?: 'Column' | 'Row'): Element {
  const element = sheet.doc.struct(type, scope ? { scope } : {});
  parent.add(element);
  return element;
}

/** Starts a new page unless `height` points are left on this one. */
export function ensureRoom(sheet: Sheet, height: number): void {
  if (sheet.y + height > grid.bottom) startPage(sheet);
}

function startPage(sheet: Sheet): void {
  sheet.doc.addPage();
  sheet.y = grid.nextTop;
}

/** Height that a row of cells takes on one page. */
export function rowHeight(cells: readonly Cell[]): number {
  const first = firstBaseline(cells);
  return Math.max(0, ...cells.map((cell) => shiftOf(cell, first) + linesHeight(cell.lines)));
}

/** The first lines of a row stand on one baseline, whatever their sizes. */
function firstBaseline(cells: readonly Cell[]): number {
  return Math.max(0, ...cells.map((cell) => (cell.lines[0] ? baselineOf(cell.lines[0].style) : 0)));
}

function shiftOf(cell: Cell, first: number): number {
  return cell.lines[0] ? first - baselineOf(cell.lines[0].style) : 0;
}

function linesHeight(lines: readonly TextLine[]): number {
  return lines.reduce((sum, line) => sum + line.style.leading, 0);
}

/** Rows and sections up to this height, in points, are kept whole; taller ones flow from page to page. */
export const keptWhole = 160;

/** Draws cells side by side from `y` on, over as many pages as they need, and moves `y` below them. */
export function placeRow(sheet: Sheet, cells: readonly Cell[]): void {
  const height = rowHeight(cells);
  if (height <= keptWhole) ensureRoom(sheet, height);
  let rest = cells.filter((cell) => cell.lines.length > 0);
  while (rest.length > 0) {
    const first = firstBaseline(rest);
    const room = grid.bottom - sheet.y;
    const slices = rest.map((cell) => cutCell(cell, room - shiftOf(cell, first)));
    for (const { now } of slices) drawCell(sheet, now, sheet.y + shiftOf(now, first));
    sheet.y += rowHeight(slices.map((slice) => slice.now));
    rest = slices.map((slice) => slice.later).filter((cell) => cell.lines.length > 0);
    if (rest.length > 0) startPage(sheet);
  }
}

/** What of a cell fits in `room` points, and what is left for the next page. */
function cutCell(cell: Cell, room: number): { now: Cell; later: Cell } {
  let height = 0;
  const over = cell.lines.findIndex((line) => (height += line.style.leading) > room);
  const count = over === -1 ? cell.lines.length : over;
  return {
    now: { ...cell, lines: cell.lines.slice(0, count) },
    later: { ...cell, lines: cell.lines.slice(count) },
  };
}

/** Draws a cell at `top` without moving on: for what hangs beside the rows that follow. */
export function drawCell(sheet: Sheet, cell: Cell, top: number): void {
  if (cell.lines.length === 0) return;
  cell.element.add(() => {
    let y = top;
    for (const line of cell.lines) {
      drawLine(sheet.doc, line, cell.left, y);
      y += line.style.leading;
    }
  });
}

/** Draws one line whose box starts at `top`; the baselines of its runs are one. */
function drawLine(doc: PDFKit.PDFDocument, line: TextLine, left: number, top: number): void {
  const baseline = top + baselineOf(line.style);
  let x = left;
  for (const run of line.runs) {
    doc.font(run.font).fontSize(sizeIn(run.font, line.style)).fillColor(line.style.color);
    doc.text(run.text, x, baseline, { lineBreak: false, baseline: 'alphabetic' });
    x += run.width;
  }
}

/** Width that a line takes, in points. */
export function widthOfLine(line: TextLine): number {
  return line.runs.reduce((sum, run) => sum + run.width, 0);
}

/** Draws what is no content for a reader's ear: rules, frames, running heads. */
export function drawArtifact(doc: PDFKit.PDFDocument, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}

/** A hairline across the page at `y`. */
export function drawRule(sheet: Sheet, left: number = grid.left): void {
  drawArtifact(sheet.doc, () => {
    sheet.doc
      .lineWidth(0.5)
      .strokeColor(palette.line)
      .moveTo(left, sheet.y)
      .lineTo(grid.right, sheet.y)
      .stroke();
  });
}

/** Draws the head of the pages after the first, and the foot of all, then gives the file. */
export async function closeSheet(sheet: Sheet, head: string, foot: string): Promise<Buffer> {
  const { doc } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    if (page > 0) drawRunning(sheet, head, '', 40);
    drawRunning(sheet, foot, `Page ${page + 1}/${count}`, 804);
  }
  sheet.root.end();
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    doc.once('end', resolve);
    doc.once('error', reject);
  });
  doc.end();
  await finished;
  return Buffer.concat(chunks);
}

const running: TextStyle = { font: 'regular', size: 7.5, leading: 10, color: palette.quiet };

function drawRunning(sheet: Sheet, text: string, end: string, top: number): void {
  const [line] = setText(sheet, text, running, grid.right - grid.left - 60);
  const [endLine] = setText(sheet, end, running, 60);
  drawArtifact(sheet.doc, () => {
    if (line) drawLine(sheet.doc, line, grid.left, top);
    if (endLine) drawLine(sheet.doc, endLine, grid.right - widthOfLine(endLine), top);
  });
}
