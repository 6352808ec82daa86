/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityFaults,
  keepScreenshot,
  openBrowser,
  openContext,
  signInOnPage,
} from '../platform/browser.ts';
import { burn, listDifferent, run, writeStudy, type Medium } from '../platform/medium.ts';
import { openSlowLink } from '../platform/slow-link.ts';
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
    await page.getByRole('button', { name: 'Demande', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Créer une demande avec cet examen' }).click();
    await page.waitForURL(/\/teledossiers\/[^/]+\/demande$/);
    // The traits of the images are those of the request, which had none.
    await page.getByText('LEFÈVRE Élodie').first().waitFor();
    await page.getByRole('link', { name: 'Importer un CD' }).click();
    await page.getByRole('link', { name: 'Revenir à la demande' }).waitFor();
    await page.context().close();
  });

  it('reads a disc image and a zip, and takes of several patients only the one that is ticked', async () => {
    const iso = join(folder, 'CD.ISO.iso');
    run('genisoimage', ['-quiet', '-J', '-r', '-V', 'IMAGES', '-o', iso, medium.folder]);
    const both = join(folder, 'both');
    mkdirSync(both);
    const other = writeStudy(both, 'DICOM', 1, 21);
    run('cp', ['-r', medium.folder, join(both, 'CD')]);
    const zip = join(folder, 'both.zip');
    run('sh', ['-c', `cd '${both}' && zip -q -r '${zip}' .`]);

    const page = await openImport('requerant@demo.liaison');
    await choose(page, iso);
    await page.getByRole('button', { name: `Importer ${medium.files.length}\u00a0images` }).waitFor();
    await page.getByText('Déjà sur la plateforme').waitFor();
    await page.getByRole('button', { name: 'Choisir autre chose' }).click();
    await choose(page, zip);
    await page.getByText(/Ce support contient 2 patients/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, 'import-deux-patients');
    await page.setViewportSize({ width: 390, height: 844 });
    await keepScreenshot(page, 'import-deux-patients-phone');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, 'import-deux-patients-phone-dark');
    await page.setViewportSize({ width: 1440, height: 900 });
    await keepScreenshot(page, 'import-deux-patients-dark');
    // Nothing of several patients is taken before one of them is named.
    expect(await page.getByRole('button', { name: 'Importer', exact: true }).isDisabled()).toBe(true);
    const patient = page.getByRole('checkbox', { name: /Importer l’examen .* de BEAUSSANT Marcel/ });
    await patient.check({ force: true });
    await page.getByRole('button', { name: `Importer ${other.length}\u00a0images` }).click();
    await page.getByText('Import terminé').first().waitFor();
    await eventually(async () => (await listDifferent(page, other)).length === 0);
    await page.context().close();
  });

  it('brings all but the files that the medium gives up in the meantime, and says how many and why', async () => {
    const scratched = burn(mkdtempSync(join(folder, 'scratched-')), { patient: 2, seed: 33 });
    const page = await openImport('requerant@demo.liaison');
    await choose(page, scratched.folder);
    await page.getByRole('button', { name: /^Importer \d/ }).waitFor();
    const [cut = '', gone = ''] = scratched.files.slice(3);
    truncateSync(cut, 1000);
    rmSync(gone);
    await send(page);
    await page.getByText('Import terminé').first().waitFor({ timeout: 60_000 });
    await page.getByText('2\u00a0fichiers non importés').waitFor();
    await page.getByText(/illisibles sur ce poste/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const whole = scratched.files.filter((file) => file !== cut && file !== gone);
    expect(await eventually(async () => (await listDifferent(page, whole)).length === 0)).toBe(true);
    await page.context().close();
  });

  it('goes on while the user works elsewhere, through a cut and the death of the server', async () => {
    const link = await openSlowLink(Number(new URL(platform.baseUrl).port), 20_000_000);
    const page = await openImport('requerant@demo.liaison', { baseUrl: `http://127.0.0.1:${link.port}` });
    await choose(page, medium.folder);
    await page.getByRole('button', { name: /^Importer \d/ }).waitFor();
    link.setRate(600_000);
    await send(page);
    await page.getByRole('link', { name: 'Télédossiers', exact: true }).click();
    const tray = page.getByRole('region', { name: 'Import en cours' });
    await tray.getByText(/^[1-9]\d* sur /).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepScreenshot(page, 'import-volet');
    const { web = 0 } = await platform.roles();
    process.kill(web, 'SIGKILL');
    await tray.getByText(/Le réseau a manqué/).waitFor();
    link.setRate(20_000_000);
    await tray.getByText(/Import terminé/).waitFor({ timeout: 60_000 });
    await tray.getByRole('link', { name: 'Voir les examens' }).click();
    await page
      .getByRole('link', { name: /Voir les images/ })
      .first()
      .waitFor();
    expect(await eventually(async () => (await listDifferent(page, medium.files)).length === 0)).toBe(true);
    await page.context().close();
    await link.close();
  });

  it('takes up an import whose tab was closed, without sending again what had arrived', async () => {
    const link = await openSlowLink(Number(new URL(platform.baseUrl).port), 20_000_000);
    const page = await openImport('manip@demo.liaison', { baseUrl: `http://127.0.0.1:${link.port}` });
    await choose(page, medium.folder);
    await page.getByRole('button', { name: /^Importer \d/ }).waitFor();
    link.setRate(600_000);
    await send(page);
    await page.getByText(/^[1-9]\d* sur /).waitFor();
    await page.context().close();
    await link.close();
    const [cut] = await listStarted(platform);
    const again = await openImport('manip@demo.liaison');
    await again.getByText('Un import est inachevé').waitFor();
    await keepScreenshot(again, 'import-inacheve');
    await choose(again, medium.folder);
    await send(again);
    await again.getByText('Import terminé').first().waitFor();
    const [ended] = await listStarted(platform);
    expect(ended).toEqual({ id: cut?.id, state: 'done', files: medium.files.length });
    await again.context().close();
  });
});

/** Imports, the last one first. */
async function listStarted(platform: Platform): Promise<{ id: string; state: string; files: number }[]> {
  const found = await sql<{ id: string; state: string; files: number }>`
    select i.id, i.state, (select count(*)::integer from imports.file f where f.import_id = i.id) as files
      from imports.import i order by i.id desc`.execute(platform.system.kysely);
  return found.rows;
}
