import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isUid, readDataSet, readPart10, type DataSet } from '@liaison/dicom';
import { assertExists } from '@liaison/kernel';
import { expect, test, vi } from 'vitest';

import { fictivePatients, patientAttributes } from './patients.ts';
import { makeStudy, toFile, type StudyImage, type StudyOptions } from './study.ts';

// Drawing images takes a whole core.
vi.setConfig({ testTimeout: 60_000 });

const first = assertExists(fictivePatients[0], 'a fictive patient');
const patient = patientAttributes(first, 'CHA');
const startedAt = new Date(2026, 2, 3, 4, 5, 6);

function take(count: number, options: Partial<StudyOptions> = {}): StudyImage[] {
  const images: StudyImage[] = [];
  for (const image of makeStudy({ patient, scenario: 'normal', startedAt, ...options })) {
    if (images.push(image) === count) break;
  }
  return images;
}

function read(image: StudyImage | undefined): DataSet {
  const { transferSyntaxUID, dataSetBytes } = readPart10(toFile(assertExists(image, 'an image')));
  return readDataSet(dataSetBytes, transferSyntaxUID).dataSet;
}

function digests(images: readonly StudyImage[]): string[] {
  return images.map((image) => createHash('sha256').update(image.dataSet).digest('hex'));
}

// Each image costs most of a second to draw: tests share them.
const brains = take(9, { kinds: ['brain'] });
const whole = take(4);
const seeded = { kinds: ['angio'] as const, seed: 3, StudyInstanceUID: '2.25.42' };
const [angio] = take(1, seeded);

/** All that a program says of a file; `expected` when the program is not installed. */
function verdict(program: string, path: string, expected: string): string {
  const { error, stdout, stderr } = spawnSync(program, [path], { encoding: 'latin1' });
  if (!error) return stdout + stderr;
  console.warn(`${program} is not installed: it did not judge the image`);
  return expected;
}

test('an image is read back with its patient, its geometry and its pixels', () => {
  const [image] = brains;
  const dataSet = read(image);
  expect(dataSet.text('PatientName')).toBe('LEFÈVRE^Élodie');
  expect(dataSet.text('PatientID')).toBe(first.ipp.CHA);
  expect(dataSet.text('PatientAge')).toBe('068Y');
  expect(dataSet.text('StudyDescription')).toBe('Scanner cérébral SPC + angio');
  expect(dataSet.text('StudyDate')).toBe('20260303');
  expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 100');
  expect(dataSet.numbers('ImageOrientationPatient')).toEqual([1, 0, 0, 0, 0.965926, -0.258819]);
  expect(dataSet.number('WindowWidth')).toBe(80);
  expect(dataSet.bytes('PixelData')).toHaveLength(512 * 512 * 2);
  expect(dataSet.text('SOPInstanceUID')).toBe(image?.SOPInstanceUID);
});

test('accents survive in UTF-8 as in Latin-1', () => {
  const dataSet = read(take(1, { characterSet: 'ISO_IR 192', kinds: ['brain'] })[0]);
  expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 192');
  expect(dataSet.text('PatientName')).toBe('LEFÈVRE^Élodie');
});

test('the corner of a brain image is air, its middle is brain', () => {
  const image = brains.at(-1);
  const pixels = read(image).bytes('PixelData') ?? Buffer.alloc(0);
  const hu = (x: number, y: number): number => pixels.readUInt16LE((y * 512 + x) * 2) - 1024;
  expect(Math.abs(hu(2, 2) + 1000)).toBeLessThan(30);
  let sum = 0;
  for (let x = 320; x < 340; x++) sum += hu(x, 240) / 20;
  expect(sum).toBeGreaterThan(18);
  expect(sum).toBeLessThan(45);
});

test('a study announces how many images it has, the scout first, and its UIDs are valid and distinct', () => {
  expect(whole[0]?.total).toBe(129);
  expect(whole.map((image) => image.rank)).toEqual([1, 2, 3, 4]);
  expect(read(whole[0]).texts('ImageType')).toEqual(['ORIGINAL', 'PRIMARY', 'LOCALIZER']);
  expect(new Set(whole.map((image) => image.SeriesInstanceUID)).size).toBe(2);
  expect(new Set(whole.map((image) => image.SOPInstanceUID)).size).toBe(4);
  expect(
    whole.every((image) => isUid(image.SOPInstanceUID) && image.SOPInstanceUID.startsWith('2.25.')),
  ).toBe(true);
  expect(new Set(whole.map((image) => read(image).text('FrameOfReferenceUID'))).size).toBe(1);
});

test('the same seed and StudyInstanceUID make the same bytes; a new acquisition has other UIDs', () => {
  expect(digests(take(1, seeded))).toEqual(digests(angio ? [angio] : []));
  const uids = ([image]: StudyImage[]) => [
    image?.StudyInstanceUID,
    image?.SeriesInstanceUID,
    image?.SOPInstanceUID,
  ];
  const again = uids(take(1));
  expect(again.filter((uid) => uids(whole).includes(uid))).toEqual([]);
});

// A radiograph is not in HU: its RescaleType is US (PS3.3 section C.11.1.1.2), a term that dciodvfy does not know.
test.each([
  ['scout', whole[0], /Error/],
  ['brain', brains[0], /Error|Warning/],
  ['bone', take(1, { kinds: ['bone'] })[0], /Error|Warning/],
  ['angio', angio, /Error|Warning/],
] as const)('other tools find an image of kind %s valid', (kind, image, complaints) => {
  const folder = mkdtempSync(join(tmpdir(), 'modality-'));
  try {
    const path = join(folder, `${kind}.dcm`);
    writeFileSync(path, toFile(assertExists(image, 'an image')));
    expect(verdict('dcmdump', path, '[LEFÈVRE^Élodie]')).toContain('[LEFÈVRE^Élodie]');
    expect(verdict('dciodvfy', path, '')).not.toMatch(complaints);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
