import { XlsxError } from '../error.ts';
import { defaultLimits, type XlsxLimits } from '../limits.ts';
import { openPackage, relatedPart, type OpcPackage } from '../opc/package.ts';
import { relationshipsPartOf } from '../opc/relationships.ts';
import { readWorkbookPart, type ListedSheet } from '../read/read-workbook-part.ts';
import { contentTypeOf } from '../write/package-parts.ts';
import { sheetXml } from '../write/sheet-xml.ts';
import { StyleTable } from '../write/style-table.ts';
import { addStyles, blankStyles, readStylesPart } from '../write/styles-part.ts';
import type { SheetInput } from '../write/workbook-input.ts';
import { writeZip } from '../zip/write-zip.ts';
import { editNotes } from './edit-comments.ts';
import { editSheetXml, type Looks } from './edit-sheet-xml.ts';
import { PartsInProgress } from './parts-in-progress.ts';
import type { SheetEdit, WorkbookEdit } from './workbook-edit.ts';

/**
 * A workbook with some cells, fills, comments or whole sheets written, and everything else as it was: other sheets,
 * styles, widths, pictures, names. Throws `XlsxError` as `readWorkbook` does, and `xlsx/damaged` when a sheet to edit
 * is not there.
 */
export function editWorkbook(
  file: Uint8Array,
  { sheets = [], replacements = [] }: WorkbookEdit,
  limits: Partial<XlsxLimits> = {},
): Uint8Array {
  const bounds = { ...defaultLimits, ...limits };
  const opc = openPackage(file, bounds);
  const listed = readWorkbookPart(opc, bounds).sheets;
  const parts = new PartsInProgress(opc);
  const stylesPart = relatedPart(opc, opc.workbookPart, 'styles') ?? parts.addStyles(blankStyles);
  const part = readStylesPart(parts.text(stylesPart), stylesPart, bounds);
  const looks = { part, table: new StyleTable(part.counts) };
  for (const edit of sheets) {
    const sheet = listed.find(({ name }) => name === edit.sheet);
    if (!sheet) throw new XlsxError('xlsx/damaged', edit.sheet);
    editSheet(parts, sheet, edit, looks, opc, bounds);
  }
  for (const sheet of replacements) replaceSheet(parts, listed, sheet, looks, opc);
  parts.set(stylesPart, addStyles(part, looks.table.additions));
  return writeZip(parts.all());
}

function editSheet(
  parts: PartsInProgress,
  sheet: ListedSheet,
  edit: SheetEdit,
  looks: Looks,
  opc: OpcPackage,
  limits: XlsxLimits,
): void {
  parts.set(sheet.part, editSheetXml(parts.text(sheet.part), sheet.part, edit, looks, limits));
  if (!edit.comments) return;
  const comments = relatedPart(opc, sheet.part, 'comments');
  const drawing = relatedPart(opc, sheet.part, 'vmlDrawing');
  if (comments !== undefined && drawing !== undefined) {
    const existing = { comments: parts.text(comments), drawing: parts.text(drawing) };
    const notes = editNotes(existing, edit.comments, comments, limits);
    parts.set(comments, notes.comments);
    parts.set(drawing, notes.drawing);
  } else parts.addNotes(sheet.part, editNotes(undefined, edit.comments, sheet.part, limits));
}

/** Writes the part of a sheet anew, without what it had beside its cells; adds the sheet where there is none. */
function replaceSheet(
  parts: PartsInProgress,
  listed: readonly ListedSheet[],
  sheet: SheetInput,
  looks: Looks,
  opc: OpcPackage,
): void {
  const existing = listed.find(({ name }) => name === sheet.name);
  const part = existing?.part ?? parts.addSheet(sheet.name, contentTypeOf.sheet);
  const xml = sheetXml({ ...sheet, comments: [] }, looks.table, false);
  parts.set(part, xml);
  if (existing && opc.parts.has(relationshipsPartOf(part))) parts.delete(relationshipsPartOf(part));
}
