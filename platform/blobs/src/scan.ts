import { closeSync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';

import {
  ContainerFormatError,
  parseAbout,
  parseRecordHeader,
  type ContainerAbout,
  type RecordHeader,
} from './about.ts';
import { readUpTo } from './disk.ts';
import {
  closingLength,
  decodeFilePrefix,
  decodeRecordPrefix,
  decodeTrailer,
  fileHeaderLength,
  isClosing,
  recordHeaderLength,
  trailerLength,
  type Trailer,
} from './layout.ts';

/** A record that is over. `nextOffset`: where the record after it is or will be. */
export type ContainerEntry =
  | {
      readonly kind: 'instance';
      readonly header: RecordHeader;
      readonly dataOffset: number;
      readonly dataLength: number;
      readonly crc32: number;
      readonly nextOffset: number;
    }
  | { readonly kind: 'aborted'; readonly header: RecordHeader; readonly nextOffset: number };

export type ContainerScan = {
  readonly entries: ContainerEntry[];
  /** Where to scan from next time. */
  readonly nextOffset: number;
  /** `closed`: nothing more will come. */
  readonly state: 'open' | 'closed';
  /** Header of a record that has begun and is not committed. */
  readonly current: RecordHeader | null;
};

const windowBytes = 8 * 1024;

/** Random reading of a file by small pieces, with one read for those that lie together. */
export class FileWindow {
  readonly fd: number;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(fd: number) {
    this.fd = fd;
  }

  /** `length` bytes at `offset`, fewer at the end of the file. */
  bytes(offset: number, length: number): Buffer {
    const end = offset + length;
    if (offset < this.#start || end > this.#start + this.#bytes.length) {
      this.#bytes = readUpTo(this.fd, offset, Math.max(length, windowBytes));
      this.#start = offset;
    }
    return this.#bytes.subarray(offset - this.#start, end - this.#start);
  }
}

/** What stands at an offset. `dataOffset` and `trailer` belong to the record there. */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'closing'; readonly nextOffset: number }
  | { readonly kind: 'record'; readonly header: RecordHeader; readonly dataOffset: number }
  | {
      readonly kind: 'finished';
      readonly header: RecordHeader;
      readonly dataOffset: number;
      readonly trailer: Trailer;
      readonly nextOffset: number;
    };

export function readAt(file: FileWindow, offset: number): Found {
  const head = file.bytes(offset, recordHeaderLength);
  if (isClosing(head)) return { kind: 'closing', nextOffset: offset + closingLength };
  const prefix = decodeRecordPrefix(head);
  if (!prefix) return { kind: 'nothing' };
  const json = file.bytes(offset + recordHeaderLength, prefix.jsonLength);
  if (json.length < prefix.jsonLength || crc32(json) !== prefix.jsonCrc) return { kind: 'nothing' };
  const header = parseRecordHeader(json.toString('utf8'));
  const dataOffset = offset + recordHeaderLength + prefix.jsonLength;
  if (prefix.dataLength === null) return { kind: 'record', header, dataOffset };
  const trailerOffset = dataOffset + prefix.dataLength;
  const trailer = decodeTrailer(file.bytes(trailerOffset, trailerLength));
  if (!trailer || !agrees(trailer, prefix.dataLength)) return { kind: 'record', header, dataOffset };
  return { kind: 'finished', header, dataOffset, trailer, nextOffset: trailerOffset + trailerLength };
}

function agrees(trailer: Trailer, dataLength: number): boolean {
  return trailer.kind === 'aborted' ? dataLength === 0 : trailer.dataLength === dataLength;
}

/** Reads the file header. Throws `ContainerFormatError`. */
export function readFileHeader(file: FileWindow): { about: ContainerAbout; firstOffset: number } {
  const prefix = decodeFilePrefix(file.bytes(0, fileHeaderLength));
  if (!prefix) throw new ContainerFormatError('no file header of a container');
  const json = file.bytes(fileHeaderLength, prefix.jsonLength);
  if (json.length < prefix.jsonLength || crc32(json) !== prefix.jsonCrc) {
    throw new ContainerFormatError('a file header that is cut or damaged');
  }
  return { about: parseAbout(json.toString('utf8')), firstOffset: fileHeaderLength + prefix.jsonLength };
}

function withFile<Value>(path: string, act: (file: FileWindow) => Value): Value {
  const fd = openSync(path, 'r');
  try {
    return act(new FileWindow(fd));
  } finally {
    closeSync(fd);
  }
}

export function readContainerAbout(path: string): ContainerAbout {
  return withFile(path, (file) => readFileHeader(file).about);
}

/**
 * What a container holds from `fromOffset` on (0: from its start), while it is being written or later. Only records
 * known to be on the disk are entries. Throws `ContainerFormatError` when the file header cannot be read.
 */
export function scanContainer(path: string, fromOffset: number): ContainerScan {
  return withFile(path, (file) => {
    const entries: ContainerEntry[] = [];
    let nextOffset = fromOffset === 0 ? readFileHeader(file).firstOffset : fromOffset;
    for (;;) {
      const found = readAt(file, nextOffset);
      if (found.kind === 'closing') return { entries, nextOffset, state: 'closed', current: null };
      if (found.kind === 'nothing') return { entries, nextOffset, state: 'open', current: null };
      if (found.kind === 'record' || !found.trailer.synced) {
        return { entries, nextOffset, state: 'open', current: found.header };
      }
      entries.push(entryOf(found));
      nextOffset = found.nextOffset;
    }
  });
}

function entryOf(found: Extract<Found, { kind: 'finished' }>): ContainerEntry {
  const { header, dataOffset, trailer, nextOffset } = found;
  if (trailer.kind === 'aborted') return { kind: 'aborted', header, nextOffset };
  return {
    kind: 'instance',
    header,
    dataOffset,
    dataLength: trailer.dataLength,
    crc32: trailer.crc32,
    nextOffset,
  };
}

/** CRC-32 of bytes of a file; undefined when the file ends before them. */
export function crcOfRange(fd: number, offset: number, length: number): number | undefined {
  let crc = 0;
  for (let at = 0; at < length;) {
    const bytes = readUpTo(fd, offset + at, Math.min(1024 * 1024, length - at));
    if (bytes.length === 0) return undefined;
    crc = crc32(bytes, crc);
    at += bytes.length;
  }
  return crc;
}

/** Whether the data of an instance still has the CRC-32 that it had when it was received. */
export function verifyEntry(path: string, entry: ContainerEntry): boolean {
  if (entry.kind === 'aborted') return false;
  return withFile(path, (file) => crcOfRange(file.fd, entry.dataOffset, entry.dataLength) === entry.crc32);
}
