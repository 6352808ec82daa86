/**
 * The lines of a file as bytes, found by their tags alone: so that the line can be named in which a file stopped being
 * XML. It only serves to name: what is intact is told by digests of the data and by signatures.
 */
import { crc32 } from 'node:zlib';
import { lineElements } from '../names.ts';

/** `crc`: CRC-32 of the bytes from the beginning of the start tag to the end of the end tag. */
export type RawLine = { readonly from: number; readonly to: number; readonly crc: number };

/** In the order of the file. A line whose tags are damaged is missing, or runs to the next line. */
export function findRawLines(file: Buffer): RawLine[] {
  for (const name of lineElements) {
    const starts = findTags(file, name, '<');
    if (starts.length > 0) return pair(file, starts, findTags(file, name, '</'));
  }
  return [];
}

type Tag = { readonly from: number; readonly to: number };

function findTags(file: Buffer, name: string, opening: '<' | '</'): Tag[] {
  const found: Tag[] = [];
  const wanted = Buffer.from(`${opening}cac:${name}`);
  for (let from = file.indexOf(wanted); from !== -1; from = file.indexOf(wanted, from + wanted.length)) {
    const next = file[from + wanted.length];
    const isWhole =
      next === 0x3e || next === 0x20 || next === 0x0a || next === 0x0d || next === 0x09 || next === 0x2f;
    const end = isWhole ? file.indexOf(0x3e, from) : -1;
    if (end !== -1) found.push({ from, to: end + 1 });
  }
  return found;
}

/** Each start with the nearest end before the next start; without one, up to there. */
function pair(file: Buffer, starts: readonly Tag[], ends: readonly Tag[]): RawLine[] {
  let nextEnd = 0;
  return starts.map(({ from }, index) => {
    const limit = starts[index + 1]?.from ?? file.length;
    while (nextEnd < ends.length && (ends[nextEnd]?.from ?? 0) < from) nextEnd += 1;
    const end = ends[nextEnd];
    const to = end && end.to <= limit ? end.to : limit;
    return { from, to, crc: crc32(file.subarray(from, to)) };
  });
}
