import type { ImageFacts } from './describe-image.ts';

/** Bytes of a data set, fewer than asked at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

type Fragment = { offset: number; length: number; isStart: boolean };

const itemTag = 0xe000fffe;
const sequenceDelimiterTag = 0xe0ddfffe;
const headerLength = 8;
const windowLength = 64 * 1024;
const maxFragments = 1_000_000;

/**
 * Where each frame of encapsulated pixel data starts (PS3.5 annex A.4): the offset of the item of its first fragment, from
 * the start of the data set, then the end of the last frame; null where the fragments do not add up to the frames.
 */
export async function indexFrames(
  image: Pick<ImageFacts, 'frames' | 'pixel_offset'>,
  dataLength: number,
  read: ReadBytes,
): Promise<number[] | null> {
  if (image.pixel_offset === null) return null;
  const at = windowed(read, dataLength);
  const table = await readOffsetTable(image.pixel_offset, dataLength, read);
  if (!table) return null;
  const { offsets, firstFragment } = table;
  if (offsets.length === image.frames && isRising(offsets)) {
    const starts = offsets.map((offset) => firstFragment + offset);
    const tail = await listFragments(starts.at(-1) ?? firstFragment, dataLength, at);
    return tail && [...starts, tail.end];
  }
  const found = await listFragments(firstFragment, dataLength, at);
  if (!found) return null;
  const starts = frameStarts(found.fragments, image.frames);
  return starts && [...starts, found.end];
}

/** One frame's bytes from the items that hold it, back to back. Null where they are no items. */
export function joinFragments(items: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at < items.length; ) {
    if (at + headerLength > items.length || items.readUInt32LE(at) !== itemTag) return null;
    const length = items.readUInt32LE(at + 4);
    const end = at + headerLength + length;
    if (end > items.length) return null;
    parts.push(items.subarray(at + headerLength, end));
    at = end;
  }
  const [only] = parts;
  return only && parts.length === 1 ? only : Buffer.concat(parts);
}

async function readOffsetTable(
  offset: number,
  dataLength: number,
  read: ReadBytes,
): Promise<{ offsets: number[]; firstFragment: number } | null> {
  const header = await read(offset, headerLength);
  if (header.length < headerLength || header.readUInt32LE(0) !== itemTag) return null;
  const length = header.readUInt32LE(4);
  if (offset + headerLength + length > dataLength || length > maxFragments * 4) return null;
  const table = length === 0 ? Buffer.alloc(0) : await read(offset + headerLength, length);
  const offsets = Array.from({ length: Math.floor(table.length / 4) }, (_, index) => table.readUInt32LE(index * 4));
  return { offsets, firstFragment: offset + headerLength + length };
}

function isRising(offsets: readonly number[]): boolean {
  return offsets[0] === 0 && offsets.every((offset, index) => index === 0 || offset > (offsets[index - 1] ?? 0));
}

/** Ten bytes at an offset: an item's header and how its value begins. One read serves many small fragments. */
function windowed(read: ReadBytes, dataLength: number): ReadBytes {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return async (offset, length) => {
    if (offset < start || offset + length > start + bytes.length) {
      start = offset;
      bytes = await read(offset, Math.min(windowLength, Math.max(0, dataLength - offset)));
    }
    return bytes.subarray(offset - start, offset - start + length);
  };
}

async function listFragments(
  from: number,
  dataLength: number,
  at: ReadBytes,
): Promise<{ fragments: Fragment[]; end: number } | null> {
  const fragments: Fragment[] = [];
  let offset = from;
  while (offset < dataLength && fragments.length < maxFragments) {
    const header = await at(offset, headerLength + 2);
    if (header.length < headerLength) return null;
    const tag = header.readUInt32LE(0);
    if (tag === sequenceDelimiterTag) return { fragments, end: offset };
    const length = header.readUInt32LE(4);
    if (tag !== itemTag || offset + headerLength + length > dataLength) return null;
    fragments.push({ offset, length, isStart: isCodestreamStart(header.subarray(headerLength)) });
    offset += headerLength + length;
  }
  // Seen in the field: no delimiter, where the pixels end the data set.
  return offset === dataLength ? { fragments, end: offset } : null;
}

/** SOI of JPEG and JPEG-LS, or SOC of JPEG 2000: where a frame that spans several fragments begins. */
function isCodestreamStart(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f);
}

function frameStarts(fragments: readonly Fragment[], frames: number): number[] | null {
  if (fragments.length === 0) return null;
  if (frames === 1) return fragments.slice(0, 1).map(({ offset }) => offset);
  if (fragments.length === frames) return fragments.map(({ offset }) => offset);
  const starts = fragments.filter(({ isStart }) => isStart).map(({ offset }) => offset);
  return starts.length === frames ? starts : null;
}
