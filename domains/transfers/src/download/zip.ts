import { crc32 } from 'node:zlib';

/**
 * A ZIP archive of stored entries (APPNOTE.TXT 6.3, ZIP64 included), whose length is known before its first byte leaves:
 * sizes and CRCs come with the entries. A browser can then say how much remains, and that nothing is missing.
 */
export type ZipEntry = {
  /** Path of ASCII characters, parted by `/`. */
  readonly name: string;
  readonly size: number;
  /** CRC-32 of the content: what comes out of `pieces` is held against it. */
  readonly crc32: number;
  pieces(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

/** What an entry gave is not what it promised: the archive ends broken rather than wrong. */
export class EntryBrokenError extends Error {
  override readonly name = 'EntryBrokenError';
}

const most32 = 0xffff_ffff;
const most16 = 0xffff;

type Placed = ZipEntry & { readonly offset: number };

export function zipLength(entries: readonly ZipEntry[]): number {
  const placed = place(entries);
  const start = endOf(placed);
  return start + directoryOf(placed, 0).length + trailerOf(placed, start, 0).length;
}

/** The archive, piece by piece; holds one piece in memory. @throws EntryBrokenError */
export async function* zipPieces(
  entries: readonly ZipEntry[],
  madeAt: Date,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stamp = dosTime(madeAt);
  const placed = place(entries);
  for (const entry of placed) {
    yield localHeader(entry, stamp);
    yield* checked(entry);
  }
  const start = endOf(placed);
  const directory = directoryOf(placed, stamp);
  yield directory;
  yield trailerOf(placed, start, directory.length);
}

/** The content of an entry; its last piece leaves only once all of it is known to be right. */
async function* checked(
  entry: Pick<ZipEntry, 'size' | 'crc32' | 'pieces'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let crc = 0;
  let size = 0;
  let held: Uint8Array | null = null;
  for await (const piece of entry.pieces()) {
    if (held) yield held;
    crc = crc32(piece, crc);
    size += piece.length;
    held = piece;
  }
  if (size !== entry.size || crc !== entry.crc32) throw new EntryBrokenError('content differs from its CRC');
  if (held) yield held;
}

function place(entries: readonly ZipEntry[]): Placed[] {
  let offset = 0;
  return entries.map((entry) => {
    const placed = { ...entry, pieces: () => entry.pieces(), offset };
    offset += localHeader(placed, 0).length + entry.size;
    return placed;
  });
}

function endOf(placed: readonly Placed[]): number {
  const last = placed.at(-1);
  return last ? last.offset + localHeader(last, 0).length + last.size : 0;
}

/** Time then date of MS-DOS, two seconds apart, as one number of 32 bits. */
function dosTime(at: Date): number {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const date = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return ((date << 16) | time) >>> 0;
}

function localHeader(entry: Placed, stamp: number): Buffer {
  const name = Buffer.from(entry.name, 'ascii');
  const isLarge = entry.size >= most32;
  const extra = isLarge ? zip64Extra([entry.size, entry.size]) : Buffer.alloc(0);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(isLarge ? 45 : 20, 4);
  head.writeUInt32LE(stamp, 10);
  head.writeUInt32LE(entry.crc32, 14);
  head.writeUInt32LE(isLarge ? most32 : entry.size, 18);
  head.writeUInt32LE(isLarge ? most32 : entry.size, 22);
  head.writeUInt16LE(name.length, 26);
  head.writeUInt16LE(extra.length, 28);
  return Buffer.concat([head, name, extra]);
}

function directoryOf(placed: readonly Placed[], stamp: number): Buffer {
  return Buffer.concat(placed.map((entry) => directoryHeader(entry, stamp)));
}

function directoryHeader(entry: Placed, stamp: number): Buffer {
  const name = Buffer.from(entry.name, 'ascii');
  const isLarge = entry.size >= most32;
  const isFar = entry.offset >= most32;
  const large = [...(isLarge ? [entry.size, entry.size] : []), ...(isFar ? [entry.offset] : [])];
  const extra = large.length > 0 ? zip64Extra(large) : Buffer.alloc(0);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(45, 4);
  head.writeUInt16LE(large.length > 0 ? 45 : 20, 6);
  head.writeUInt32LE(stamp, 12);
  head.writeUInt32LE(entry.crc32, 16);
  head.writeUInt32LE(isLarge ? most32 : entry.size, 20);
  head.writeUInt32LE(isLarge ? most32 : entry.size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(isFar ? most32 : entry.offset, 42);
  return Buffer.concat([head, name, extra]);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, at) => extra.writeBigUInt64LE(BigInt(value), 4 + at * 8));
  return extra;
}

/** End of central directory, with the records of ZIP64 before it where a number needs them. */
function trailerOf(placed: readonly Placed[], start: number, directoryLength: number): Buffer {
  const count = placed.length;
  const isLarge = count >= most16 || start >= most32 || directoryLength >= most32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, most16), 8);
  end.writeUInt16LE(Math.min(count, most16), 10);
  end.writeUInt32LE(Math.min(directoryLength, most32), 12);
  end.writeUInt32LE(Math.min(start, most32), 16);
  if (!isLarge) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(directoryLength), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + directoryLength), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}

/** CRC-32 of two parts joined, from those of each and the length of the second: the data set's is known since it came. */
export function combineCrc32(first: number, second: number, secondLength: number): number {
  // Appending a zero bit to a message is a linear map of its CRC; squared again and again it appends 2, 4, 8… bits.
  let power = Uint32Array.from({ length: 32 }, (_, bit) =>
    bit === 0 ? 0xedb8_8320 : (1 << (bit - 1)) >>> 0,
  );
  let crc = first >>> 0;
  for (let bits = BigInt(secondLength) * 8n; bits > 0n; bits >>= 1n) {
    if (bits & 1n) crc = applyMap(power, crc);
    const known = power;
    power = known.map((column) => applyMap(known, column));
  }
  return (crc ^ second) >>> 0;
}

function applyMap(columns: Uint32Array, vector: number): number {
  let sum = 0;
  for (let bit = 0; bit < 32; bit += 1) if ((vector >>> bit) & 1) sum ^= columns[bit] ?? 0;
  return sum >>> 0;
}
