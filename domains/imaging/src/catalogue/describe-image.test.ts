import { ExplicitVRLittleEndian, readDataSet, writeDataSet } from '@liaison/dicom';
import { describe, expect, it } from 'vitest';
import { cleanText, describeImage, parseDate, parseTime, splitPersonName } from './describe-image.ts';
import { makeCtImage } from '../testing.ts';

const describeBytes = (bytes: Buffer) =>
  describeImage(readDataSet(bytes, ExplicitVRLittleEndian, { isPrefix: true }));

describe('what the images say', () => {
  it.each([
    ['20260301', '2026-03-01'],
    ['2026.03.01', '2026-03-01'],
    ['20260230', null],
    ['0000', null],
    ['00000101', null],
    ['', null],
    [undefined, null],
    ['20261', null],
  ])('reads the date %o as %o', (value, date) => {
    expect(parseDate(value)).toBe(date);
  });

  it.each([
    ['142233.123456', '14:22:33'],
    ['1422', '14:22:00'],
    ['07', '07:00:00'],
    ['14:22:33', '14:22:33'],
    ['235960', '23:59:59'],
    ['246000', null],
    ['', null],
    [undefined, null],
  ])('reads the time %o as %o', (value, time) => {
    expect(parseTime(value)).toBe(time);
  });

  it.each([
    ['LEFÈVRE^Anaïs^Marie^Mme', 'LEFÈVRE', 'Anaïs Marie'],
    ['DE LA TOUR^Jean-Paul', 'DE LA TOUR', 'Jean-Paul'],
    ['SANS CHAPEAU', 'SANS CHAPEAU', ''],
    ['YAMADA^Tarou=山田^太郎', 'YAMADA', 'Tarou'],
    ['', '', ''],
  ])('parts %o', (name, familyName, givenNames) => {
    expect(splitPersonName(name)).toEqual({ familyName, givenNames });
  });

  it('makes any text fit for the database', () => {
    expect(cleanText('a\0b\r\nc \ud800')).toBe('a b c \ufffd');
    expect(cleanText('x'.repeat(900))).toHaveLength(256);
  });

  it('finds the values of an enhanced object in its functional groups', () => {
    const measures = { PixelMeasuresSequence: [{ PixelSpacing: [0.4, 0.4], SliceThickness: 0.8 }] };
    const plane = { PlanePositionSequence: [{ ImagePositionPatient: [1, 2, 3] }] };
    const bytes = writeDataSet(
      {
        Rows: 2,
        Columns: 2,
        BitsAllocated: 8,
        SamplesPerPixel: 1,
        NumberOfFrames: 2,
        SharedFunctionalGroupsSequence: [measures],
        PerFrameFunctionalGroupsSequence: [plane, plane],
        PixelData: Buffer.alloc(8),
      },
      ExplicitVRLittleEndian,
    );
    expect(describeBytes(bytes)).toMatchObject({
      frames: 2,
      pixel_spacing: [0.4, 0.4],
      spacing_kind: 'calibrated',
      slice_thickness: 0.8,
      image_position: [1, 2, 3],
      unshowable: null,
      pixel_length: 8,
    });
  });

  it('says that a spacing at the detector is projected, and that a spacing of nothing is none', () => {
    const projected = makeCtImage({ PixelSpacing: [], ImagerPixelSpacing: [0.2, 0.2] }).bytes;
    expect(describeBytes(projected)).toMatchObject({ pixel_spacing: [0.2, 0.2], spacing_kind: 'projected' });
    expect(describeBytes(makeCtImage({ PixelSpacing: [0, 0] }).bytes)).toMatchObject({
      pixel_spacing: null,
      spacing_kind: null,
    });
  });

  it('marks an image whose pixels are fewer than its size asks for', () => {
    expect(describeBytes(makeCtImage({ Rows: 5 }).bytes).unshowable).toBe('malformed');
    expect(describeBytes(makeCtImage({ Rows: 0 }).bytes).unshowable).toBe('no-pixels');
  });

  it('takes values that are no numbers for missing ones', () => {
    const bytes = makeCtImage({
      WindowCenter: 'forty',
      InstanceNumber: '99999999999',
      RescaleSlope: '',
      ImagePositionPatient: '1\\2',
    }).bytes;
    expect(describeBytes(bytes)).toMatchObject({
      window_center: null,
      instance_number: null,
      rescale_slope: 1,
      image_position: null,
    });
  });
});
