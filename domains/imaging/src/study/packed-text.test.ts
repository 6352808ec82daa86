import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packText, unpackText } from './packed-text.ts';

it('gives a text back whole, an empty one and one longer than a chunk too', async () => {
  const long = 'é'.repeat(9 * 1024 * 1024);
  for (const text of ['', 'a', long]) {
    const unpacked = await unpackText(await packText(text, 1));
    expect(unpacked.toString('utf8') === text, `${text.length} characters`).toBe(true);
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect((await unpackText(await packText(text))).toString('utf8')).toBe(text);
    }),
    { seed: 7, numRuns: 50 },
  );
});
