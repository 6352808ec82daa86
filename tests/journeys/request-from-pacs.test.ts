import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, withSystem } from '@liaison/db';
import { purgeStudy } from '@liaison/imaging';
import { fictivePatients, makeStudy, patientAttributes, toFile } from '@liaison/modality';
import { installPeer } from '@liaison/pacs';
import { demoRegion } from '@liaison/region';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import {
  accessibilityFaults,
  keepScreenshot,
  openBrowser,
  openContext,
  signInOnPage,
} from '../platform/browser.ts';
import { Dcmqrscp } from '../platform/dcmqrscp.ts';
import { Moves } from '../platform/moves.ts';
import { openSlowLink, type SlowLink } from '../platform/slow-link.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

if (!Dcmqrscp.isThere()) console.warn('no dcmtk on this machine: no request was made from a real PACS');

const structureOf = (aeTitle: string) =>
  demoRegion.structures.find((one) => one.aeTitle === aeTitle)?.id ?? '';
const ipp = 'IPP-7741';

/** A request made from what only the hospital's PACS has: one test per step, each building on the one before. */
describe.skipIf(!Dcmqrscp.isThere())('a request whose exams are in the PACS', () => {
  let platform: Platform;
  let link: SlowLink;
  let browser: Browser;
  let folder: string;
  let pacs: Dcmqrscp;
  let archive: ChildProcess;
  let counts: number[];
  let requerant: Page;
  let requis: Page;
  let api: ApiClient;
  let dossierId: string;

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
    link = await openSlowLink(platform.dicomPort, 600_000);
    folder = mkdtempSync(join(tmpdir(), 'liaison-from-pacs-'));
    pacs = new Dcmqrscp('VAL_PACS');
    await pacs.know({ aeTitle: 'AUTRE', port: link.port });
    counts = [writeStudy('ancien', ['scout']), writeStudy('present', ['scout', 'brain'])];
    const chuPort = await freePort();
    mkdirSync(join(folder, 'chu'));
    archive = spawn('storescp', ['-aet', 'CHU_ARCHIVE', '+B', '-od', join(folder, 'chu'), String(chuPort)]);
    await withSystem(platform.system, async (tx) => {
      await installPeer(
        tx,
        {
          structureId: structureOf('CHA_PACS'),
          aeTitle: 'VAL_PACS',
          name: 'PACS de Valombre',
          host: '127.0.0.1',
          port: pacs.port,
          addresses: ['127.0.0.1'],
          roles: { mayStore: true, query: true, retrieve: 'move' },
        },
        { by: 'Région', at: new Date() },
      );
      await installPeer(
        tx,
        {
          structureId: structureOf('CHU_PACS'),
          aeTitle: 'CHU_ARCHIVE',
          name: 'PACS du CHU',
          host: '127.0.0.1',
          port: chuPort,
          addresses: ['127.0.0.1'],
          roles: { mayStore: false, store: true },
        },
        { by: 'Région', at: new Date() },
      );
    });
    const contexts = await Promise.all(
      [1, 2].map(() => openContext(browser, platform, { width: 1440, height: 900 })),
    );
    [requerant, requis] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page];
    await signInOnPage(requerant, platform, 'requerant@demo.liaison');
    await signInOnPage(requis, platform, 'requis@demo.liaison');
    api = await signIn(platform, 'requerant@demo.liaison');
  });

  afterAll(async () => {
    archive?.kill('SIGKILL');
    await browser?.close();
    await pacs?.forget();
    await link?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns how many images */
  function writeStudy(name: string, kinds: readonly ('scout' | 'brain')[]): number {
    const [person] = fictivePatients;
    if (!person) throw new Error('the simulator has no patient');
    const patient = { ...patientAttributes(person, 'CHA'), PatientID: ipp };
    const images = [...makeStudy({ patient, scenario: 'occlusion-m1-left', seed: 3, kinds })];
    const files = images.map((image, index) => {
      const path = join(folder, `${name}-${index}.dcm`);
      writeFileSync(path, toFile(image));
      return path;
    });
    pacs.load(files);
    return files.length;
  }

  /** axe at rest: no colour is judged on its way to another. */
  const judge = async (page: Page) => {
    const isMoving = () =>
      document.getAnimations().some((one) => one instanceof CSSTransition && one.playState === 'running');
    await expect.poll(() => page.evaluate(isMoving), { timeout: 20_000 }).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
  };
  const everyShape = async (page: Page, name: string) => {
    await judge(page);
    await keepScreenshot(page, `${name}-wide`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await judge(page);
    await keepScreenshot(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 390, height: 844 });
    await judge(page);
    await keepScreenshot(page, `${name}-phone`);
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  /** Each goes once it was pressed. */
  const pressAll = async (page: Page, name: RegExp) => {
    const buttons = page.getByRole('button', { name });
    await buttons.first().waitFor();
    for (let left = await buttons.count(); left > 0; left -= 1) {
      await buttons.first().click();
      await expect.poll(() => buttons.count(), { timeout: 20_000 }).toBe(left - 1);
    }
  };
  const plain = async (page: Page) =>
    (await page.getByRole('main').innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');

  it('goes from an empty form to “Envoyé” with two exams of the PACS, before any image', async () => {
    const { body } = await api.post<{ id: string }>('/api/teledossiers', { type: 'avc' });
    dossierId = body.id;
    await requerant.goto(`/teledossiers/${dossierId}/demande`);
    const sends = await saveElsewhereBeforeSending(requerant, api, dossierId);
    const moves = new Moves();
    await moves.type(requerant.getByRole('textbox', { name: 'IPP' }), ipp);
    await moves.press(requerant.getByRole('button', { name: 'Chercher dans mon PACS' }));
    const dialog = requerant.getByRole('dialog');
    const found = dialog.locator('.pacs-found').filter({ hasText: 'PACS de Valombre' });
    await found.getByText('2 examens', { exact: true }).waitFor();
    await everyShape(requerant, 'request-pacs-search');
    for (const choice of await found.locator('.ui-choice').all()) await moves.press(choice);
    await moves.press(dialog.getByRole('button', { name: 'Joindre' }));
    await dialog.waitFor({ state: 'detached' });
    const joined = requerant.getByRole('region', { name: 'Examens joints' }).getByRole('listitem');
    await expect.poll(() => joined.count(), { timeout: 20_000 }).toBe(2);
    await moves.press(requerant.getByRole('button', { name: /^UNV – Neurologie vasculaire/ }));
    await moves.press(requerant.getByRole('button', { name: /^Envoyer à UNV/ }));
    await requerant.waitForURL((url) => /\/teledossiers\/[0-9a-f-]+$/.test(url.pathname));
    console.log(`empty form → “Envoyé”: ${moves.presses} presses, ${moves.fields} field typed`);
    expect([moves.presses, moves.fields]).toEqual([6, 1]);
    expect(sends).toEqual([409, 200]);
  });

  it('says to both sides that the PACS refuses us', async () => {
    const refused = new RegExp(`AET refusé, 0/${counts.reduce((sum, count) => sum + count, 0)} images`);
    await requis.goto('/');
    await expect.poll(async () => plain(requis), { timeout: 60_000 }).toMatch(refused);
    await everyShape(requis, 'worklist-refused');
    // What the PACS says of the patient is in the request, though no image is.
    await requis.getByRole('main').getByRole('link', { name: 'LEFÈVRE Élodie' }).first().click();
    await requis.waitForURL(new RegExp(dossierId));
    await expect.poll(() => plain(requis), { timeout: 20_000 }).toContain('AET refusé, 0/');
    await requis.getByText('Les images n’ont pas encore commencé à arriver').waitFor();
    expect(await requis.getByRole('button', { name: /Réessayer/ }).count()).toBe(0);
    await requerant
      .getByText(/ne connaît pas la destination/)
      .first()
      .waitFor();
    await everyShape(requerant, 'dossier-refused');
    await everyShape(requis, 'dossier-refused-requis');
  });

  it('tries again once the PACS was repaired, and shows images as they come', async () => {
    await pacs.know({ aeTitle: 'LIAISON', port: link.port });
    await pressAll(requerant, /^Réessayer/);
    await expect
      .poll(() => plain(requis), { timeout: 60_000 })
      .toMatch(/CT · \d+ sur \d+ images · récupération depuis PACS de Valombre/);
    await keepScreenshot(requis, 'dossier-retrieving');
    await requis.getByRole('img', { name: /image \d+ sur \d+/ }).waitFor();
    link.setRate(50_000_000);
    await expect
      .poll(() => plain(requis), { timeout: 120_000 })
      .toMatch(new RegExp(`CT ${counts[1]} images(?! ·)`));
    expect(await plain(requis)).not.toMatch(/récupération|refusé/);
  });

  it('lets the requis send an exam on, and shows what became of it', async () => {
    await requis
      .getByRole('button', { name: /Autres actes sur les images/ })
      .first()
      .click();
    await requis.getByRole('menuitem', { name: 'Envoyer vers un PACS' }).click();
    await requis.getByRole('button', { name: 'Envoyer vers PACS du CHU' }).click();
    await requis.getByText(/Envoyé vers PACS du CHU/).waitFor({ timeout: 60_000 });
    await everyShape(requis, 'dossier-sent');
    const download = requis.waitForEvent('download');
    await requis.getByRole('button', { name: 'Télécharger les examens (zip)' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  });

  it('keeps the word of who says that images are archived', async () => {
    await requerant
      .getByRole('button', { name: /Autres actes sur les images/ })
      .first()
      .click();
    await keepScreenshot(requerant, 'exam-menu');
    await requerant.getByRole('menuitem', { name: /Archivage confirmé/ }).click();
    await everyShape(requerant, 'archive-dialog');
    await requerant.getByRole('button', { name: 'Confirmer l’archivage' }).click();
    await requerant
      .getByText(/Archivage confirmé par ARNAUD/)
      .first()
      .waitFor();
  });

  it('says that images were purged, and brings them again', async () => {
    const { body } = await api.get<{ studies: { id: string }[] }>(`/api/teledossiers/${dossierId}`);
    for (const { id } of body.studies)
      await withSystem(platform.system, (tx) => purgeStudy(tx, id, 'VAL_PACS'));
    await requerant
      .getByText(/Images supprimées le .*, archivées dans VAL_PACS/)
      .first()
      .waitFor();
    await everyShape(requerant, 'dossier-purged');
    await requerant.goto('/examens');
    await requerant
      .getByText(/Images supprimées le/)
      .first()
      .waitFor();
    await everyShape(requerant, 'exams-purged');
    await requerant.goto(`/teledossiers/${dossierId}`);
    await pressAll(requerant, /^Récupérer depuis PACS de Valombre/);
    const texts = counts.map((count) => `CT ${count} image`);
    await eventually(async () => {
      const text = await plain(requerant);
      return texts.every((one) => text.includes(one)) && !text.includes('supprimées');
    });
  });
});

/**
 * Another device of the same author saves the draft as it is, just before the sending reaches the server.
 * @returns what each sending was answered, as they come
 */
async function saveElsewhereBeforeSending(
  page: Page,
  client: ApiClient,
  dossierId: string,
): Promise<number[]> {
  let kept: object = {};
  const sends: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/send')) sends.push(response.status());
  });
  page.on('request', (request) => {
    if (request.method() === 'PUT' && request.url().endsWith('/draft')) kept = request.postDataJSON();
  });
  const once = { times: 1 };
  await page.route(
    /\/send$/,
    async (route) => {
      const { body } = await client.get<{ revision: number }>(`/api/teledossiers/${dossierId}`);
      const draft = { ...kept, revision: body.revision };
      expect((await client.ask('PUT', `/api/teledossiers/${dossierId}/draft`, draft)).status).toBe(200);
      await route.continue();
    },
    once,
  );
  return sends;
}
