import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withActor } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { readDataSet, readPart10 } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openCovers } from '@liaison/journal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest, ManifestSeries } from '../contract.ts';
import { listStudies } from '../search/list-studies.ts';
import { openFrameReader } from '../frames/read-frame.ts';
import { readManifest } from '../study/read-manifest.ts';
import { catalogueAll, openContainer, storeImage, type MadeImage } from '../testing.ts';

const shared = resolve(
  process.env.LIAISON_SHARED_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data'),
  'dicom',
);
const isHere = existsSync(shared);
if (!isHere)
  console.warn(
    'imaging: no real DICOM files here (LIAISON_SHARED_DATA): real-files.pg.test.ts shows nothing',
  );

type RealImage = MadeImage & {
  name: string;
  StudyInstanceUID: string;
  SOPInstanceUID: string;
  SeriesInstanceUID: string;
};

function loadFolder(name: string): RealImage[] {
  const names = readdirSync(join(shared, name))
    .filter((file) => file.endsWith('.dcm'))
    .toSorted();
  return names.map((file) => {
    const { dataSetBytes, transferSyntaxUID } = readPart10(readFileSync(join(shared, name, file)));
    const { dataSet } = readDataSet(dataSetBytes, transferSyntaxUID, { isPrefix: true });
    const text = (keyword: 'StudyInstanceUID' | 'SOPInstanceUID' | 'SeriesInstanceUID') =>
      dataSet.text(keyword) ?? '';
    return {
      name: file,
      bytes: dataSetBytes,
      transferSyntaxUID,
      StudyInstanceUID: text('StudyInstanceUID'),
      SOPInstanceUID: text('SOPInstanceUID'),
      SeriesInstanceUID: text('SeriesInstanceUID'),
    };
  });
}

describe.runIf(isHere)('real files in the catalogue', () => {
  let database: TestDatabase;
  let storeRoot: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-real-'));
  });
  afterAll(async () => {
    await database.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });

  /** Receives a folder as one structure and opens every study of it. */
  const receive = async (folder: string) => {
    const images = loadFolder(folder);
    const place = await makePlace(database.system, `CH ${folder}`);
    const actor = await makePerson(database.system, place, 'Lecteur');
    for (const [StudyInstanceUID, ofStudy] of Map.groupBy(images, (image) => image.StudyInstanceUID)) {
      const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
      for (const image of ofStudy) storeImage(container, image);
      container.close();
    }
    await catalogueAll(database.system, storeRoot);
    const asked = { limit: 50, isCovered: true };
    const { studies } = await withActor(database.app, actor, (tx) =>
      listStudies(tx, actor, asked, { now: () => new Date() }),
    );
    const manifests: Manifest[] = [];
    for (const { id } of studies) {
      const manifest = await withActor(database.app, actor, (tx) => readManifest(tx, actor, id, null));
      if (manifest) manifests.push(manifest);
    }
    const clock = { now: () => new Date() };
    const openings = openCovers(clock, 1000);
    const reader = openFrameReader({ database: database.app, storeRoot, clock, openings, through: 'viewer' });
    const frameOf = async (SOPInstanceUID: string, frame: number) => {
      const owner = manifests.find(({ series }) =>
        series.some(({ instances }) => instances.some((one) => one.SOPInstanceUID === SOPInstanceUID)),
      );
      return reader.read(await reader.find(actor, owner?.study.id ?? '', SOPInstanceUID), frame);
    };
    return { images, manifests, frameOf };
  };

  it('sorts the head CT along its axis, with the slope of each slice and the pixels as received', async () => {
    const { images, manifests, frameOf } = await receive('ct-brain');
    const series = manifests.flatMap((manifest) => manifest.series);
    const [ct] = series;
    expect(series).toHaveLength(1);
    expect(ct).toMatchObject({ modality: 'CT', isKey: true, notShownBecause: null });
    const depths = ct?.instances.map((instance) => instance.imagePosition?.[2] ?? Number.NaN) ?? [];
    expect(depths).toHaveLength(28);
    expect(depths).toEqual(depths.toSorted((a, b) => a - b));
    for (const image of images) {
      const { dataSet, pixelData } = readDataSet(image.bytes, image.transferSyntaxUID);
      const told = ct?.instances.find((one) => one.SOPInstanceUID === image.SOPInstanceUID);
      expect(told).toMatchObject({
        rows: dataSet.number('Rows'),
        columns: dataSet.number('Columns'),
        frames: 1,
        rescaleIntercept: dataSet.number('RescaleIntercept'),
        rescaleSlope: dataSet.number('RescaleSlope'),
        windowCenter: dataSet.number('WindowCenter'),
        signed: dataSet.number('PixelRepresentation') === 1,
        pixelSpacing: dataSet.numbers('PixelSpacing'),
        spacingKind: 'calibrated',
        imageOrientation: dataSet.numbers('ImageOrientationPatient'),
      });
      if (!pixelData || pixelData.encapsulated) continue;
      const pixels = image.bytes.subarray(pixelData.offset, pixelData.offset + (pixelData.length ?? 0));
      expect((await frameOf(image.SOPInstanceUID, 1)).equals(pixels)).toBe(true);
    }
  });

  it('says of each modality whether it is shown, and why not', async () => {
    const { images, manifests, frameOf } = await receive('modalities');
    const nameOf = (series: ManifestSeries) =>
      images.find((image) => image.SeriesInstanceUID === series.SeriesInstanceUID)?.name ?? '';
    const told = Object.fromEntries(
      manifests
        .flatMap((manifest) => manifest.series)
        .map((series) => [nameOf(series), series.notShownBecause]),
    );
    expect(told).toEqual({
      'cr-1760-j2k.dcm': null,
      'ecg-waveform.dcm': 'Tracé (ECG)\u00a0: des courbes, sans image.',
      'seg-liver.dcm': null,
      'sr.dcm': 'Compte rendu structuré (SR)\u00a0: du texte, sans image.',
      'us-multiframe-30-jpeg.dcm': null,
      'us-palette.dcm': null,
      'us-rgb.dcm': null,
    });
    const cine = images.find((image) => image.name === 'us-multiframe-30-jpeg.dcm');
    for (const frame of [1, 2, 30]) {
      const jpeg = await frameOf(cine?.SOPInstanceUID ?? '', frame);
      // SOI, and EOI within the padding.
      expect([jpeg.readUInt16BE(0), jpeg.lastIndexOf(Buffer.from([0xff, 0xd9])) >= jpeg.length - 3]).toEqual([
        0xffd8,
        true,
      ]);
    }
    await expect(frameOf(cine?.SOPInstanceUID ?? '', 31)).rejects.toThrow('imaging/no-frame');
  });

  it('finds the frame of every compressed image', async () => {
    const { images, frameOf, manifests } = await receive('transfer-syntaxes');
    expect(
      manifests.flatMap(({ series }) => series.flatMap(({ instances }) => instances)).length,
    ).toBeGreaterThan(0);
    const starts = new Map<string, string>();
    for (const image of images) {
      // Copies of one image in several syntaxes share a UID: the first is shown, the others are set aside.
      const frame = await frameOf(image.SOPInstanceUID, 1);
      starts.set(image.SOPInstanceUID, frame.subarray(0, 2).toString('hex'));
    }
    expect([...starts.values()]).not.toContain('feff');
    const quarantined = manifests.reduce((sum, { study }) => sum + study.quarantinedCount, 0);
    expect(quarantined + starts.size).toBe(images.length);
  });
});
