import { crc32 } from 'node:zlib';

/**
 * The bytes of a container, version 1. FORMAT.md says the same with an example. Numbers are little endian; CRC is the
 * CRC-32 of ISO 3309 (that of zlib and gzip); JSON is UTF-8.
 *
 *     file header    0  8  "LSCONT\r\n"
 *                    8  2  version: 1
 *                   10  2  0
 *                   12  4  length of the JSON, n
 *                   16  4  CRC of the JSON
 *                   20  n  JSON: ContainerAbout
 *     record         0  4  "INST"
 *                    4  4  length of the JSON, n
 *                    8  4  CRC of the JSON
 *                   12  4  0
 *                   16  8  length of the data; 0 until the record is over; all ones: aborted, without its data
 *                   24  n  JSON: RecordHeader
 *                 24+n  …  the data, as it came
 *     trailer        0  4  "DONE": committed · "ABRT": aborted
 *                    4  4  CRC of the data
 *                    8  8  length of the data (aborted: how much there was of it)
 *                   16  4  CRC of the 16 bytes before
 *                   20  1  0 written · 1 known to be on the disk
 *                   21  3  0
 *     closing record 0  4  "CLSD"
 *                    4  4  number of committed records
 *                    8  4  CRC of the 8 bytes before
 *                   12  4  0
 *
 * After the file header come records, each with its trailer, then the closing record, then nothing.
 */
export const fileMagic = Buffer.from('LSCONT\r\n', 'latin1');
export const formatVersion = 1;
export const fileHeaderLength = 20;
export const recordHeaderLength = 24;
/** Where the length of the data is in a record header. */
export const recordLengthField = 16;
export const trailerLength = 24;
/** Where a trailer says that it is on the disk. */
export const trailerSyncedField = 20;
export const closingLength = 16;
/** Longest JSON of a header. */
export const maxJsonLength = 256 * 1024;

const recordMagic = 0x54534e49; // "INST"
const doneMagic = 0x454e4f44; // "DONE"
const abortedMagic = 0x54524241; // "ABRT"
const closingMagic = 0x44534c43; // "CLSD"

export function encodeFileHeader(json: string): Buffer {
  const body = Buffer.from(json, 'utf8');
  const head = Buffer.alloc(fileHeaderLength);
  fileMagic.copy(head);
  head.writeUInt16LE(formatVersion, 8);
  head.writeUInt32LE(body.length, 12);
  head.writeUInt32LE(crc32(body), 16);
  return Buffer.concat([head, body]);
}

export function encodeRecordHeader(json: string): Buffer {
  const body = Buffer.from(json, 'utf8');
  const head = Buffer.alloc(recordHeaderLength);
  head.writeUInt32LE(recordMagic, 0);
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(crc32(body), 8);
  return Buffer.concat([head, body]);
}

export function encodeUInt64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** In the length field of an aborted record, whose trailer follows its header at once. */
export const abortedLength = Buffer.alloc(8, 0xff);

export type Trailer = {
  readonly kind: 'done' | 'aborted';
  readonly crc32: number;
  readonly dataLength: number;
  readonly synced: boolean;
};

export function encodeTrailer(trailer: Trailer): Buffer {
  const bytes = Buffer.alloc(trailerLength);
  bytes.writeUInt32LE(trailer.kind === 'done' ? doneMagic : abortedMagic, 0);
  bytes.writeUInt32LE(trailer.crc32, 4);
  bytes.writeBigUInt64LE(BigInt(trailer.dataLength), 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
  bytes.writeUInt8(Number(trailer.synced), trailerSyncedField);
  return bytes;
}

/** Undefined when these bytes are no whole trailer. */
export function decodeTrailer(bytes: Buffer): Trailer | undefined {
  if (bytes.length < trailerLength) return undefined;
  const magic = bytes.readUInt32LE(0);
  if (magic !== doneMagic && magic !== abortedMagic) return undefined;
  if (bytes.readUInt32LE(16) !== crc32(bytes.subarray(0, 16))) return undefined;
  return {
    kind: magic === doneMagic ? 'done' : 'aborted',
    crc32: bytes.readUInt32LE(4),
    dataLength: Number(bytes.readBigUInt64LE(8)),
    synced: bytes.readUInt8(trailerSyncedField) === 1,
  };
}

export function encodeClosing(recordCount: number): Buffer {
  const bytes = Buffer.alloc(closingLength);
  bytes.writeUInt32LE(closingMagic, 0);
  bytes.writeUInt32LE(recordCount, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 8)), 8);
  return bytes;
}

export function isClosing(bytes: Buffer): boolean {
  if (bytes.length < closingLength || bytes.readUInt32LE(0) !== closingMagic) return false;
  return bytes.readUInt32LE(8) === crc32(bytes.subarray(0, 8));
}

export type RecordPrefix = {
  readonly jsonLength: number;
  readonly jsonCrc: number;
  /** Null while the record is under way, 0 when it was aborted. */
  readonly dataLength: number | null;
};

/** Nothing is no JSON: its CRC is 0, like all of a field that did not reach the disk. */
function isJsonLength(length: number): boolean {
  return length > 0 && length <= maxJsonLength;
}

/** The fixed part of a record header; undefined when these bytes are none. */
export function decodeRecordPrefix(bytes: Buffer): RecordPrefix | undefined {
  if (bytes.length < recordHeaderLength || bytes.readUInt32LE(0) !== recordMagic) return undefined;
  const jsonLength = bytes.readUInt32LE(4);
  if (!isJsonLength(jsonLength)) return undefined;
  return {
    jsonLength,
    jsonCrc: bytes.readUInt32LE(8),
    dataLength: decodeDataLength(bytes.subarray(recordLengthField, recordLengthField + 8)),
  };
}

const largestLength = 2 ** 52;

function decodeDataLength(field: Buffer): number | null {
  if (field.equals(abortedLength)) return 0;
  const length = Number(field.readBigUInt64LE());
  // More than any file holds: a power cut left half of the field, and the record is not over.
  return length > 0 && length < largestLength ? length : null;
}

/** The JSON's length and CRC in a file header; undefined when these bytes are no file header of version 1. */
export function decodeFilePrefix(bytes: Buffer): { jsonLength: number; jsonCrc: number } | undefined {
  if (bytes.length < fileHeaderLength || !bytes.subarray(0, 8).equals(fileMagic)) return undefined;
  const jsonLength = bytes.readUInt32LE(12);
  if (bytes.readUInt16LE(8) !== formatVersion || !isJsonLength(jsonLength)) return undefined;
  return { jsonLength, jsonCrc: bytes.readUInt32LE(16) };
}
