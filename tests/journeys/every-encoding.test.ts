import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAssociation, readDataSet, readPart10 } from '@liaison/dicom';
import { sampleFiles } from '@liaison/dicom/testing';
import { decodeFrame, toRgba, type FrameInfo, type Samples } from '@liaison/pixels';
import { framesOf } from '@liaison/pixels/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../platform/api-client.ts';
import { keepScreenshot, openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

type Sent = { name: string; file: Buffer; StudyInstanceUID: string };

const decompressors: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.5': 'dcmdrle',
  '1.2.840.10008.1.2.4.80': 'dcmdjpls',
  '1.2.840.10008.1.2.4.81': 'dcmdjpls',
};
const folder = mkdtempSync(join(tmpdir(), 'liaison-encodings-'));
let made = 0;

function dcmtk(program: string, options: readonly string[], file: Buffer): Buffer {
  made += 1;
  const [from, to] = [join(folder, `${made}.in.dcm`), join(folder, `${made}.out.dcm`)];
  writeFileSync(from, file);
  execFileSync(program, [...options, from, to], { stdio: 'pipe' });
  return readFileSync(to);
}

/** The file as a study of its own: the samples of one image in several encodings share their UIDs. */
function asOwnStudy(name: string, file: Buffer): Sent {
  made += 1;
  const path = join(folder, `${made}.own.dcm`);
  writeFileSync(path, file);
  execFileSync('dcmodify', ['-nb', '-gst', '-gse', '-gin', path], { stdio: 'pipe' });
  const own = readFileSync(path);
  const { dataSetBytes, transferSyntaxUID } = readPart10(own);
  const StudyInstanceUID =
    readDataSet(dataSetBytes, transferSyntaxUID).dataSet.text('StudyInstanceUID') ?? '';
  return { name, file: own, StudyInstanceUID };
}

const transferSyntaxes = sampleFiles('transfer-syntaxes');
const modalities = sampleFiles('modalities').filter(({ name }) => !/^(sr|ecg)/.test(name));

/** What dcmtk makes of the samples besides. */
function encodedByDcmtk(): { name: string; bytes: Buffer }[] {
  const find = (wanted: string) =>
    [...transferSyntaxes, ...modalities].find(({ name }) => name === wanted)?.bytes ?? Buffer.alloc(0);
  const xa = dcmtk('dcmdrle', [], find('XA1_rle.dcm'));
  const ct = dcmtk('dcmdrle', [], find('CT1_rle.dcm'));
  const rgb = find('us-rgb.dcm');
  return [
    { name: 'XA, JPEG 12 bits', bytes: dcmtk('dcmcjpeg', ['+ee', '+q', '90'], xa) },
    { name: 'XA, JPEG-LS quasi sans perte', bytes: dcmtk('dcmcjpls', ['+en'], xa) },
    { name: 'CT, big endian', bytes: dcmtk('dcmconv', ['+tb'], ct) },
    { name: 'US, RLE', bytes: dcmtk('dcmcrle', [], rgb) },
    { name: 'US, JPEG 4:2:2', bytes: dcmtk('dcmcjpeg', ['+eb', '+q', '95'], rgb) },
  ];
}

/** Samples as dcmtk decodes them; JPEG 2000, which it does not read, as its other encodings have them. */
async function expectedOf({ file }: Sent): Promise<{ info: FrameInfo; samples: Samples }> {
  const { transferSyntaxUID, frames } = await framesOf(file);
  const isJpeg2000 = transferSyntaxUID.endsWith('.4.90');
  const isNative = !transferSyntaxUID.includes('.1.2.4.') && !transferSyntaxUID.endsWith('.1.2.5');
  const native =
    isNative || isJpeg2000 ? file : dcmtk(decompressors[transferSyntaxUID] ?? 'dcmdjpeg', [], file);
  const read = await framesOf(native);
  const middle = read.frames[Math.floor(frames.length / 2)];
  if (!middle) throw new TypeError('no frame');
  return { info: read.info, samples: await decodeFrame(middle, read.info, read.transferSyntaxUID) };
}

