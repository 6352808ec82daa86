import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows, withSystem } from '@liaison/db';
import { readDataSet, readPart10 } from '@liaison/dicom';
import { sql } from 'kysely';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../platform/api-client.ts';
import { keepScreenshot, openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { realHeadCt, sendByStorescu, writeSyntheticHeadCt } from '../platform/samples.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

const htj2k = 'transfer-syntax=1.2.840.10008.1.2.4.202';

describe('images over a slow link', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-slow-'));
  let platform: Platform;
  let browser: Browser;
  let files: string[];
  let studyId: string;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    files = realHeadCt();
    if (files.length === 0) files = writeSyntheticHeadCt(folder);
    await sendByStorescu(platform.dicomPort, files);
    const client = await signIn(platform, 'requerant@demo.liaison');
    studyId = await eventually(async () => {
      const { body } = await client.get<{ studies: { id: string; imageCount: number }[] }>(
        '/api/imaging/studies',
      );
      return body.studies.find(({ imageCount }) => imageCount === files.length)?.id ?? null;
    });
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page on a link of so many bytes a second, with 60 ms of delay. */
  const openSlowPage = async (bytesPerSecond: number, isPhone = false): Promise<Page> => {
    const size = isPhone ? { width: 390, height: 844, isPhone } : { width: 1280, height: 900 };
    const page = await (await openContext(browser, platform, size)).newPage();
    await signInOnPage(page, platform, 'requerant@demo.liaison');
    // The pages come first, as they do to who works with them all day.
    await page.goto(`/images/${studyId}`);
    await page.locator('.v-wl').filter({ hasText: /W / }).waitFor();
    await page.goto('/examens');
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 60,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
    return page;
  };

  it('are ready in HTJ2K soon after they arrived', async () => {
    const made = await eventually(async () => {
      const found = await withSystem(platform.system, (tx) =>
        rows(
          tx,
          sql<{
            instance_id: string;
          }>`select distinct instance_id from imaging.derivative where kind = 'htj2k'`,
        ),
      );
      return found.length === files.length ? found.length : null;
    });
    expect(made).toBe(files.length);
  });

  it('come as received first, then in fewer bytes, with the same values', async () => {
    const page = await openSlowPage(1_250_000);
    const isFrame = (url: string) => /\/frames\/\d+$/.test(url);
    const asked: Request[] = [];
    let answers = 0;
    page.on('request', (request) => {
      if (isFrame(request.url())) asked.push(request);
    });
    page.on('response', (response) => {
      if (isFrame(response.url())) answers += 1;
    });
    await page.goto(`/images/${studyId}`);
    await page.locator('.v-wl').filter({ hasText: /W / }).waitFor();
    await eventually(() => Promise.resolve(answers >= files.length));
    // In the order of the asking: a busy server may answer another one first.
    const kinds = await Promise.all(
      asked.map(async (request) => {
        const type = (await request.response())?.headers()['content-type'] ?? '';
        return type.includes(htj2k);
      }),
    );
    expect(kinds[0]).toBe(false);
    expect(kinds.slice(8).every(Boolean)).toBe(true);
    const values = storedValues(files);
    await page.locator('.v-pane').focus();
    await page.keyboard.press('Home');
    for (let index = 0; index < files.length; index += 5) {
      await page.locator('.v-pending').waitFor({ state: 'hidden' });
      await page
        .locator('.v-position')
        .filter({ hasText: `Image ${index + 1}/` })
        .waitFor();
      const pane = await page.locator('.v-pane').boundingBox();
      if (!pane) throw new TypeError('no pane');
      await page.mouse.move(pane.x + pane.width / 2 + 0.5, pane.y + pane.height / 2 + 0.5);
      const text = (await page.locator('.v-value').textContent()) ?? '';
      expect(values).toContain(Number(text.replace('−', '-').replaceAll(/[^\d-]/g, '')));
      for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowDown');
    }
  });

  it.each([
    ['a desktop', false],
    ['a phone', true],
  ])('are announced by a preview that says so, until they are there, on %s', async (name, isPhone) => {
    const page = await openSlowPage(80_000, isPhone);
    await page.goto(`/images/${studyId}`);
    const mark = page.getByText('Aperçu compressé · image en cours de chargement');
    await mark.waitFor();
    expect(await page.locator('.v-wl').textContent()).toBe('Aperçu');
    expect(await page.locator('.v-note').textContent()).toContain('Aperçu, non interprétable');
    await keepScreenshot(page, `apercu-${name.replace('a ', '')}`);
    await page.locator('.v-wl').filter({ hasText: /W / }).waitFor();
    await mark.waitFor({ state: 'hidden' });
    expect(await page.locator('.v-note').textContent()).not.toContain('Aperçu');
  });
});

/** Modality values at the centre of each slice. */
function storedValues(paths: readonly string[]): number[] {
  return paths.map((path) => {
    const { dataSetBytes, transferSyntaxUID } = readPart10(readFileSync(path));
    const { dataSet } = readDataSet(dataSetBytes, transferSyntaxUID);
    const [rowCount = 0, columns = 0] = [dataSet.number('Rows'), dataSet.number('Columns')];
    const pixels = dataSet.bytes('PixelData') ?? Buffer.alloc(2);
    const stored = pixels.readInt16LE((Math.floor(rowCount / 2) * columns + Math.floor(columns / 2)) * 2);
    return stored * (dataSet.number('RescaleSlope') ?? 1) + (dataSet.number('RescaleIntercept') ?? 0);
  });
}
