import { attributeLines, repeatingLines } from '../generated/dictionary.js';
import type { Keyword } from '../generated/keywords.ts';

/** Attribute number: group in the high 16 bits, element in the low 16 bits, as an unsigned 32-bit number. */
export type Tag = number;

/** Value representations of PS3.5 section 6.2. */
export const vrs = [
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'LO',
  'LT',
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'PN',
  'SH',
  'SL',
  'SQ',
  'SS',
  'ST',
  'SV',
  'TM',
  'UC',
  'UI',
  'UL',
  'UN',
  'UR',
  'US',
  'UT',
  'UV',
] as const;
export type Vr = (typeof vrs)[number];

export type { Keyword };

/** What PS3.6 section 6 says of an attribute. */
export type Attribute = {
  readonly keyword: string;
  /** The first is what implicit VR means where nothing else decides; several for `US or SS`, `OB or OW`, `US or OW`. */
  readonly vrs: readonly Vr[];
  /** Value multiplicity as the standard writes it, such as `1`, `2-2n`. */
  readonly vm: string;
  readonly isRetired: boolean;
};

const openVrs: Readonly<Record<string, readonly Vr[]>> = {
  xs: ['US', 'SS'],
  lt: ['OW', 'US'],
  ox: ['OW', 'OB'],
};
/** First and third value of these are unsigned whatever PixelRepresentation says (PS3.3 section C.11.1.1). */
const descriptor = /Descriptor$/;

/** Attributes asked for so far: the table stays text, because a process that receives images needs a hundredth of it. */
const attributeByTag = new Map<Tag, Attribute>();
const tagByKeyword = new Map<string, Tag>();

/** Where each line of the table starts, in tag order, and its tag. */
type Index = { readonly tags: Uint32Array; readonly starts: Uint32Array };
let index: Index | undefined;

function indexLines(): Index {
  const tags: number[] = [];
  const starts: number[] = [];
  for (let start = 1; start < attributeLines.length; start = attributeLines.indexOf('\n', start) + 1) {
    tags.push(Number.parseInt(attributeLines.slice(start, start + 8), 16));
    starts.push(start);
  }
  return { tags: Uint32Array.from(tags), starts: Uint32Array.from(starts) };
}

function lineOf(tag: Tag): string | undefined {
  index ??= indexLines();
  let low = 0;
  let high = index.tags.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = index.tags[middle] ?? 0;
    if (found === tag) {
      const start = index.starts[middle] ?? 0;
      return attributeLines.slice(start + 8, attributeLines.indexOf('\n', start));
    }
    if (found < tag) low = middle + 1;
    else high = middle - 1;
  }
  return repeatingLineOf(tag);
}

type RepeatingLine = { readonly tag: Tag; readonly mask: number; readonly text: string };
let repeating: readonly RepeatingLine[] | undefined;

/** Overlays, curves and other repeating groups (PS3.5 section 7.6). */
function repeatingLineOf(tag: Tag): string | undefined {
  repeating ??= repeatingLines
    .split('\n')
    .slice(1, -1)
    .map((line) => ({
      tag: Number.parseInt(line.slice(0, 8), 16),
      mask: Number.parseInt(line.slice(8, 16), 16),
      text: line.slice(16),
    }));
  return repeating.find((line) => (tag & ~line.mask) >>> 0 === line.tag)?.text;
}

/** What the standard says of an attribute; undefined for private attributes and those that it does not know. */
export function findAttribute(tag: Tag): Attribute | undefined {
  const known = attributeByTag.get(tag);
  if (known) return known;
  const line = isPrivate(tag) ? undefined : lineOf(tag);
  if (line === undefined) return undefined;
  const [coded = '', keyword = ''] = line.split(' ');
  const vr = coded.slice(0, 2);
  const isRetired = coded.endsWith('!');
  const attribute: Attribute = {
    keyword,
    vrs: openVrs[vr] ?? (isVr(vr) ? [vr] : []),
    vm: coded.slice(2, isRetired ? -1 : undefined),
    isRetired,
  };
  attributeByTag.set(tag, attribute);
  return attribute;
}

const vrSet = new Set<string>(vrs);
/** VRs whose explicit header has two reserved bytes and a 32-bit length (PS3.5 table 7.1-1). */
const longHeaderVrs = new Set<string>([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);

export function isVr(code: string): code is Vr {
  return vrSet.has(code);
}

/** A VR that this edition of the standard does not know uses the long header too (PS3.5 section 7.1.2, note). */
export function hasLongHeader(code: string): boolean {
  return longHeaderVrs.has(code) || !vrSet.has(code);
}

export function isPrivate(tag: Tag): boolean {
  return ((tag >>> 16) & 1) === 1;
}

/** The attribute number of a keyword of PS3.6. */
export function tagOf(attribute: Keyword | Tag): Tag {
  if (typeof attribute === 'number') return attribute;
  const tag = findTag(attribute);
  if (tag === undefined) throw new TypeError(`no attribute is called ${attribute}`);
  return tag;
}

/** The tag of a keyword; of an attribute in repeating groups, that of the first group. */
export function findTag(keyword: string): Tag | undefined {
  const known = tagByKeyword.get(keyword);
  if (known !== undefined) return known;
  const tag = tagInLines(attributeLines, keyword) ?? tagInLines(repeatingLines, keyword);
  if (tag !== undefined) tagByKeyword.set(keyword, tag);
  return tag;
}

function tagInLines(lines: string, keyword: string): Tag | undefined {
  if (!/^[A-Za-z0-9]+$/.test(keyword)) return undefined;
  const at = lines.indexOf(` ${keyword}\n`);
  if (at < 0) return undefined;
  const start = lines.lastIndexOf('\n', at) + 1;
  return Number.parseInt(lines.slice(start, start + 8), 16);
}

export function findKeyword(tag: Tag): string | undefined {
  return findAttribute(tag)?.keyword;
}

/** The VR of an attribute where the encoding does not say it (PS3.5 annex A.1). `signed`: PixelRepresentation is 1. */
export function implicitVrOf(tag: Tag, signed: boolean): Vr {
  const element = tag & 0xffff;
  if (element === 0) return 'UL';
  if (isPrivate(tag)) return element >= 0x10 && element <= 0xff ? 'LO' : 'UN';
  const attribute = findAttribute(tag);
  if (!attribute) return 'UN';
  const [first = 'UN', second] = attribute.vrs;
  return signed && second === 'SS' && !descriptor.test(attribute.keyword) ? 'SS' : first;
}

/** `(gggg,eeee)`, as the standard writes attributes. */
export function formatTag(tag: Tag): string {
  const hex = (tag >>> 0).toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
