import { describe, expect, it } from 'vitest';

import { readPart10, writeFileMeta } from './part10.ts';
import { isPart10 } from './part10-file.ts';
import { reasonOf } from '../testing.ts';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
} from '../dictionary/uid.ts';
import { writeDataSet } from '../data-set/write-data-set.ts';

function file(syntax: string): Buffer {
  const meta = { SOPClassUID: '1.2', SOPInstanceUID: '1.2.3', transferSyntaxUID: syntax };
  return Buffer.concat([writeFileMeta(meta), writeDataSet({ PatientID: 'A1', Rows: 512 }, syntax)]);
}

/** Where the value of FileMetaInformationGroupLength is. */
const groupLengthAt = 128 + 4 + 8;

describe('a file', () => {
  it.each([
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
  ])('is taken apart in %s', (syntax) => {
    const plain = syntax === DeflatedExplicitVRLittleEndian ? ExplicitVRLittleEndian : syntax;
    const { dataSetBytes, transferSyntaxUID, meta } = readPart10(file(syntax));
    expect(isPart10(file(syntax))).toBe(true);
    expect(transferSyntaxUID).toBe(syntax);
    expect(meta.text('MediaStorageSOPInstanceUID')).toBe('1.2.3');
    expect(dataSetBytes).toEqual(writeDataSet({ PatientID: 'A1', Rows: 512 }, plain));
  });

  it.each([ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])(
    'is taken apart in %s whatever the length that its meta information announces',
    (syntax) => {
      for (const length of [0, 7, 500, 0xffffffff]) {
        const wrong = file(syntax);
        wrong.writeUInt32LE(length, groupLengthAt);
        expect(readPart10(wrong).dataSetBytes).toEqual(readPart10(file(syntax)).dataSetBytes);
      }
    },
  );

  it('is refused when it cannot be inflated', () => {
    expect(reasonOf(() => readPart10(file(DeflatedExplicitVRLittleEndian).subarray(0, -6)))).toBe(
      'malformed',
    );
  });
});
