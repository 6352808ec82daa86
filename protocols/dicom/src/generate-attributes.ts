/**
 * Writes generated/attributes.ts: the keywords that it has and those given, with the tag and VR of a dictionary in the
 * form of dcmtk's `dicom.dic` (PS3.6 section 6 as lines).
 *
 *     node src/generate-attributes.ts /usr/share/libdcmtk17/dicom.dic [keyword…]
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { attributes } from './generated/attributes.ts';

type Row = readonly [tag: number, keyword: string, vr: string];

/** dcmtk's names for VRs that depend on something else; `xs` (US or SS) is kept. */
const settled: Readonly<Record<string, string>> = { ox: 'OW', px: 'OW', lt: 'OW', up: 'UL' };
/** First and third value of these are unsigned whatever PixelRepresentation says (PS3.3 section C.11.1.1). */
const descriptors = /Descriptor$/;

/** Rows of the wanted keywords, in tag order. Retired attributes are known by their keyword alone. */
export function pickAttributes(dictionary: string, wanted: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  for (const line of dictionary.split('\n')) {
    const [tag = '', vr = '', name = '', , origin = ''] = line.split('\t');
    const found = /^\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)$/.exec(tag);
    const keyword = name.replace(/^(RETIRED|ACR_NEMA)_/, '');
    if (!found || !origin.includes('DICOM') || !wanted.has(keyword) || vr === 'na') continue;
    const settledVr = vr === 'xs' && descriptors.test(keyword) ? 'US' : (settled[vr] ?? vr);
    rows.push([Number.parseInt(`${found[1]}${found[2]}`, 16), keyword, settledVr]);
  }
  return rows.toSorted((left, right) => left[0] - right[0]);
}

export function formatAttributes(rows: readonly Row[]): string {
  const lines = rows.map(
    ([tag, keyword, vr]) => `  [0x${tag.toString(16).padStart(8, '0')}, '${keyword}', '${vr}'],`,
  );
  return `/**
 * The attributes that Liaison reads, writes or must know the VR of in implicit VR (PS3.6 section 6): tag, keyword, VR.
 * \`xs\` is "US or SS", decided by PixelRepresentation (PS3.5 annex A.1). Written by generate-attributes.ts.
 */
export const attributes = [
${lines.join('\n')}
] as const;
`;
}

if (import.meta.main) {
  const [file = '', ...more] = process.argv.slice(2);
  const wanted = new Set<string>([...attributes.map(([, keyword]) => keyword), ...more]);
  const text = formatAttributes(pickAttributes(readFileSync(file, 'latin1'), wanted));
  writeFileSync(new URL('generated/attributes.ts', import.meta.url), text);
}
