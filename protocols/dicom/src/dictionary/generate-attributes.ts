/**
 * Writes generated/dictionary.js and generated/keywords.ts from a dictionary in the form of dcmtk's `dicom.dic`, which
 * holds all of PS3.6 section 6 (2022b in dcmtk 3.6.7) as lines of tag, VR, keyword, VM and origin.
 *
 *     node src/dictionary/generate-attributes.ts /usr/share/libdcmtk17/dicom.dic
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** `mask`: bits of the tag that vary where an attribute repeats (overlays 60xx, curves 50xx), 0 elsewhere. */
type Row = { tag: number; mask: number; vr: string; vm: string; isRetired: boolean; keyword: string };

/**
 * dcmtk's names for VRs that the standard leaves open: `xs` is US or SS, `lt` US or OW, `ox` and `px` OB or OW. `up`
 * (UL that points into a file) is no VR of its own.
 */
const settled: Readonly<Record<string, string>> = { px: 'ox', up: 'UL' };

/** Attributes of the standard in tag order, each tag and keyword once; what is in force goes before what is retired. */
function parseAttributes(dictionary: string): Row[] {
  const rows = dictionary.split('\n').flatMap(parseLine);
  const keywords = new Set<string>();
  return rows
    .toSorted((left, right) => Number(left.isRetired) - Number(right.isRetired))
    .filter(({ keyword }) => !keywords.has(keyword) && keywords.add(keyword))
    .toSorted((left, right) => left.tag - right.tag);
}

function parseLine(line: string): Row[] {
  const [place = '', vr = '', name = '', vm = '', origin = ''] = line.split('\t');
  const found = /^\(([0-9A-F]{4})(?:-([0-9A-F]{4}))?,([0-9A-F]{4})(?:-([0-9A-F]{4}))?\)$/i.exec(place);
  if (!found || !/^DICOM($|\/retired$|\/DICONDE$|\/DICOS$)/.test(origin) || vr === 'na') return [];
  const [, group = '', lastGroup = group, element = '', lastElement = element] = found;
  const tag = Number.parseInt(group + element, 16);
  // By default a range of groups stands for the even ones, and all ranges here are of 256.
  const mask = (lastGroup === group ? 0 : 0x00fe0000) + (lastElement === element ? 0 : 0xff);
  const keyword = name.replace(/^(RETIRED|ACR_NEMA)_/, '');
  return [{ tag, mask, vr: settled[vr] ?? vr, vm, isRetired: origin.endsWith('retired'), keyword }];
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(8, '0');
}

const source = 'Written by generate-attributes.ts from the dicom.dic of dcmtk 3.6.7 (PS3.6 2022b).';

/**
 * Text of generated/dictionary.js: a single string, because five thousand objects weigh on a process that needs few; and
 * JavaScript, because taking the types off so long a text costs 3 MB of memory.
 */
export function formatDictionary(dictionary: string): string {
  const rows = parseAttributes(dictionary);
  const lines = rows
    .filter(({ mask }) => mask === 0)
    .map(({ tag, vr, vm, isRetired, keyword }) => `${hex(tag)}${vr}${vm}${isRetired ? '!' : ''} ${keyword}`);
  const repeating = rows
    .filter(({ mask }) => mask !== 0)
    .map(
      ({ tag, mask, vr, vm, isRetired, keyword }) =>
        `${hex(tag)}${hex(mask)}${vr}${vm}${isRetired ? '!' : ''} ${keyword}`,
    );
  return `/**
 * Attributes of PS3.6 section 6, in tag order. A line: tag in eight hexadecimal digits, VR, VM, \`!\` where it is
 * retired, keyword. VRs that depend on other attributes: \`xs\` is US or SS, \`lt\` US or OW, \`ox\` OB or OW.
 * ${source}
 */
export const attributeLines = \`
${lines.join('\n')}
\`;

/** Attributes of repeating groups: tag with the varying bits at 0, those bits, then as above. */
export const repeatingLines = \`
${repeating.join('\n')}
\`;
`;
}

/** Text of generated/keywords.ts: a type alone, which no process loads. */
export function formatKeywords(dictionary: string): string {
  const keywords = parseAttributes(dictionary).map(({ keyword }) => `  | '${keyword}'`);
  return `/** Keywords of PS3.6 section 6. ${source} */
export type Keyword =
${keywords.join('\n')};
`;
}

if (import.meta.main) {
  const [file = ''] = process.argv.slice(2);
  const dictionary = readFileSync(file, 'latin1');
  writeFileSync(new URL('../generated/dictionary.js', import.meta.url), formatDictionary(dictionary));
  writeFileSync(new URL('../generated/keywords.ts', import.meta.url), formatKeywords(dictionary));
}
