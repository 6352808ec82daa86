import { JPEGBaseline8Bit, readDataSet, writeDataSet } from '@liaison/dicom';
import { describe, expect, it } from 'vitest';
import { indexFrames, joinFragments } from './index-frames.ts';

const jpeg = (letter: string) => Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from(letter.repeat(4))]);

/** The frames as they are read back, through the offsets that the catalogue keeps. */
async function framesOf(
  frames: number,
  fragments: Buffer[],
  offsetTable: number[] = [],
): Promise<string[] | null> {
  const input = {
    NumberOfFrames: frames,
    Rows: 1,
    Columns: 1,
    BitsAllocated: 8,
    PixelData: { fragments, offsetTable },
  };
  const bytes = writeDataSet(input, JPEGBaseline8Bit);
  const reading = readDataSet(bytes, JPEGBaseline8Bit, { isPrefix: true });
  const read = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
  const offsets = await indexFrames(reading, JPEGBaseline8Bit, bytes.length, read);
  return (
    offsets &&
    offsets.slice(0, -1).map((start, index) =>
      String(
        joinFragments(bytes.subarray(start, offsets[index + 1]))
          ?.toString('latin1')
          .replaceAll('\xff\xd8', ''),
      ),
    )
  );
}

describe('frames among fragments', () => {
  it('are read back whole, whether they have one fragment or several', async () => {
    expect(await framesOf(2, [jpeg('a'), jpeg('b')])).toEqual(['aaaa', 'bbbb']);
    expect(await framesOf(1, [jpeg('a'), Buffer.from('bb')])).toEqual(['aaaabb']);
    expect(await framesOf(2, [jpeg('a'), Buffer.from('aa'), jpeg('b')])).toEqual(['aaaaaa', 'bbbb']);
    expect(await framesOf(2, [Buffer.from('aaaa'), Buffer.from('aa'), Buffer.from('bb')], [0, 22])).toEqual([
      'aaaaaa',
      'bb',
    ]);
  });

  it('are not guessed from fragments that do not add up', async () => {
    expect(await framesOf(3, [Buffer.from('aa'), Buffer.from('bb')])).toBeNull();
  });

  it('are not made of what is no item', () => {
    expect(joinFragments(Buffer.from('not an item at all'))).toBeNull();
    expect(joinFragments(Buffer.alloc(0))).toBeNull();
    expect(joinFragments(Buffer.from([0xfe, 0xff, 0x00, 0xe0, 9, 0, 0, 0, 1]))).toBeNull();
  });
});
