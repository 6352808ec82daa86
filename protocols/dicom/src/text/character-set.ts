/**
 * SpecificCharacterSet (PS3.3 section C.12.1.1.2, PS3.5 section 6.1): from bytes to text. ISO 2022 escapes are followed
 * for the sets of PS3.3 table C.12-3 and C.12-4; what a decoder does not know shows as U+FFFD, never an exception.
 */

type Decode = (bytes: Buffer) => string;

const labels: Record<string, string> = {
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'iso-8859-9',
  'IR 203': 'iso-8859-15',
  'IR 166': 'windows-874',
  'IR 13': 'shift_jis',
  'IR 149': 'euc-kr',
  'IR 58': 'gbk',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

const decoders = new Map<string, Decode>([['IR 192', decodeUtf8]]);

function decoderOf(set: string): Decode {
  const known = decoders.get(set);
  if (known) return known;
  const label = labels[set];
  const made: Decode = label === undefined ? decodeLatin1 : textDecode(new TextDecoder(label));
  decoders.set(set, made);
  return made;
}

function decodeUtf8(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function textDecode(decoder: TextDecoder): Decode {
  return (bytes) => decoder.decode(bytes);
}

/** Also the reading of bytes above 0x7F where none are allowed: senders that declare nothing mostly mean Latin-1. */
function decodeLatin1(bytes: Buffer): string {
  return bytes.toString('latin1');
}

/** `ISO_IR 100`, `ISO 2022 IR 100` and the misspellings met in the field are one set: `IR 100`. */
function setName(term: string): string {
  const name = term.trim().toUpperCase().replaceAll('_', ' ');
  const found = /IR\s*(\d+)$/.exec(name);
  if (found) return `IR ${found[1]}`;
  return name === 'UTF-8' || name === 'UTF8' ? 'IR 192' : name;
}

/** The character sets of one data set, the default one first; empty means ISO-IR 6 (ASCII). */
export type CharacterSets = readonly string[];

export function parseCharacterSets(value: string): CharacterSets {
  return value.split('\\').map(setName);
}

/** PS3.5 table 6.2-1: VRs whose text follows SpecificCharacterSet. */
const affectedVrs = new Set(['SH', 'LO', 'ST', 'LT', 'UC', 'UT', 'PN']);

export function followsCharacterSet(vr: string): boolean {
  return affectedVrs.has(vr);
}

/** Sets of characters of two bytes each in G0: bytes 0x21 to 0x7E (JIS X 0208, JIS X 0212). */
export const twoByteG0Sets: ReadonlySet<string> = new Set(['IR 87', 'IR 159']);

/** Sets with an encoding of their own, in which an ESC is no code extension. */
const closedSets = new Set(['IR 192', 'GB18030', 'GBK']);

export function isClosedSet(set: string): boolean {
  return closedSets.has(set);
}

/** What an escape sequence designates (PS3.3 tables C.12-3 and C.12-4), by the characters after ESC. */
export const escapes: readonly (readonly [code: string, set: string])[] = [
  ['$)C', 'IR 149'],
  ['$)A', 'IR 58'],
  ['$(D', 'IR 159'],
  ['$B', 'IR 87'],
  ['(B', 'IR 6'],
  ['(J', 'IR 14'],
  [')I', 'IR 13'],
  ['-A', 'IR 100'],
  ['-B', 'IR 101'],
  ['-C', 'IR 109'],
  ['-D', 'IR 110'],
  ['-L', 'IR 144'],
  ['-G', 'IR 127'],
  ['-F', 'IR 126'],
  ['-H', 'IR 138'],
  ['-M', 'IR 148'],
  ['-b', 'IR 203'],
  ['-T', 'IR 166'],
];

const esc = 0x1b;
const lead = Buffer.from('\x1b$B', 'latin1');

/** Text of bytes between two escapes. `g0` decides below 0x80, `g1` above; every set of G1 holds ASCII below. */
function decodeSegment(bytes: Buffer, g0: string, g1: string): string {
  if (bytes.length === 0) return '';
  if (g0 === 'IR 87') return decoderForIso2022Jp().decode(Buffer.concat([lead, bytes]));
  if (g0 === 'IR 159') return decoderForEucJp().decode(asEucJp0212(bytes));
  return decoderOf(g1)(bytes);
}

let iso2022Jp: TextDecoder | undefined;
function decoderForIso2022Jp(): TextDecoder {
  iso2022Jp ??= new TextDecoder('iso-2022-jp');
  return iso2022Jp;
}

let eucJp: TextDecoder | undefined;
function decoderForEucJp(): TextDecoder {
  eucJp ??= new TextDecoder('euc-jp');
  return eucJp;
}

/** JIS X 0212 is what EUC-JP writes as 0x8F and the two bytes with their high bit set. */
function asEucJp0212(bytes: Buffer): Buffer {
  const out = Buffer.alloc(Math.floor(bytes.length / 2) * 3);
  for (let at = 0, to = 0; at + 1 < bytes.length; at += 2, to += 3) {
    out[to] = 0x8f;
    out[to + 1] = (bytes[at] ?? 0) | 0x80;
    out[to + 2] = (bytes[at + 1] ?? 0) | 0x80;
  }
  return out;
}

/** VRs whose text has one value only: a backslash in it is a backslash (PS3.5 section 6.2). */
export const singleTextVrs: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UR']);

/**
 * Whether the initial sets are back after this character (PS3.5 section 6.1.2.5.3): line ends and tabs, the backslash
 * between values, and in PN `^` and `=`.
 */
export function isReset(code: number, vr: string): boolean {
  if (code === 0x0a || code === 0x0d || code === 0x0c || code === 0x09) return true;
  if (code === 0x5c) return !singleTextVrs.has(vr);
  return vr === 'PN' && (code === 0x5e || code === 0x3d);
}

function decodeWithEscapes(bytes: Buffer, initial: string, vr: string): string {
  let text = '';
  let g0 = 'IR 6';
  let g1 = initial;
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === esc) {
      text += decodeSegment(bytes.subarray(from, at), g0, g1);
      const rest = bytes.toString('latin1', at + 1, at + 4);
      const [code = '', set = 'IR 6'] = escapes.find(([start]) => rest.startsWith(start)) ?? [];
      if (code.startsWith('(') || twoByteG0Sets.has(set)) g0 = set;
      else g1 = code === '' ? initial : set;
      at += code.length;
      from = at + 1;
    } else if (isReset(byte, vr) && (byte < 0x21 || !twoByteG0Sets.has(g0))) {
      // Where G0 has two bytes a character, what looks like a delimiter is half of one.
      text += decodeSegment(bytes.subarray(from, at), g0, g1) + String.fromCharCode(byte);
      g0 = 'IR 6';
      g1 = initial;
      from = at + 1;
    }
  }
  return text + decodeSegment(bytes.subarray(from), g0, g1);
}

/** Text of a value of VR `vr`, all its values together (`\` still between them). */
export function decodeText(bytes: Buffer, sets: CharacterSets, vr: string): string {
  if (!followsCharacterSet(vr)) return decodeLatin1(bytes);
  const initial = sets[0] ?? '';
  if (!closedSets.has(initial) && bytes.includes(esc)) return decodeWithEscapes(bytes, initial, vr);
  return decoderOf(initial)(bytes);
}
