import { describe, expect, it } from 'vitest';
import { indexFrames, joinFragments } from './index-frames.ts';

const item = (content: Buffer) => {
  const header = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
};
const delimiter = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
const jpeg = (letter: string) => Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from(letter.repeat(4))]);
const table = (...offsets: number[]) => {
  const bytes = Buffer.alloc(offsets.length * 4);
  for (const [index, offset] of offsets.entries()) bytes.writeUInt32LE(offset, index * 4);
  return item(bytes);
};

/** The frames as they would be read back from a data set with 10 bytes before its pixels. */
async function framesOf(frames: number, ...parts: Buffer[]): Promise<string[] | null> {
  const dataSet = Buffer.concat([Buffer.alloc(10), ...parts]);
  const read = async (offset: number, length: number) => dataSet.subarray(offset, offset + length);
  const offsets = await indexFrames({ frames, pixel_offset: 10 }, dataSet.length, read);
  return offsets && offsets.slice(0, -1).map((start, index) =>
    String(joinFragments(dataSet.subarray(start, offsets[index + 1]))?.toString('latin1').replaceAll('\xff\xd8', '')));
}

describe('frames among fragments', () => {
  it('are found by the basic offset table', async () => {
    const parts = [table(0, 28), item(jpeg('a')), item(Buffer.from('bbbbbb')), item(jpeg('c')), delimiter];
    expect(await framesOf(2, ...parts)).toEqual(['aaaabbbbbb', 'cccc']);
  });

  it('are one fragment each where the table is empty', async () => {
    expect(await framesOf(2, table(), item(Buffer.from('aaaa')), item(Buffer.from('bb')), delimiter)).toEqual(['aaaa', 'bb']);
  });

  it('are all fragments together where there is one', async () => {
    expect(await framesOf(1, table(), item(jpeg('a')), item(Buffer.from('bb')), delimiter)).toEqual(['aaaabb']);
  });

  it('begin where a codestream begins, when fragments outnumber them', async () => {
    const parts = [table(), item(jpeg('a')), item(Buffer.from('aa')), item(jpeg('b')), delimiter];
    expect(await framesOf(2, ...parts)).toEqual(['aaaaaa', 'bbbb']);
  });

  it('do not depend on a table that lies or on a delimiter that is missing', async () => {
    expect(await framesOf(2, table(0, 0), item(Buffer.from('aa')), item(Buffer.from('bb')))).toEqual(['aa', 'bb']);
  });

  it.each([
    ['an item that is longer than the data set', [table(), Buffer.from([0xfe, 0xff, 0x00, 0xe0, 255, 255, 0, 0])]],
    ['something else than items', [table(), Buffer.from('not an item at all')]],
    ['no fragment', [table(), delimiter]],
    ['no item', []],
    ['fewer fragments than frames', [table(), item(Buffer.from('aa')), delimiter]],
  ])('are not guessed from %s', async (_what, parts) => {
    expect(await framesOf(3, ...parts)).toBeNull();
  });
});
