import { columnLetters, formatAddress, formatRange, type CellRange } from '../address.ts';
import { toSerialDate } from '../read/serial-date.ts';
import { escapeCellText, escapeXml } from '../xml/xml-text.ts';
import { looksLikeFormula } from './looks-like-formula.ts';
import type { StyleTable } from './style-table.ts';
import type { CellInput, ColumnInput, RowInput, SheetInput, ValidationInput } from './workbook-input.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A worksheet part; its children come in the one order that Excel accepts (ECMA-376-1 §18.3.1.99). */
export function sheetXml(sheet: SheetInput, styles: StyleTable, isActive: boolean): string {
  const { rows, columns = [], merges = [], validations = [], links = [], print = {} } = sheet;
  return [
    `${xmlHead}<worksheet xmlns="${main}" xmlns:r="${relationships}">`,
    `<sheetPr>${sheet.tabColour ? `<tabColor rgb="FF${sheet.tabColour}"/>` : ''}<pageSetUpPr fitToPage="1"/></sheetPr>`,
    `<dimension ref="${dimension(rows)}"/>`,
    viewXml(sheet, isActive),
    '<sheetFormatPr defaultRowHeight="15"/>',
    columnsXml(columns, styles),
    '<sheetData>',
    ...rows.map((row, index) => rowXml(row, index + 1, styles)),
    '</sheetData>',
    sheet.isProtected
      ? '<sheetProtection sheet="1" objects="0" scenarios="0" formatCells="0" formatColumns="0" formatRows="0" insertRows="0" deleteRows="0" sort="0" autoFilter="0"/>'
      : '',
    sheet.filter ? `<autoFilter ref="${formatRange(sheet.filter)}"/>` : '',
    listXml('mergeCells', merges, (range) => `<mergeCell ref="${formatRange(range)}"/>`),
    listXml('dataValidations', validations, validationXml),
    links.length === 0 ? '' : `<hyperlinks>${links.map(linkXml).join('')}</hyperlinks>`,
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="9" orientation="${print.isLandscape ? 'landscape' : 'portrait'}" fitToWidth="${print.pagesWide ?? 1}" fitToHeight="0"/>`,
    print.footer ? `<headerFooter><oddFooter>${escapeXml(print.footer)}</oddFooter></headerFooter>` : '',
    (sheet.comments ?? []).length > 0 ? '<legacyDrawing r:id="rIdNotes"/>' : '',
    '</worksheet>',
  ].join('');
}

function dimension(rows: readonly RowInput[]): string {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 1);
  return formatRange({ from: { row: 1, column: 1 }, to: { row: Math.max(1, rows.length), column: width } });
}

function viewXml({ freeze, hasNoGrid }: SheetInput, isActive: boolean): string {
  const attributes = `${hasNoGrid ? 'showGridLines="0" ' : ''}${isActive ? 'tabSelected="1" ' : ''}workbookViewId="0"`;
  if (!freeze) return `<sheetViews><sheetView ${attributes}/></sheetViews>`;
  const across = freeze.column - 1;
  const down = freeze.row - 1;
  const split = `${across > 0 ? `xSplit="${across}" ` : ''}${down > 0 ? `ySplit="${down}" ` : ''}`;
  const pane = across > 0 && down > 0 ? 'bottomRight' : down > 0 ? 'bottomLeft' : 'topRight';
  const first = formatAddress(freeze);
  return (
    `<sheetViews><sheetView ${attributes}>` +
    `<pane ${split}topLeftCell="${first}" activePane="${pane}" state="frozen"/>` +
    `<selection pane="${pane}" activeCell="${first}" sqref="${first}"/></sheetView></sheetViews>`
  );
}

function columnsXml(columns: readonly ColumnInput[], styles: StyleTable): string {
  const elements = columns.map(({ width, isHidden, style }, index) => {
    const hidden = isHidden ? ' hidden="1"' : '';
    const format = style ? ` style="${styles.indexOf(style)}"` : '';
    return `<col min="${index + 1}" max="${index + 1}" width="${width}"${format}${hidden} customWidth="1"/>`;
  });
  return elements.length === 0 ? '' : `<cols>${elements.join('')}</cols>`;
}

/** Joined row by row: a whole sheet of strings put end to end is flattened far more slowly. */
function rowXml({ cells, height, isHidden }: RowInput, row: number, styles: StyleTable): string {
  const look = `${isHidden ? ' hidden="1"' : ''}${height === undefined ? '' : ` ht="${height}" customHeight="1"`}`;
  const xml = cells.map((cell, index) => cell && cellXml(cell, columnLetters(index + 1) + row, styles));
  return `<row r="${row}"${look}>${xml.join('')}</row>`;
}

/** Codes stay texts, decimals are written digit by digit; nothing is ever a formula. */
function cellXml(cell: CellInput, reference: string, styles: StyleTable): string {
  const isQuoted = cell.kind === 'text' && looksLikeFormula(cell.text);
  return valueXml(cell, reference, styles.indexOf(cell.style, isQuoted));
}

/** A cell with the style of this index. */
export function valueXml({ kind, text }: CellInput, reference: string, style: number): string {
  const start = `<c r="${reference}"${style === 0 ? '' : ` s="${style}"`}`;
  switch (kind) {
    case 'text':
      return `${start} t="inlineStr"><is>${textXml(text)}</is></c>`;
    case 'number':
      return `${start}><v>${escapeXml(text)}</v></c>`;
    case 'date':
      return `${start}><v>${toSerialDate(text)}</v></c>`;
    case 'empty':
      return `${start}/>`;
  }
}

/** Spaces at either end are only kept where that is said. */
export function textXml(text: string): string {
  const space = text.trim() === text ? '' : ' xml:space="preserve"';
  return `<t${space}>${escapeCellText(text)}</t>`;
}

function validationXml({ ranges, list, isStrict, title = '', help = '' }: ValidationInput): string {
  const type = list === undefined ? '' : ' type="list"';
  const strictness = isStrict ? '' : ' errorStyle="warning"';
  const prompt = help
    ? ` showInputMessage="1" promptTitle="${escapeXml(title)}" prompt="${escapeXml(help)}"`
    : '';
  const formula = list === undefined ? '' : `<formula1>${escapeXml(list)}</formula1>`;
  const places = ranges.map((range: CellRange) => formatRange(range)).join(' ');
  return `<dataValidation${type}${strictness} allowBlank="1"${prompt} showErrorMessage="1" sqref="${places}">${formula}</dataValidation>`;
}

function linkXml({ to, ...cell }: NonNullable<SheetInput['links']>[number]): string {
  return `<hyperlink ref="${formatAddress(cell)}" location="${escapeXml(to)}" display="${escapeXml(to)}"/>`;
}

function listXml<Item>(name: string, items: readonly Item[], toXml: (item: Item) => string): string {
  return items.length === 0 ? '' : `<${name} count="${items.length}">${items.map(toXml).join('')}</${name}>`;
}
