import { crc32 as nodeCrc32 } from 'node:zlib';
import type { PieceResult } from '@liaison/imports/contract';
import { describe, expect, it } from 'vitest';
import { entryOfBlob, type SourceEntry } from '../reading/entry.ts';
import { crc32 } from './crc32.ts';
import type { Piece } from './piece-source.ts';
import { UploadInterruptedError } from './send-pieces.ts';
import { upload } from './uploader.ts';

const entry = (path: string, bytes: number): SourceEntry =>
  entryOfBlob(new Blob([new Uint8Array(bytes).map((_none, index) => index * 7)]), path, 0);

/** Keeps pieces as the server does. */
class Receiver {
  readonly files = new Map<number, Buffer>();
  readonly bodies: number[] = [];

  take(pieces: readonly Piece[]): PieceResult[] {
    this.bodies.push(pieces.length);
    return pieces.map(({ header, bytes }) => {
      const { position, offset, fileBytes } = header;
      const before = offset === 0 ? Buffer.alloc(0) : (this.files.get(position) ?? Buffer.alloc(0));
      const held = before.length === offset ? Buffer.concat([before, bytes]) : before;
      this.files.set(position, held);
      const receivedBytes = held.length;
      if (receivedBytes < fileBytes) return { position, state: 'partial', code: null, receivedBytes };
      const isWhole = nodeCrc32(held) === header.fileCrc32;
      return { position, state: isWhole ? 'stored' : 'damaged', code: null, receivedBytes };
    });
  }
}

/** A file that a drive refuses to read so many times: at `at`, after the bytes before. */
function scratched(whole: SourceEntry, { times, at }: { times: number; at: number }): SourceEntry {
  let left = times;
  const broken = (isBegun = false) =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        if (isBegun) controller.error(new DOMException('Input/output error', 'NotReadableError'));
        else controller.enqueue(await whole.head(at));
        isBegun = true;
      },
    });
  const stream = () => {
    left -= 1;
    return left < 0 ? whole.stream() : broken(at === 0);
  };
  return { ...whole, stream };
}

async function run(
  files: readonly (number | SourceEntry)[],
  send: (pieces: readonly Piece[]) => PieceResult[],
  { receivedBytes = 0, waited = [] as number[] } = {},
) {
  const told: string[] = [];
  await upload({
    importId: 'one',
    files: files.map((given, position) => ({
      position,
      entry: typeof given === 'number' ? entry(String(position), given) : given,
      receivedBytes,
    })),
    signal: new AbortController().signal,
    whileRunning: async () => {},
    wait: async (ms) => void waited.push(ms),
    send: async (_importId, pieces) => send(pieces),
    report: {
      stored: ({ path }) => void told.push(`${path} stored`),
      refused: ({ path }, code) => void told.push(`${path} ${code}`),
      hindered: () => {},
    },
  });
  return told.toSorted();
}

describe('sending files', () => {
  it('puts many small files in one body, and long ones in several, in order', async () => {
    const receiver = new Receiver();
    const lengths = [...Array.from({ length: 1200 }, () => 90), 9_500_000];
    const told = await run(lengths, (pieces) => receiver.take(pieces));
    expect(told.every((line) => line.endsWith('stored'))).toBe(true);
    expect(told).toHaveLength(1201);
    expect(receiver.bodies.length).toBeLessThan(12);
  });

  it('sends again what no answer came for, and what came damaged', async () => {
    const receiver = new Receiver();
    let calls = 0;
    const told = await run([100, 200, 300], (pieces) => {
      calls += 1;
      if (calls === 1) throw new UploadInterruptedError();
      if (calls === 2)
        return pieces.map(({ header }) => ({
          position: header.position,
          state: 'damaged',
          code: null,
          receivedBytes: 0,
        }));
      return receiver.take(pieces);
    });
    expect(told).toEqual(['0 stored', '1 stored', '2 stored']);
  });

  it('goes on within a long file, with the digest of the whole', async () => {
    const receiver = new Receiver();
    const all = new Uint8Array(9_000_000).map((_none, index) => index * 7);
    receiver.files.set(0, Buffer.from(all.subarray(0, 5_000_000)));
    expect(await run([9_000_000], (pieces) => receiver.take(pieces), { receivedBytes: 5_000_000 })).toEqual([
      '0 stored',
    ]);
  });

  it('reads again what a drive refuses, and goes on in it where it was', async () => {
    const receiver = new Receiver();
    const long = scratched(entry('long', 9_000_000), { times: 2, at: 5_000_000 });
    const told = await run([100, long, 300], (pieces) => receiver.take(pieces));
    expect(told).toEqual(['0 stored', '2 stored', 'long stored']);
  });

  it('brings all but the file that cannot be read, and tells of that one', async () => {
    const receiver = new Receiver();
    const lost = scratched(entry('lost', 5000), { times: Infinity, at: 2048 });
    const longLost = scratched(entry('long', 9_000_000), { times: Infinity, at: 5_000_000 });
    const told = await run([100, lost, 300, longLost, 500], (pieces) => receiver.take(pieces));
    const stored = ['0 stored', '2 stored', '4 stored'];
    expect(told).toEqual([...stored, 'long unreadable-here', 'lost unreadable-here']);
  });

  it('does not wait for every file of a medium that was taken out', async () => {
    const receiver = new Receiver();
    const waited: number[] = [];
    const gone = Array.from({ length: 200 }, (_none, index) =>
      scratched(entry(`gone${index}`, 500), { times: Infinity, at: 0 }),
    );
    const told = await run([100, ...gone], (pieces) => receiver.take(pieces), { waited });
    expect(told.filter((line) => line.endsWith('unreadable-here'))).toHaveLength(200);
    expect(waited.length).toBeLessThan(30);
  });

  it('gives up a file that is refused, and tells which', async () => {
    const told = await run([10, 20], (pieces) =>
      pieces.map(({ header: { position } }) => ({
        position,
        state: position === 0 ? 'refused' : 'stored',
        code: position === 0 ? 'not-dicom' : null,
        receivedBytes: 0,
      })),
    );
    expect(told).toEqual(['0 not-dicom', '1 stored']);
  });
});

it('digests as everyone does', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926);
});