describe.skipIf(transferSyntaxes.length === 0)('the viewer draws every encoding as dcmtk decodes it', () => {
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  let sent: Sent[];
  const ids = new Map<string, string>();

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    page = await (await openContext(browser, platform, { width: 1280, height: 900 })).newPage();
    await signInOnPage(page, platform, 'requerant@demo.liaison');
    sent = [...transferSyntaxes, ...modalities, ...encodedByDcmtk()].map(({ name, bytes }) =>
      asOwnStudy(name, bytes),
    );
    await send(platform.dicomPort, sent);
    const client = await signIn(platform, 'requerant@demo.liaison');
    await eventually(async () => {
      const { body } = await client.get<{
        studies: { id: string; StudyInstanceUID: string; imageCount: number }[];
      }>('/api/imaging/studies?limit=100');
      for (const { id, StudyInstanceUID, imageCount } of body.studies)
        if (imageCount > 0) ids.set(StudyInstanceUID, id);
      return ids.size >= sent.length;
    });
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const names = [
    ...transferSyntaxes.map(({ name }) => name),
    ...modalities.map(({ name }) => name),
    ...(transferSyntaxes.length > 0
      ? ['XA, JPEG 12 bits', 'XA, JPEG-LS quasi sans perte', 'CT, big endian', 'US, RLE', 'US, JPEG 4:2:2']
      : []),
  ];

  it.each(names)('%s', async (name) => {
    const one = sent.find((candidate) => candidate.name === name);
    if (!one) throw new TypeError('not sent');
    const { info, samples } = await expectedOf(one);
    await page.goto(`/images/${ids.get(one.StudyInstanceUID)}`);
    await page.locator('.v-wl').filter({ hasText: /./ }).waitFor();
    await page.locator('.v-pending').waitFor({ state: 'hidden' });
    const points = pointsOf(info);
    const isGrey = info.samplesPerPixel === 1 && info.photometricInterpretation !== 'PALETTE COLOR';
    if (isGrey) {
      const drawn = await readValues(page, info, points);
      expect(drawn).toEqual(points.map(({ row, column }) => valueOf(samples, info, row, column)));
    } else {
      const drawn = await readColours(page, info, points);
      const expected = toRgba(samples, info.bitsStored, info.palette);
      const differences = points.flatMap(({ row, column }, index) =>
        [0, 1, 2].map((channel) =>
          Math.abs(
            (drawn[index]?.[channel] ?? 0) - (expected[(row * info.columns + column) * 4 + channel] ?? 0),
          ),
        ),
      );
      // The canvas scales the picture: colours between two pixels mix, the mean does not move.
      expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(6);
    }
    await keepScreenshot(page, `encodage-${name.replaceAll(/[^\w]+/g, '-')}`);
  });

  it('plays a loop of ultrasound and stops it by the keyboard', async () => {
    const one = sent.find(({ name }) => name.includes('multiframe'));
    await page.goto(`/images/${ids.get(one?.StudyInstanceUID ?? '')}`);
    const position = page.locator('.v-position');
    await position.filter({ hasText: /Image 16\/30/ }).waitFor();
    expect(await position.textContent()).toMatch(/30\s*i\/s/);
    await page.getByRole('button', { name: 'Lire' }).waitFor();
    await page.locator('.v-pane').focus();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Arrêter' }).waitFor();
    const seen = new Set<string>();
    await eventually(async () => seen.add((await position.textContent()) ?? '').size > 5);
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Lire' }).waitFor();
  });
});

async function send(port: number, files: readonly Sent[]): Promise<void> {
  const parts = files.map(({ file }) => readPart10(file));
  const contexts = parts.map(({ meta, transferSyntaxUID }) => ({
    abstractSyntax: meta.text('MediaStorageSOPClassUID') ?? '',
    transferSyntaxes: [transferSyntaxUID],
  }));
  const association = await openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'CHA_PACS',
    calledAeTitle: 'LIAISON',
    contexts: [...new Map(contexts.map((context) => [JSON.stringify(context), context])).values()],
  });
  for (const { meta, transferSyntaxUID, dataSetBytes } of parts) {
    const { status } = await association.cStore({
      SOPClassUID: meta.text('MediaStorageSOPClassUID') ?? '',
      SOPInstanceUID: readDataSet(dataSetBytes, transferSyntaxUID).dataSet.text('SOPInstanceUID') ?? '',
      transferSyntaxUID,
      dataSet: dataSetBytes,
    });
    if (status !== 0) throw new Error(`an image was refused: ${status}`);
  }
  await association.release();
}

type Pixel = { row: number; column: number };

/** Pixels all over the image, the same at every run. */
function pointsOf({ rows, columns }: FrameInfo): Pixel[] {
  return Array.from({ length: 24 }, (_, index) => ({
    row: Math.floor(((index * 7 + 3) % 24) * (rows / 24) + rows / 48),
    column: Math.floor(index * (columns / 24) + columns / 48),
  }));
}

function valueOf({ data }: Samples, info: FrameInfo, row: number, column: number): number {
  const bits = data[row * info.columns + column] ?? 0;
  const unused = 32 - info.bitsStored;
  const stored = info.signed ? (bits << unused) >> unused : (bits << unused) >>> unused;
  return Number((stored * info.rescaleSlope + info.rescaleIntercept).toFixed(1));
}

/** Where a pixel is on the page, the image being fitted in its pane. */
async function placeOf(
  page: Page,
  info: FrameInfo,
  { row, column }: Pixel,
): Promise<{ x: number; y: number }> {
  const pane = await page.locator('.v-pane').boundingBox();
  if (!pane) throw new TypeError('no pane');
  const height = info.rows * info.pixelAspect;
  const scale = Math.min(pane.width / info.columns, pane.height / height);
  return {
    x: pane.x + pane.width / 2 + (column + 0.5 - info.columns / 2) * scale,
    y: pane.y + pane.height / 2 + ((row + 0.5) * info.pixelAspect - height / 2) * scale,
  };
}

async function readValues(page: Page, info: FrameInfo, points: readonly Pixel[]): Promise<number[]> {
  const values: number[] = [];
  for (const point of points) {
    const { x, y } = await placeOf(page, info, point);
    await page.mouse.move(x, y);
    const text = (await page.locator('.v-value').textContent()) ?? '';
    values.push(
      Number(
        text
          .replace('−', '-')
          .replace(',', '.')
          .replaceAll(/[^\d.-]/g, ''),
      ),
    );
  }
  return values;
}

async function readColours(page: Page, info: FrameInfo, points: readonly Pixel[]): Promise<number[][]> {
  const places: { x: number; y: number }[] = [];
  for (const point of points) places.push(await placeOf(page, info, point));
  return page.locator('.v-canvas').evaluate((canvas, asked) => {
    if (!(canvas instanceof HTMLCanvasElement)) return [];
    const box = canvas.getBoundingClientRect();
    const context = canvas.getContext('2d');
    return asked.map(({ x, y }) => [
      ...(context?.getImageData(
        Math.floor((x - box.x) * (canvas.width / box.width)),
        Math.floor((y - box.y) * (canvas.height / box.height)),
        1,
        1,
      ).data ?? []),
    ]);
  }, places);
}
