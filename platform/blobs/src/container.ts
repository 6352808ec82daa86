/**
 * Writing a container: one append-only file for the instances that one association brings of one study. Its bytes are
 * described in layout.ts and FORMAT.md.
 *
 * An instance may be acknowledged once `commit` has returned: its data, its trailer and the length in its header are on
 * the disk then. Readers see it only after that (the trailer's last mark), so nothing is shown that a power cut could
 * take back. A failed write leaves the file as it was before the record.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { newId } from '@liaison/kernel';

import type { ContainerAbout, RecordHeader } from './about.ts';
import { nodeDisk, writeAll, type Disk } from './disk.ts';
import { storeError, StoreFailedError } from './errors.ts';
import {
  abortedLength,
  encodeClosing,
  encodeFileHeader,
  encodeRecordHeader,
  encodeTrailer,
  encodeUInt64,
  recordLengthField,
  trailerLength,
  trailerSyncedField,
} from './layout.ts';
import { openDirectory, openName } from './places.ts';

export type CommittedData = {
  /** Where the data starts in the file, and how many bytes there are. */
  readonly dataOffset: number;
  readonly dataLength: number;
  readonly crc32: number;
};

/**
 * `begin`, any number of `write`, then `commit` or `abort`; `close` at the end. Every call may throw `StoreFullError`
 * (the record under way is gone, the container stays usable) or `StoreFailedError` (the container takes no more).
 */
export type ContainerWriter = {
  readonly id: string;
  readonly path: string;
  /** Whether a failure has left it unable to take anything; `recoverContainer` makes the file whole after `close`. */
  readonly isBroken: boolean;
  begin(header: RecordHeader): void;
  /** Appends data; `chunk` may be reused after the call. */
  write(chunk: Uint8Array): void;
  /** Makes the record durable. */
  commit(): CommittedData;
  /** Drops the record under way; its header stays, marked as aborted. Without one, does nothing. */
  abort(): void;
  /** Ends the container; a record under way is aborted. */
  close(): void;
};

/** What the container is about, its id and opening instant left to this package when not given. */
export type NewContainer = Omit<ContainerAbout, 'id' | 'openedAt'> &
  Partial<Pick<ContainerAbout, 'id' | 'openedAt'>>;

/** Creates the file under `<root>/open` and makes its name durable. Throws `StoreFullError` or `StoreFailedError`. */
export function createContainer(root: string, about: NewContainer, disk: Disk = nodeDisk): ContainerWriter {
  const whole: ContainerAbout = { ...about, id: about.id ?? newId(), openedAt: about.openedAt ?? now() };
  const directory = openDirectory(root);
  const path = join(directory, openName(whole));
  const header = encodeFileHeader(JSON.stringify(whole));
  let fd: number | undefined;
  try {
    mkdirSync(root, { recursive: true });
    makeDirectory(directory);
    fd = disk.create(path);
    writeAll(disk, fd, [header], 0);
    disk.syncDirectory(directory);
  } catch (cause) {
    if (fd !== undefined) disk.close(fd);
    removeUnused(path);
    throw storeError(cause);
  }
  return new FileContainer(whole.id, path, fd, header.length, disk);
}

/** Not `recursive`, which tells a read-only disk as a folder that is missing. Another writer may make it just now. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  try {
    mkdirSync(directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
}

/** A disk that has become read-only keeps it: recovery sets it aside. */
function removeUnused(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What made the file useless is what is told.
  }
}

function now(): string {
  return new Date().toISOString();
}

/** Writes smaller than this are gathered; larger ones go straight to the file. */
const directWriteBytes = 64 * 1024;

type OpenRecord = { start: number; dataOffset: number; dataLength: number; crc32: number };

class FileContainer implements ContainerWriter {
  readonly id: string;
  readonly path: string;
  isBroken = false;
  readonly #fd: number;
  readonly #disk: Disk;
  /** Where the next byte goes, gathered ones not counted. */
  #end: number;
  #record: OpenRecord | null = null;
  #committed = 0;
  #isClosed = false;
  #gathered = Buffer.alloc(0);
  #gatheredLength = 0;

  constructor(id: string, path: string, fd: number, end: number, disk: Disk) {
    this.id = id;
    this.path = path;
    this.#fd = fd;
    this.#end = end;
    this.#disk = disk;
  }

