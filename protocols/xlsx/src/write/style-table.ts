import { escapeXml } from '../xml/xml-text.ts';
import type { CellStyle } from './workbook-input.ts';

/** How many of each the styles part already has, and the highest number format of its own. */
export type StyleCounts = {
  readonly fonts: number;
  readonly fills: number;
  readonly borders: number;
  readonly cellXfs: number;
  readonly lastNumFmtId: number;
};

/** Element lists that `addStyles` puts at the end of those of a styles part. */
export type StyleAdditions = Readonly<
  Record<'numFmts' | 'fonts' | 'fills' | 'borders' | 'cellXfs', readonly string[]>
>;

/** Built-in formats that we use (ECMA-376-1 §18.8.30). */
const builtIn: Readonly<Record<string, number>> = { '0': 1, '0.00': 2, '@': 49 };
const firstCustomFormat = 164;

/** Cell formats for the styles that were asked for, each made once, after those that are there (ECMA-376-1 §18.8). */
export class StyleTable {
  readonly additions = {
    numFmts: [] as string[],
    fonts: [] as string[],
    fills: [] as string[],
    borders: [] as string[],
    cellXfs: [] as string[],
  } satisfies StyleAdditions;
  readonly #counts: StyleCounts;
  readonly #byStyle = new Map<CellStyle, number>();
  readonly #byKey = new Map<string, number>();

  constructor(counts: StyleCounts) {
    this.#counts = counts;
  }

  /** The index for `s=""`. `isQuoted`: the text begins like a formula and must stay a text when it is edited. */
  indexOf(style: CellStyle | undefined, isQuoted = false): number {
    if (!style && !isQuoted) return 0;
    const known = style && !isQuoted ? this.#byStyle.get(style) : undefined;
    if (known !== undefined) return known;
    const index = this.#once('cellXfs', this.#cellFormat(style ?? {}, isQuoted), this.#counts.cellXfs);
    if (style && !isQuoted) this.#byStyle.set(style, index);
    return index;
  }

  /** The same cell format with another fill, or marked as a text; `xf` is the element as the styles part has it. */
  variantOf(xf: string, { fill, isQuoted }: { fill?: string | undefined; isQuoted?: boolean }): number {
    const kept = fill === undefined ? xf : xf.replaceAll(/\s(?:fillId|applyFill)="[^"]*"/g, '');
    const filled = fill === undefined ? '' : ` fillId="${this.#fill(fill)}" applyFill="1"`;
    const quoted = isQuoted && !/\squotePrefix="/.test(kept) ? ' quotePrefix="1"' : '';
    const variant = kept.replace(/^<[\w.:-]+/, (start) => start + filled + quoted);
    return this.#once('cellXfs', variant, this.#counts.cellXfs);
  }

  #once(list: keyof StyleAdditions, element: string, offset: number): number {
    const key = list + element;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const index = offset + this.additions[list].push(element) - 1;
    this.#byKey.set(key, index);
    return index;
  }

  #cellFormat(style: CellStyle, isQuoted: boolean): string {
    const attributes = [
      `numFmtId="${this.#format(style.format)}" fontId="${this.#font(style)}"`,
      `fillId="${style.fill === undefined ? 0 : this.#fill(style.fill)}" borderId="${this.#border(style.border)}" xfId="0"`,
      isQuoted ? 'quotePrefix="1"' : '',
      'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1"',
    ];
    const protection = style.isUnlocked ? '<protection locked="0"/>' : '';
    return `<xf ${attributes.filter(Boolean).join(' ')}>${alignment(style)}${protection}</xf>`;
  }

  #format(code: string | undefined): number {
    if (code === undefined) return 0;
    const known = builtIn[code];
    if (known !== undefined) return known;
    const first = Math.max(firstCustomFormat, this.#counts.lastNumFmtId + 1);
    const codes = this.additions.numFmts;
    const at = codes.findIndex((element) => element.includes(` formatCode="${escapeXml(code)}"`));
    if (at >= 0) return first + at;
    return (
      first + codes.push(`<numFmt numFmtId="${first + codes.length}" formatCode="${escapeXml(code)}"/>`) - 1
    );
  }

  #font({ isBold, isItalic, size = 11, colour }: CellStyle): number {
    if (!isBold && !isItalic && size === 11 && colour === undefined) return 0;
    const element = `<font>${isBold ? '<b/>' : ''}${isItalic ? '<i/>' : ''}<sz val="${size}"/><color rgb="FF${colour ?? '000000'}"/><name val="Calibri"/><family val="2"/></font>`;
    return this.#once('fonts', element, this.#counts.fonts);
  }

  #fill(colour: string): number {
    const element = `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
    return this.#once('fills', element, this.#counts.fills);
  }

  #border(colour: string | undefined): number {
    if (colour === undefined) return 0;
    const side = (name: string): string => `<${name} style="thin"><color rgb="FF${colour}"/></${name}>`;
    const sides = ['left', 'right', 'top', 'bottom'].map(side).join('');
    return this.#once('borders', `<border>${sides}<diagonal/></border>`, this.#counts.borders);
  }
}

function alignment({ horizontal, vertical = 'top', isWrapped, indent }: CellStyle): string {
  const attributes = [
    horizontal ? `horizontal="${horizontal}"` : '',
    `vertical="${vertical}"`,
    isWrapped ? 'wrapText="1"' : '',
    indent ? `indent="${indent}"` : '',
  ];
  return `<alignment ${attributes.filter(Boolean).join(' ')}/>`;
}
