/// <reference lib="dom" />
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataSet, readPart10 } from '@liaison/dicom';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  keepScreenshot,
  openBrowser,
  openContext,
  signInOnPage,
} from '../platform/browser.ts';
import { writeSyntheticHeadCt } from '../platform/samples.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

/** A patient's CD, in a real browser, down to the bytes that come back. */
describe('the import of a medium', () => {
  let platform: Platform;
  let browser: Browser;
  let folder: string;
  let medium: Medium;

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'liaison-import-'));
    medium = burn(folder);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openImport(login: string, given: { baseUrl?: string; width?: number } = {}): Promise<Page> {
    const { baseUrl = platform.baseUrl, width = 1440 } = given;
    const context = await openContext(browser, { ...platform, baseUrl }, { width, height: 900 });
    const page = await context.newPage();
    await signInOnPage(page, platform, login);
    await page.goto('/examens');
    await page.getByRole('link', { name: 'Importer un CD ou un dossier' }).click();
    await page.getByText('Déposez ici').waitFor();
    return page;
  }

  const choose = (page: Page, path: string) =>
    page.getByTestId(/\.(iso|zip)$/.test(path) ? 'import-files' : 'import-folder').setInputFiles(path);
  const send = (page: Page) => page.getByRole('button', { name: /^Importer \d/ }).click();

  /** The files whose data set does not come back from WADO-RS as it was on the medium. */
  async function listDifferent(page: Page, files: readonly string[]): Promise<string[]> {
    const different: string[] = [];
    for (const file of files) {
      const sent = readPart10(readFileSync(file));
      const { dataSet } = readDataSet(sent.dataSetBytes, sent.transferSyntaxUID);
      const uid = (name: 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID') =>
        dataSet.text(name) ?? '';
      const reply = await page.request.get(
        `/dicomweb/studies/${uid('StudyInstanceUID')}/series/${uid('SeriesInstanceUID')}/instances/${uid('SOPInstanceUID')}`,
        { headers: { accept: 'application/dicom; transfer-syntax=*' } },
      );
      const isSame = reply.ok() && readPart10(await reply.body()).dataSetBytes.equals(sent.dataSetBytes);
      if (!isSame) different.push(`${file} ${reply.status()}`);
    }
    return different;
  }

  it('shows what a CD holds before anything leaves, then brings it bit for bit', async () => {
    const page = await openImport('requerant@demo.liaison');
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, 'import-debut');
    await choose(page, medium.folder);
    await page.getByRole('button', { name: /^Importer \d/ }).waitFor();
    await page.getByText('3\u00a0fichiers ne sont pas des images').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, 'import-choix');
    await send(page);
    await page.getByText('Import terminé').first().waitFor();
    await page
      .getByRole('link', { name: /Voir les images/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Demande', exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, 'import-fin');
    expect(await eventually(async () => (await listDifferent(page, medium.files)).length === 0)).toBe(true);
    await page.context().close();
  });
});

type Medium = { folder: string; files: string[] };

/** A folder as a burner makes it: 8.3 names, DICOMDIR, a viewer. */
function burn(parent: string): Medium {
  const folder = join(parent, 'CD');
  const made = join(parent, 'made');
  mkdirSync(join(folder, 'IMAGES'), { recursive: true });
  mkdirSync(made);
  const files = writeSyntheticHeadCt(made).map((path, index) => {
    const target = join(folder, 'IMAGES', `IM${String(index).padStart(6, '0')}`);
    copyFileSync(path, target);
    return target;
  });
  run('dcmmkdir', ['+r', '+I', '--input-directory', folder, '+D', join(folder, 'DICOMDIR')]);
  writeFileSync(join(folder, 'AUTORUN.INF'), '[autorun]');
  writeFileSync(join(folder, 'VIEWER.EXE'), Buffer.alloc(4096, 'MZ'));
  return { folder, files };
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${program}: ${String(stderr)}`);
}
