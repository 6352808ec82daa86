import { formatPlace, lastRow, parseAddress, parseRange, type CellRange } from '../address.ts';
import { XlsxError } from '../error.ts';
import type { XlsxLimits } from '../limits.ts';
import { refuseHazardousFormula } from '../opc/refuse-hazards.ts';
import { attributeOf, isOn, readXml, type XmlTag } from '../xml/read-xml.ts';
import type { NumberKind } from './number-format.ts';
import { readCellValue } from './read-cell-value.ts';
import type { Budget } from './text-budget.ts';
import type { Cell, Sheet, SheetRow, Validation } from './workbook.ts';

/** What cells of a sheet refer to elsewhere in the workbook. */
export type SheetContext = {
  readonly name: string;
  readonly part: string;
  readonly strings: readonly string[];
  readonly numberKinds: readonly NumberKind[];
  readonly is1904: boolean;
  readonly limits: XlsxLimits;
  readonly budget: Budget;
};

type SheetContent = Pick<Sheet, 'rows' | 'hiddenColumns' | 'merges' | 'validations'>;

/** Reads a worksheet part (ECMA-376-1 §18.3.1.99). Throws `XlsxError`. */
export function readSheet(texts: Iterable<string>, context: SheetContext): SheetContent {
  const reader = new SheetReader(context);
  readXml(texts, context.part, context.limits, {
    open: (name, tag) => reader.open(name, tag),
    text: (value) => reader.text(value),
    close: (name) => reader.close(name),
  });
  const { rows, hiddenColumns, merges, validations } = reader;
  return { rows, hiddenColumns, merges, validations };
}

class SheetReader implements SheetContent {
  readonly rows: SheetRow[] = [];
  readonly hiddenColumns: { from: number; to: number }[] = [];
  readonly merges: CellRange[] = [];
  readonly validations: Validation[] = [];
  readonly #context: SheetContext;
  #row = 0;
  #isRowHidden = false;
  #cells: Cell[] = [];
  #column = 0;
  #type = 'n';
  #style = 0;
  #isComputed = false;
  #value = '';
  #formula = '';
  #into: 'value' | 'formula' | undefined;
  #isPhonetic = false;
  #validation: { type: string; ranges: CellRange[] } | undefined;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  open(name: string, tag: XmlTag): void {
    switch (name) {
      case 'row':
        return this.#openRow(tag);
      case 'c':
        return this.#openCell(tag);
      case 'v':
        this.#into = 'value';
        return;
      case 't':
        this.#into = this.#isPhonetic ? undefined : 'value';
        return;
      case 'f':
        this.#isComputed = true;
        this.#into = 'formula';
        return;
      case 'rPh':
        this.#isPhonetic = true;
        return;
      default:
        this.#openAround(name, tag);
    }
  }

  #openAround(name: string, tag: XmlTag): void {
    if (name === 'col' && isOn(tag, 'hidden'))
      this.hiddenColumns.push({ from: Number(attributeOf(tag, 'min')), to: Number(attributeOf(tag, 'max')) });
    if (name === 'mergeCell') this.merges.push(...rangesOf(attributeOf(tag, 'ref')));
    if (name === 'dataValidation')
      this.#validation = {
        type: attributeOf(tag, 'type') ?? 'none',
        ranges: rangesOf(attributeOf(tag, 'sqref')),
      };
    if (name === 'formula1' && this.#validation) {
      this.#formula = '';
      this.#into = 'formula';
    }
  }

  text(value: string): void {
    if (this.#into === undefined) return;
    this.#context.budget.spendText(value.length, this.#context.part);
    if (this.#into === 'value') this.#value += value;
    else this.#formula += value;
  }

  close(name: string): void {
    this.#into = undefined;
    if (name === 'rPh') this.#isPhonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (name === 'dataValidation') this.#closeValidation();
  }

  #openRow(tag: XmlTag): void {
    const row = Number(attributeOf(tag, 'r') ?? this.#row + 1);
    if (!Number.isInteger(row) || row <= this.#row || row > lastRow)
      throw new XlsxError('xlsx/damaged', this.#context.part);
    this.#row = row;
    this.#column = 0;
    this.#cells = [];
    this.#isRowHidden = isOn(tag, 'hidden');
  }

  #closeRow(): void {
    if (this.#cells.length > 0 || this.#isRowHidden)
      this.rows.push({ row: this.#row, isHidden: this.#isRowHidden, cells: this.#cells });
  }

  #openCell(tag: XmlTag): void {
    const reference = attributeOf(tag, 'r');
    const address = reference === undefined ? undefined : parseAddress(reference);
    const column = reference === undefined ? this.#column + 1 : (address?.column ?? 0);
    if (column <= this.#column || (address && address.row !== this.#row))
      throw new XlsxError('xlsx/damaged', this.#context.part);
    this.#column = column;
    this.#type = attributeOf(tag, 't') ?? 'n';
    this.#style = Number(attributeOf(tag, 's') ?? 0);
    this.#value = '';
    this.#formula = '';
    this.#isComputed = false;
  }

  #closeCell(): void {
    const address = { row: this.#row, column: this.#column };
    if (this.#isComputed) refuseHazardousFormula(this.#formula, formatPlace(this.#context.name, address));
    if (this.#value === '' && !this.#isComputed) return;
    this.#context.budget.spendCell(this.#context.part);
    const value = readCellValue(this.#type, this.#value, this.#style, this.#context);
    if (value === undefined) throw new XlsxError('xlsx/damaged', formatPlace(this.#context.name, address));
    this.#cells.push({ ...address, ...value, isComputed: this.#isComputed });
  }

  #closeValidation(): void {
    if (!this.#validation) return;
    refuseHazardousFormula(this.#formula, this.#context.part);
    this.validations.push({ ...this.#validation, formula: this.#formula });
    this.#validation = undefined;
  }
}

function rangesOf(references = ''): CellRange[] {
  return references.split(/\s+/).flatMap((reference) => parseRange(reference) ?? []);
}
