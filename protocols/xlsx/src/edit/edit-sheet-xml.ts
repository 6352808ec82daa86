import { columnLetters, parseAddress, type CellAddress } from '../address.ts';
import type { XlsxLimits } from '../limits.ts';
import { valueXml } from '../write/sheet-xml.ts';
import { looksLikeFormula } from '../write/looks-like-formula.ts';
import type { StyleTable } from '../write/style-table.ts';
import type { StylesPart } from '../write/styles-part.ts';
import { attributeOf, readXml, type XmlTag } from '../xml/read-xml.ts';
import { spliceText, type Splice } from './splice.ts';
import type { CellEdit, SheetEdit } from './workbook-edit.ts';

/** What the cells of a sheet look like, and may look like from now on. */
export type Looks = { readonly part: StylesPart; readonly table: StyleTable };

/**
 * A worksheet part with some cells written; every other character of it stays where it was.
 * Throws `XlsxError` when the part is not well-formed.
 */
export function editSheetXml(
  xml: string,
  part: string,
  edit: Pick<SheetEdit, 'cells' | 'refill'>,
  looks: Looks,
  limits: XlsxLimits,
): string {
  const editor = new SheetEditor(xml, edit, looks);
  readXml([xml], part, limits, {
    open: (name, tag, { position }) => editor.open(name, tag, position),
    close: (name, { position }) => editor.close(name, position),
  });
  return spliceText(xml, editor.splices);
}

type OpenCell = CellAddress & { from: number; tagEnd: number; style: number };

class SheetEditor {
  readonly splices: Splice[] = [];
  readonly #xml: string;
  readonly #looks: Looks;
  readonly #refill: SheetEdit['refill'];
  /** Edits in the order of the sheet, and how many of them have found their place. */
  readonly #edits: readonly CellEdit[];
  #placed = 0;
  readonly #columnStyles: { from: number; to: number; style: number }[] = [];
  #prefix = '';
  #row = 0;
  #column = 0;
  #isBlankElement = false;
  #cell: OpenCell | undefined;

  constructor(xml: string, { cells = [], refill }: Pick<SheetEdit, 'cells' | 'refill'>, looks: Looks) {
    this.#xml = xml;
    this.#refill = refill;
    this.#looks = looks;
    this.#edits = cells.toSorted((a, b) => a.row - b.row || a.column - b.column);
  }

