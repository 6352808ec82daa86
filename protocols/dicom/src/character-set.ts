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
  'IR 192': 'utf-8',
  'IR 149': 'euc-kr',
  'IR 58': 'gbk',
  GB18030: 'gb18030',
  GBK: 'gbk',
};

const decoders = new Map<string, Decode>();

function decoderOf(set: string): Decode {
  const known = decoders.get(set);
  if (known) return known;
  const label = labels[set];
  const made: Decode = label ? textDecode(new TextDecoder(label)) : decodeLatin1;
  decoders.set(set, made);
  return made;
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

/** What an escape sequence designates (PS3.3 tables C.12-3 and C.12-4), by the characters after ESC. */
const escapes: readonly (readonly [string, string])[] = [
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

function decodeSegment(bytes: Buffer, set: string, fallback: Decode): string {
  if (bytes.length === 0) return '';
  switch (set) {
    case 'IR 87':
      return decoderForIso2022Jp().decode(Buffer.concat([lead, bytes]));
    case 'IR 159':
      return decoderForEucJp().decode(asEucJp0212(bytes));
    case 'IR 6':
    case 'IR 14':
      return fallback(bytes);
    default:
      return decoderOf(set)(bytes);
  }
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

/** Control characters and, in PN, `^` and `=`: after one of them the initial sets are back (PS3.5 section 6.1.2.5.3). */
function isReset(byte: number, isPersonName: boolean): boolean {
  if (byte === 0x0a || byte === 0x0d || byte === 0x0c || byte === 0x09 || byte === 0x5c) return true;
  return isPersonName && (byte === 0x5e || byte === 0x3d);
}

function decodeWithEscapes(bytes: Buffer, sets: CharacterSets, isPersonName: boolean): string {
  const fallback = decoderOf(sets[0] ?? '');
  let text = '';
  let active = 'IR 6';
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    // Within a 94×94 set of G0, every byte is half of a character: no delimiter can be met there.
    const twoByteG0 = active === 'IR 87' || active === 'IR 159';
    if (byte === esc) {
      text += decodeSegment(bytes.subarray(from, at), active, fallback);
      const rest = bytes.toString('latin1', at + 1, at + 4);
      const found = escapes.find(([code]) => rest.startsWith(code));
      active = found?.[1] ?? 'IR 6';
      at += found ? found[0].length : 0;
      from = at + 1;
    } else if (!twoByteG0 && isReset(byte, isPersonName)) {
      text += decodeSegment(bytes.subarray(from, at), active, fallback) + String.fromCharCode(byte);
      active = 'IR 6';
      from = at + 1;
    }
  }
  return text + decodeSegment(bytes.subarray(from), active, fallback);
}

/** Text of a value of VR `vr`, all its values together (`\` still between them). */
export function decodeText(bytes: Buffer, sets: CharacterSets, vr: string): string {
  if (!followsCharacterSet(vr)) return decodeLatin1(bytes);
  if (bytes.includes(esc)) return decodeWithEscapes(bytes, sets, vr === 'PN');
  return decoderOf(sets[0] ?? '')(bytes);
}

/** Bytes of a text in a set that the writer knows: UTF-8, Latin-1, or ASCII. Undefined when it cannot say that text. */
export function encodeText(text: string, sets: CharacterSets): Buffer | undefined {
  const set = sets[0] ?? '';
  if (set === 'IR 192') return Buffer.from(text, 'utf8');
  const highest = set === 'IR 100' ? 0xff : 0x7f;
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) > highest) return undefined;
  }
  return Buffer.from(text, 'latin1');
}
