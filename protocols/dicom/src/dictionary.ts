import { attributes } from './generated/attributes.ts';

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

export type Keyword = (typeof attributes)[number][1];

const rowByTag = new Map<Tag, { keyword: Keyword; vr: Vr | 'xs' }>();
const tagByKeyword = new Map<string, Tag>();
for (const [tag, keyword, vr] of attributes) {
  rowByTag.set(tag, { keyword, vr });
  tagByKeyword.set(keyword, tag);
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
  const tag = tagByKeyword.get(attribute);
  if (tag === undefined) throw new TypeError(`no attribute is called ${attribute}`);
  return tag;
}

export function findTag(keyword: string): Tag | undefined {
  return tagByKeyword.get(keyword);
}

export function findKeyword(tag: Tag): Keyword | undefined {
  return rowByTag.get(tag)?.keyword;
}

/** The VR of an attribute where the encoding does not say it. `signed`: PixelRepresentation is 1. */
export function implicitVrOf(tag: Tag, signed: boolean): Vr {
  const element = tag & 0xffff;
  if (element === 0) return 'UL';
  const row = rowByTag.get(tag);
  if (row) {
    if (row.vr !== 'xs') return row.vr;
    return signed ? 'SS' : 'US';
  }
  if (isPrivate(tag) && element >= 0x10 && element <= 0xff) return 'LO';
  // Repeating groups of overlays (PS3.5 section 7.6), whose data is OW in implicit VR (annex A.1).
  if (tag >>> 24 === 0x60) return overlayVrOf(element);
  return 'UN';
}

function overlayVrOf(element: number): Vr {
  switch (element) {
    case 0x0010:
    case 0x0011:
    case 0x0100:
    case 0x0102:
      return 'US';
    case 0x0015:
      return 'IS';
    case 0x0022:
    case 0x1500:
      return 'LO';
    case 0x0040:
    case 0x0045:
      return 'CS';
    case 0x0050:
      return 'SS';
    case 0x3000:
      return 'OW';
    default:
      return 'UN';
  }
}

/** `(gggg,eeee)`, as the standard writes attributes. */
export function formatTag(tag: Tag): string {
  const hex = (tag >>> 0).toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
