import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { combineCrc32, EntryBrokenError, zipLength, zipPieces, type ZipEntry } from './zip.ts';

const at = new Date(2026, 10, 20, 14, 2, 30);

function entry(name: string, content: Buffer): ZipEntry {
  return { name, size: content.length, crc32: crc32(content), pieces: () => [content] };
}

async function whole(entries: readonly ZipEntry[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipPieces(entries, at)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Claims to be of any size; gives nothing. Only for headers. */
function claimed(name: string, size: number): ZipEntry {
  return { name, size, crc32: 0, pieces: () => [] };
}

describe('a stored zip', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'liaison-zip-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is what unzip finds whole, and as long as it said', async () => {
    const entries = [entry('DICOMDIR', Buffer.from('index')), entry('IMAGES/A/B', Buffer.alloc(300_000, 7))];
    const bytes = await whole(entries);
    expect(bytes.length).toBe(zipLength(entries));
    const path = join(directory, 'a.zip');
    writeFileSync(path, bytes);
    execFileSync('unzip', ['-t', path]);
    execFileSync('unzip', ['-q', path, '-d', directory]);
    expect(readFileSync(join(directory, 'IMAGES/A/B')).equals(Buffer.alloc(300_000, 7))).toBe(true);
    expect(execFileSync('unzip', ['-Z', path]).toString()).toMatch(/26-Nov-20 14:02 DICOMDIR/);
  });

  it('holds more entries than the first format counts', async () => {
    const entries = Array.from({ length: 70_000 }, (_, n) => entry(`E${n}`, Buffer.of(n & 255)));
    const bytes = await whole(entries);
    expect(bytes.length).toBe(zipLength(entries));
    const path = join(directory, 'many.zip');
    writeFileSync(path, bytes);
    expect(execFileSync('unzip', ['-Z', '-t', path]).toString()).toContain('70000 files');
  });

  it('says sizes and places above 4 GiB in the fields of ZIP64', () => {
    const large = 5 * 2 ** 30;
    const entries = [claimed('A', large), claimed('B', 10)];
    // A local header and a directory header with 16 more bytes each, a directory header that lies far, and the trailer.
    const plain = zipLength([claimed('A', 0), claimed('B', 0)]);
    expect(zipLength(entries) - plain).toBe(large + 10 + (4 + 16) * 2 + (4 + 8) + 56 + 20);
  });

  it('breaks off before the end of an entry that is not what was promised', async () => {
    const good = Buffer.from('as it was received');
    const bad: ZipEntry = { ...entry('A', good), pieces: () => [Buffer.from('as it was recieved')] };
    await expect(whole([bad])).rejects.toBeInstanceOf(EntryBrokenError);
    const short: ZipEntry = { ...entry('A', good), pieces: () => [good.subarray(1)] };
    await expect(whole([short])).rejects.toBeInstanceOf(EntryBrokenError);
  });

  it('joins two CRCs as if their contents had been joined', () => {
    const parts = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(parts, parts, (first, second) => {
        const joined = crc32(Buffer.concat([first, second]));
        expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(joined);
      }),
      { seed: 7 },
    );
  });
});
