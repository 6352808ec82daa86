import { columnLetters, formatAbsoluteRange, quoteSheet } from '../address.ts';
import { defaultLimits } from '../limits.ts';
import { escapeXml } from '../xml/xml-text.ts';
import { writeZip } from '../zip/write-zip.ts';
import { commentsXml, drawingXml } from './comments-xml.ts';
import {
  contentTypeOf,
  contentTypesXml,
  corePropertiesXml,
  relationshipsXml,
  type RelationshipInput,
} from './package-parts.ts';
import { sheetXml, xmlHead } from './sheet-xml.ts';
import { StyleTable } from './style-table.ts';
import { addStyles, blankStyles, readStylesPart } from './styles-part.ts';
import type { PrintSetup, SheetInput, WorkbookInput } from './workbook-input.ts';

/** A new workbook; the same bytes for the same input. */
export function writeWorkbook({ sheets, definedNames = [], properties }: WorkbookInput): Uint8Array {
  const blank = readStylesPart(blankStyles, 'xl/styles.xml', defaultLimits);
  const styles = new StyleTable(blank.counts);
  const parts = new Map<string, string>();
  const types = new Map<string, string>([
    ['xl/workbook.xml', contentTypeOf.workbook],
    ['xl/styles.xml', contentTypeOf.styles],
    ['docProps/core.xml', contentTypeOf.coreProperties],
  ]);
  const active = sheets.findIndex(({ visibility = 'visible' }) => visibility === 'visible');
  for (const [index, sheet] of sheets.entries()) {
    const part = `xl/worksheets/sheet${index + 1}.xml`;
    parts.set(part, sheetXml(sheet, styles, index === active));
    types.set(part, contentTypeOf.sheet);
    if ((sheet.comments ?? []).length > 0) addComments(parts, types, sheet, index + 1);
  }
  parts.set('xl/styles.xml', addStyles(blank, styles.additions));
  parts.set('xl/workbook.xml', workbookXml(sheets, definedNames, active));
  parts.set('xl/_rels/workbook.xml.rels', relationshipsXml(workbookRelationships(sheets)));
  parts.set('docProps/core.xml', corePropertiesXml(properties));
  parts.set(
    '_rels/.rels',
    relationshipsXml([
      { id: 'rId1', kind: 'officeDocument', target: 'xl/workbook.xml' },
      { id: 'rId2', kind: 'core-properties', target: 'docProps/core.xml' },
    ]),
  );
  return writeZip(new Map([['[Content_Types].xml', contentTypesXml(types)], ...parts]));
}

function addComments(
  parts: Map<string, string>,
  types: Map<string, string>,
  { comments = [] }: SheetInput,
  number: number,
): void {
  parts.set(`xl/comments${number}.xml`, commentsXml(comments));
  types.set(`xl/comments${number}.xml`, contentTypeOf.comments);
  parts.set(`xl/drawings/vmlDrawing${number}.vml`, drawingXml(comments));
  parts.set(
    `xl/worksheets/_rels/sheet${number}.xml.rels`,
    relationshipsXml([
      { id: 'rIdNotes', kind: 'vmlDrawing', target: `../drawings/vmlDrawing${number}.vml` },
      { id: 'rIdComments', kind: 'comments', target: `../comments${number}.xml` },
    ]),
  );
}

function workbookRelationships(sheets: readonly SheetInput[]): RelationshipInput[] {
  return [
    ...sheets.map((_, index) => ({
      id: `rId${index + 1}`,
      kind: 'worksheet',
      target: `worksheets/sheet${index + 1}.xml`,
    })),
    { id: 'rIdStyles', kind: 'styles', target: 'styles.xml' },
  ];
}

/** The workbook part (ECMA-376-1 §18.2.27). */
function workbookXml(
  sheets: readonly SheetInput[],
  definedNames: NonNullable<WorkbookInput['definedNames']>,
  active: number,
): string {
  const names = [
    ...sheets.flatMap((sheet, index) => sheetNames(sheet, index)),
    ...definedNames.map(
      ({ name, formula }) => `<definedName name="${escapeXml(name)}">${escapeXml(formula)}</definedName>`,
    ),
  ];
  return [
    `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`,
    `<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="16000" tabRatio="800" activeTab="${Math.max(0, active)}"/></bookViews><sheets>`,
    ...sheets.map(({ name, visibility = 'visible' }, index) => {
      const state = visibility === 'visible' ? '' : ` state="${visibility}"`;
      return `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
    }),
    '</sheets>',
    names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : '',
    '</workbook>',
  ].join('');
}

/** Names that Excel keeps for a sheet (ECMA-376-1 §18.2.5): the filtered range, the rows repeated on each page. */
function sheetNames({ name, filter, print }: SheetInput, index: number): string[] {
  const names: string[] = [];
  if (filter)
    names.push(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${escapeXml(formatAbsoluteRange(name, filter))}</definedName>`,
    );
  const repeated = print ? repeatedRanges(name, print) : [];
  if (repeated.length > 0)
    names.push(
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapeXml(repeated.join(','))}</definedName>`,
    );
  return names;
}

function repeatedRanges(sheet: string, { repeat, repeatColumns }: PrintSetup): string[] {
  const ranges: string[] = [];
  if (repeatColumns) ranges.push(`$${columnLetters(repeatColumns.from)}:$${columnLetters(repeatColumns.to)}`);
  if (repeat) ranges.push(`$${repeat.from}:$${repeat.to}`);
  return ranges.map((range) => `${quoteSheet(sheet)}!${range}`);
}
