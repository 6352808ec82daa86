import fc from 'fast-check';
import { expect, it } from 'vitest';

import { encodeFrame, readFrames } from './relay-frames.ts';

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

it('gives frames back one by one, however the socket cuts them', async () => {
  const frame = fc.record({
    kind: fc.nat(255),
    head: fc.dictionary(fc.string(), fc.string()),
    bytes: fc.uint8Array(),
  });
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 6 }), sizes, async (frames, cuts) => {
      const sent = Buffer.concat(frames.map(({ kind, head, bytes }) => encodeFrame(kind, head, bytes)));
      const read: { kind: number; head: string; bytes: string }[] = [];
      for await (const { kind, head, bytes } of readFrames(cut(sent, cuts)))
        read.push({ kind, head, bytes: bytes.toString('hex') });
      expect(read).toEqual(
        frames.map(({ kind, head, bytes }) => ({
          kind,
          head: JSON.stringify(head),
          bytes: Buffer.from(bytes).toString('hex'),
        })),
      );
    }),
    { seed: 20261201, numRuns: 80 },
  );
});

it('refuses a frame that is longer than any', async () => {
  const frames = readFrames(cut(Buffer.alloc(64, 0xff), [64]));
  await expect(frames.next()).rejects.toBeInstanceOf(TypeError);
});
