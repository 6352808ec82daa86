/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicomdirEntry, newUid, readDataSet, writeDicomdir, writeFileMeta } from '@liaison/dicom';
import { makeCtImage } from '@liaison/imaging/testing';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { listDifferent } from '../platform/medium.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

/** Files of one medium; the soak takes 20 000. */
const fileCount = Number(process.env['SOAK'] ?? 400);
const studyCount = 20;
/** Of the process that draws the page and reads the files: a tab of Chromium that holds nothing weighs some 100 MB. */
const mostTabMegabytes = 600;
const sampled = 40;

type ManyFiles = { folder: string; files: string[]; studyUids: string[] };

/** One patient, whose studies have as many files each; in folders as a burner makes them, with an index where it is asked. */
function writeMany(folder: string, hasIndex: boolean): ManyFiles {
  const studies = Array.from({ length: studyCount }, () => ({ uid: newUid(), series: [newUid(), newUid()] }));
  const files: string[] = [];
  const entries: Parameters<typeof writeDicomdir>[0] extends Iterable<infer Entry> ? Entry[] : never = [];
  mkdirSync(folder);
  for (const index of studies.keys()) mkdirSync(join(folder, `ST${index}`));
  for (let number = 0; number < fileCount; number += 1) {
    const at = number % studyCount;
    const study = studies[at];
    const SeriesInstanceUID = study?.series[Math.floor(number / studyCount) % 2] ?? '';
    const SOPInstanceUID = newUid();
    const { bytes, transferSyntaxUID } = makeCtImage({
      StudyInstanceUID: study?.uid ?? '',
      SeriesInstanceUID,
      SOPInstanceUID,
      InstanceNumber: number + 1,
    });
    const meta = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID, transferSyntaxUID };
    const place = [`ST${at}`, `I${String(number).padStart(6, '0')}`];
    const path = join(folder, ...place);
    writeFileSync(path, Buffer.concat([writeFileMeta(meta), bytes]));
    files.push(path);
    if (hasIndex)
      entries.push(dicomdirEntry(place, transferSyntaxUID, readDataSet(bytes, transferSyntaxUID).dataSet));
  }
  if (hasIndex) writeFileSync(join(folder, 'DICOMDIR'), writeDicomdir(entries));
  return { folder, files, studyUids: studies.map(({ uid }) => uid) };
}

/** What the processes of the browser that draw pages have in memory at most, in MB, since they began. */
async function tabMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = processInfo.flatMap(({ type, id }) => {
    if (type !== 'renderer') return [];
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    return [Number(peak) / 1024];
  });
  return Math.round(Math.max(...peaks));
}

/** « 1 204 sur 20 000 images »: how many, each time that the page tells another number, until it says that all is sent. */
function followCounts(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const counts: number[] = [];
        const textOf = (selector: string) => document.querySelector(selector)?.textContent ?? '';
        const look = () => {
          const [, count] = /^([\d\s]+) sur/.exec(textOf('.import-sent')) ?? [];
          const told = count === undefined ? undefined : Number(count.replaceAll(/\s/g, ''));
          if (told !== undefined && counts.at(-1) !== told) counts.push(told);
          if (textOf('.import-tray').includes('Import terminé')) resolve(counts);
          if (document.querySelector('.import-failed')) reject(new Error(textOf('.import-tray')));
        };
        new MutationObserver(look).observe(document.body, {
          childList: true,
          subtree: true,
          characterData: true,
        });
      }),
  );
}

describe(`the import of ${fileCount} files at once`, () => {
  let platform: Platform;
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    platform = await startPlatform();
    folder = mkdtempSync(join(tmpdir(), 'liaison-many-'));
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const catalogued = async (studyUids: readonly string[]): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select coalesce(sum(image_count), 0)::integer as count from imaging.study
       where study_instance_uid = any (${[...studyUids]}::text[])`.execute(platform.system.kysely);
    return rows[0]?.count ?? 0;
  };

  async function openImport(): Promise<Page> {
    // A browser of its own: what a tab has held before it says nothing of this one.
    await browser?.close();
    browser = await openBrowser();
    const context = await openContext(browser, platform, { width: 1440, height: 900 });
    context.setDefaultTimeout(600_000);
    const page = await context.newPage();
    await signInOnPage(page, platform, 'requerant@demo.liaison');
    await page.goto('/examens/import');
    await page.getByText('Déposez ici').waitFor();
    return page;
  }

  it.each([
    ['with an index', true],
    ['without any', false],
  ])(
    'keeps the page at work and its memory bounded, and loses none, %s',
    async (name, hasIndex) => {
      const medium = writeMany(join(folder, hasIndex ? 'CD' : 'DOSSIER'), hasIndex);
      const page = await openImport();
      const restMegabytes = await tabMegabytes(browser);
      const begun = performance.now();
      await page.getByTestId('import-folder').setInputFiles(medium.folder);
      await page.getByRole('button', { name: /^Importer \d/ }).waitFor();
      const readAfter = performance.now();
      const readMegabytes = await tabMegabytes(browser);
      const counting = followCounts(page);
      await page.getByRole('button', { name: /^Importer \d/ }).click();
      await page.getByText(/ sur /).first().waitFor();

      // The user works elsewhere meanwhile.
      await page.getByRole('link', { name: 'Télédossiers', exact: true }).click();
      await page.waitForURL(/\/teledossiers/);
      const tray = page.getByRole('region', { name: 'Import en cours' });
      const counts = await counting;
      const sentAfter = performance.now();
      const sentMegabytes = await tabMegabytes(browser);
      const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
      console.log(
        `${fileCount} files ${name}: read in ${seconds(begun, readAfter)} s, sent in ${seconds(readAfter, sentAfter)} s; ` +
          `tab at most ${restMegabytes} MB before, ${readMegabytes} MB once read, ${sentMegabytes} MB once sent`,
      );
      expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
      expect(counts.length).toBeGreaterThan(0);
      expect(sentMegabytes).toBeLessThan(mostTabMegabytes);
      await tray.getByRole('link', { name: 'Voir les examens' }).click();
      await page.getByText('Import terminé').first().waitFor();
      await page
        .getByRole('link', { name: /Voir les images/ })
        .first()
        .waitFor();

      expect(await eventually(async () => (await catalogued(medium.studyUids)) === fileCount)).toBe(true);
      const sample = medium.files.filter((_file, index) => index % Math.ceil(fileCount / sampled) === 0);
      expect(await listDifferent(page, sample)).toEqual([]);
    },
    1_800_000,
  );
});