  begin(header: RecordHeader): void {
    if (this.#record) throw new TypeError('a record is under way');
    this.#refuseIfUnusable();
    const bytes = encodeRecordHeader(JSON.stringify(header));
    const start = this.#end;
    this.#record = { start, dataOffset: start + bytes.length, dataLength: 0, crc32: 0 };
    this.#attempt(() => this.#append([bytes]));
  }

  write(chunk: Uint8Array): void {
    const record = this.#openRecord();
    record.crc32 = crc32(chunk, record.crc32);
    record.dataLength += chunk.length;
    if (chunk.length >= directWriteBytes) this.#attempt(() => this.#flush([chunk]));
    else this.#gather(chunk);
  }

  #gather(chunk: Uint8Array): void {
    if (this.#gathered.length === 0) this.#gathered = Buffer.allocUnsafe(directWriteBytes * 2);
    if (this.#gatheredLength + chunk.length > this.#gathered.length) this.#attempt(() => this.#flush([]));
    this.#gathered.set(chunk, this.#gatheredLength);
    this.#gatheredLength += chunk.length;
  }

  commit(): CommittedData {
    const record = this.#openRecord();
    if (record.dataLength === 0) throw new TypeError('a record without data');
    const { dataOffset, dataLength, crc32: crc } = record;
    const trailer = encodeTrailer({ kind: 'done', crc32: crc, dataLength, synced: false });
    this.#attempt(() => {
      this.#flush([trailer]);
      writeAll(this.#disk, this.#fd, [encodeUInt64(dataLength)], record.start + recordLengthField);
      this.#sync();
    });
    this.#record = null;
    this.#committed += 1;
    this.#markSynced();
    return { dataOffset, dataLength, crc32: crc };
  }

  /** After a failed sync nobody knows what the disk has: the file is left to recovery. */
  #sync(): void {
    try {
      this.#disk.sync(this.#fd);
    } catch (cause) {
      this.isBroken = true;
      throw cause;
    }
  }

  /** The record is durable by now: if this fails it stays so, and recovery makes it visible. */
  #markSynced(): void {
    try {
      writeAll(this.#disk, this.#fd, [Buffer.from([1])], this.#end - trailerLength + trailerSyncedField);
    } catch {
      this.isBroken = true;
    }
  }

  abort(): void {
    const record = this.#record;
    if (!record) return;
    this.#gatheredLength = 0;
    this.#attempt(() => {
      this.#disk.truncate(this.#fd, record.dataOffset);
      this.#end = record.dataOffset;
      const { dataLength, crc32: crc } = record;
      this.#append([encodeTrailer({ kind: 'aborted', crc32: crc, dataLength, synced: true })]);
      writeAll(this.#disk, this.#fd, [abortedLength], record.start + recordLengthField);
    });
    this.#record = null;
  }

  close(): void {
    if (this.#isClosed) return;
    try {
      if (!this.isBroken) this.abort();
      this.#refuseIfUnusable();
      this.#attempt(() => {
        this.#append([encodeClosing(this.#committed)]);
        this.#sync();
      });
    } catch (error) {
      this.isBroken = true;
      throw error;
    } finally {
      this.#isClosed = true;
      this.#disk.close(this.#fd);
    }
  }

  #openRecord(): OpenRecord {
    if (!this.#record) throw new TypeError('no record is under way');
    return this.#record;
  }

  #refuseIfUnusable(): void {
    if (this.isBroken || this.#isClosed) throw new StoreFailedError('unusable');
  }

  #append(buffers: readonly Uint8Array[]): void {
    writeAll(this.#disk, this.#fd, buffers, this.#end);
    for (const buffer of buffers) this.#end += buffer.length;
  }

  #flush(more: readonly Uint8Array[]): void {
    const gathered = this.#gathered.subarray(0, this.#gatheredLength);
    this.#gatheredLength = 0;
    this.#append([gathered, ...more]);
  }

  /** Does `act`; should the disk refuse, the file goes back to what it was before the record under way. */
  #attempt(act: () => void): void {
    try {
      act();
    } catch (cause) {
      this.#backOut();
      throw storeError(cause);
    }
  }

  #backOut(): void {
    const start = this.#record?.start ?? this.#end;
    this.#record = null;
    this.#gatheredLength = 0;
    this.#end = start;
    try {
      this.#disk.truncate(this.#fd, start);
    } catch {
      this.isBroken = true;
    }
  }
}