  open(name: string, tag: XmlTag, position: number): void {
    this.#isBlankElement = tag.isSelfClosing;
    if (name === 'worksheet') this.#prefix = tag.prefix === '' ? '' : `${tag.prefix}:`;
    if (name === 'col')
      this.#columnStyles.push({
        from: Number(attributeOf(tag, 'min')),
        to: Number(attributeOf(tag, 'max')),
        style: Number(attributeOf(tag, 'style') ?? 0),
      });
    if (name === 'row') this.#openRow(tag, position);
    if (name === 'c') this.#openCell(tag, position);
  }

  close(name: string, position: number): void {
    if (name === 'c') this.#closeCell(position);
    if (name === 'row') this.#closeElement('row', position, this.#cellsBefore(Infinity));
    if (name === 'sheetData') this.#closeElement('sheetData', position, this.#rowsBefore(Infinity));
    this.#isBlankElement = false;
  }

  #openRow(tag: XmlTag, position: number): void {
    this.#row = Number(attributeOf(tag, 'r') ?? this.#row + 1);
    this.#column = 0;
    const rows = this.#rowsBefore(this.#row);
    const start = this.#xml.lastIndexOf('<', position - 1);
    if (rows !== '') this.splices.push({ from: start, to: start, text: rows });
  }

  #openCell(tag: XmlTag, position: number): void {
    const column = parseAddress(attributeOf(tag, 'r') ?? '')?.column ?? this.#column + 1;
    this.#column = column;
    const from = this.#xml.lastIndexOf('<', position - 1);
    const before = this.#cellsBefore(column);
    if (before !== '') this.splices.push({ from, to: from, text: before });
    const style = Number(attributeOf(tag, 's') ?? 0);
    this.#cell = { row: this.#row, column, from, tagEnd: position, style };
  }

  #closeCell(position: number): void {
    const cell = this.#cell;
    if (!cell) return;
    const edit = this.#take(cell);
    const was = this.#looks.part.fillOfXf[cell.style];
    const fill = edit?.fill ?? (was === undefined ? undefined : this.#refill?.(cell, was));
    const style = fill === undefined || fill === was ? cell.style : this.#variant(cell.style, { fill });
    if (edit?.value)
      this.splices.push({ from: cell.from, to: position, text: this.#cellXml(edit, edit.value, style) });
    else if (style !== cell.style)
      this.splices.push({ from: cell.from, to: cell.tagEnd, text: this.#restyled(cell, style) });
  }

  #restyled({ from, tagEnd }: OpenCell, style: number): string {
    const tag = this.#xml.slice(from, tagEnd).replace(/\ss\s*=\s*(?:"[^"]*"|'[^']*')/, '');
    return tag.replace(/^<[\w.:-]+/, (start) => `${start} s="${style}"`);
  }

  /** Puts what is missing before the end of an element, opening it where it was blank. */
  #closeElement(name: string, position: number, missing: string): void {
    if (missing === '') return;
    const start = this.#xml.lastIndexOf('<', position - 1);
    if (!this.#isBlankElement) {
      this.splices.push({ from: start, to: start, text: missing });
      return;
    }
    const opened = this.#xml.slice(start, position).replace(/\s*\/>$/, '>');
    this.splices.push({ from: start, to: position, text: `${opened}${missing}</${this.#prefix}${name}>` });
  }

  #next(): CellEdit | undefined {
    return this.#edits[this.#placed];
  }

  #take({ row, column }: CellAddress): CellEdit | undefined {
    const first = this.#next();
    if (first?.row !== row || first.column !== column) return undefined;
    this.#placed++;
    return first;
  }

  /** Cells of this row, left of the column, that the sheet does not have yet. */
  #cellsBefore(column: number): string {
    let xml = '';
    for (let edit = this.#next(); edit?.row === this.#row && edit.column < column; edit = this.#next()) {
      xml += this.#newCell(edit);
      this.#placed++;
    }
    return xml;
  }

  #rowsBefore(row: number): string {
    let xml = '';
    for (let edit = this.#next(); edit !== undefined && edit.row < row; edit = this.#next()) {
      this.#row = edit.row;
      xml += `<${this.#prefix}row r="${edit.row}">${this.#cellsBefore(Infinity)}</${this.#prefix}row>`;
    }
    if (row !== Infinity) this.#row = row;
    return xml;
  }

  #newCell(edit: CellEdit): string {
    const column = this.#columnStyles.find(({ from, to }) => edit.column >= from && edit.column <= to);
    const own = column?.style ?? 0;
    const style = edit.fill === undefined ? own : this.#variant(own, { fill: edit.fill });
    return this.#cellXml(edit, edit.value ?? { kind: 'empty', text: '' }, style);
  }

  #cellXml({ row, column }: CellEdit, value: NonNullable<CellEdit['value']>, style: number): string {
    const isQuoted = value.kind === 'text' && looksLikeFormula(value.text);
    const quoted = isQuoted ? this.#variant(style, { isQuoted }) : style;
    const look = value.style ? this.#looks.table.indexOf(value.style, isQuoted) : quoted;
    const xml = valueXml(value, columnLetters(column) + row, look);
    return this.#prefix === '' ? xml : xml.replaceAll(/<(\/?)(?=\w)/g, `<$1${this.#prefix}`);
  }

  #variant(style: number, change: Parameters<StyleTable['variantOf']>[1]): number {
    const { part, table } = this.#looks;
    return table.variantOf(part.cellXfs[style] ?? part.cellXfs[0] ?? '<xf numFmtId="0"/>', change);
  }
}
