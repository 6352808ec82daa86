/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  type Session,
  type Theme,
} from '../platform/browser.ts';
import { approvePeer } from '../platform/peers.ts';
import { sendByStorescu, writeSyntheticHeadCt } from '../platform/samples.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

const neuroRoute = 'Neuro de nuit';
const question = 'Hémiplégie droite et aphasie brutales, vue bien à 13 h : thrombolyse ?';

/** Every screen, in both themes and at three widths: no rule of axe broken, no text wider than the page. */
describe('every screen', () => {
  let platform: Platform;
  let browser: Browser;
  let folder: string;
  let studyId: string;
  let draftId: string;
  let sentId: string;
  const sessions: Record<string, Session> = {};

  beforeAll(async () => {
    platform = await startPlatform();
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'liaison-screens-'));
    // The synthetic patient: these screens are kept as pictures, and shown in the documents.
    const files = writeSyntheticHeadCt(folder);
    if ((await sendByStorescu(platform.dicomPort, files)) !== 0) throw new Error('storescu could not send');
    const requerant = await signIn(platform, 'requerant@demo.liaison');
    studyId = await eventually(() => findStudy(requerant, files.length));
    draftId = await createDraft(requerant, studyId);
    sentId = await createDraft(requerant, studyId);
    await sendDraft(requerant, sentId);
    await createNightRoute(platform);
    await Promise.all(
      ['requerant', 'requis', 'manip', 'admin.local'].map(async (login) => {
        sessions[login] = await openSession(browser, platform, `${login}@demo.liaison`);
      }),
    );
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** `pictured`: the themes in which each screen is kept for people to look at. */
  const shapes = [
    { name: 'desktop', width: 1440, height: 900, pictured: 'light dark' },
    { name: 'tablet', width: 820, height: 1180, pictured: '' },
    { name: 'phone', width: 390, height: 844, isPhone: true, pictured: 'light' },
  ];

  for (const shape of shapes) {
    it(`can be used by all at ${shape.name} width, in both themes`, async () => {
      const faults: string[] = [];
      const look = async (page: Page, name: string) => {
        const found = await faultsInBothThemes(page, async (theme) => {
          if (shape.pictured.includes(theme)) await keepScreenshot(page, `${name}-${shape.name}-${theme}`);
        });
        faults.push(...found.map((fault) => `${name}: ${fault}`));
      };
      const pageOf = async (login: string) => {
        const session = sessions[login];
        return (
          await openContext(browser, platform, { ...shape, ...(session ? { session } : {}) })
        ).newPage();
      };
      const anyone = await pageOf('');
      await anyone.goto('/connexion');
      await anyone.getByRole('heading', { name: 'Connexion' }).waitFor();
      await look(anyone, 'connexion');
      await anyone.context().close();

      const requerant = await pageOf('requerant');
      for (const [path, name, sign] of [
        ['/', 'a-traiter-requerant', 'Brouillons'],
        ['/examens', 'examens', 'Demande d’avis AVC aigu'],
        ['/examens/envois', 'envois', 'Aucun envoi'],
        ['/examens/import', 'import', 'Déposez ici'],
        ['/teledossiers', 'teledossiers', 'Hémiplégie droite'],
        [`/teledossiers/${draftId}/demande`, 'demande', 'Destinataires'],
        ['/demo', 'demo', 'requis@demo.liaison'],
      ] as const) {
        await requerant.goto(path);
        await requerant.getByText(sign).first().waitFor();
        await look(requerant, name);
      }
      await requerant.goto(`/images/${studyId}`);
      const send = requerant.getByRole('link', { name: 'Envoyer', exact: true });
      await requerant.getByRole('img', { name: /image \d+ sur \d+/ }).waitFor();
      if (!(await send.isVisible())) await requerant.getByRole('button', { name: /^Plus/ }).click();
      await send.click();
      await requerant.getByRole('button', { name: 'Envoyer vers Archive du GHT' }).waitFor();
      await look(requerant, 'envoi');
      await requerant.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click();
      await requerant.getByRole('dialog').waitFor({ state: 'detached' });
      await requerant.context().close();

      const requis = await pageOf('requis');
      await requis.goto('/');
      await requis.getByText('Hémiplégie droite').first().waitFor();
      await look(requis, 'a-traiter-requis');
      await requis.getByRole('button', { name: /Notifications/ }).click();
      await requis.getByRole('dialog').waitFor();
      await keepScreenshot(requis, `notifications-${shape.name}`);
      for (const part of ['demande', 'images', 'fil', 'reponse']) {
        if (part === 'images' && shape.name === 'desktop') continue;
        await requis.goto('about:blank');
        await requis.goto(`/teledossiers/${sentId}#${part}`);
        await requis.getByRole('heading', { level: 1 }).waitFor();
        if (part === 'images') await requis.getByRole('img', { name: /image \d+ sur \d+/ }).waitFor();
        else await requis.getByRole('tabpanel').last().waitFor();
        await look(requis, `teledossier-${part}`);
      }
      await requis.goto(`/images/${studyId}`);
      await requis.getByRole('img', { name: /image \d+ sur \d+/ }).waitFor();
      await look(requis, 'images');
      await requis.context().close();

      const manip = await pageOf('manip');
      for (const [path, name, sign] of [
        ['/pacs', 'pacs', 'Rechercher dans mon PACS'],
        ['/examens/envois', 'envois-manip', 'Aucun envoi'],
        ['/examens/import', 'import-manip', 'Déposez ici'],
      ] as const) {
        await manip.goto(path);
        await manip.getByText(sign).first().waitFor();
        await look(manip, name);
      }
      await manip.goto('/pacs');
      await manip.getByRole('textbox', { name: 'Nom', exact: true }).fill('lefevre');
      await manip.getByRole('button', { name: 'Rechercher' }).click();
      await manip.locator('.pacs-found').getByText('A99104201').waitFor();
      await look(manip, 'pacs-resultats');
      await manip.context().close();

      const admin = await pageOf('admin.local');
      await admin.goto('/administration/pacs');
      await admin.getByText('CHA_PACS').waitFor();
      await look(admin, 'administration-pacs');
      await admin.getByRole('button', { name: 'Ajouter' }).click();
      await admin.getByRole('button', { name: 'Réglages fins' }).click();
      await admin.getByRole('textbox', { name: /certificats/ }).waitFor();
      await look(admin, 'administration-pacs-fiche');
      await admin.goto('/administration/routes');
      const change = admin.getByRole('button', { name: `Modifier la route ${neuroRoute}` });
      await change.waitFor();
      await look(admin, 'administration-routes');
      await change.click();
      await admin.getByRole('button', { name: 'Essayer sans rien envoyer' }).click();
      await admin.getByText(/suivi cette route/).waitFor();
      await look(admin, 'administration-route');
      await admin.goto('/administration/conservation');
      await admin.getByText('Sans preuve d’archivage').waitFor();
      await look(admin, 'administration-conservation');
      await admin.context().close();
      expect(faults).toEqual([]);
    });
  }

  it('reflows at 320 px, and a request begins by keyboard alone', async () => {
    const session = sessions['requerant'];
    const narrow = { width: 320, height: 640, ...(session ? { session } : {}) };
    const page = await (await openContext(browser, platform, narrow)).newPage();
    for (const path of [
      '/',
      '/examens',
      '/examens/envois',
      '/examens/import',
      '/pacs',
      '/teledossiers',
      `/teledossiers/${draftId}/demande`,
      `/teledossiers/${sentId}`,
    ]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, path).toBe(0);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto('/examens');
    const request = page.getByRole('button', { name: /Demande d’avis AVC aigu/ }).first();
    await request.waitFor();
    await eventually(async () => {
      await page.keyboard.press('Tab');
      return request.evaluate((element) => element === document.activeElement);
    });
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/demande$/);
    await page.context().close();
  });
});

async function openSession(browser: Browser, platform: Platform, login: string): Promise<Session> {
  const context = await openContext(browser, platform, { width: 1440, height: 900 });
  await signInOnPage(await context.newPage(), platform, login);
  const session = await context.storageState();
  await context.close();
  return session;
}

/**
 * A theme changes colours alone: where the page is otherwise what it was, only the rules of colours are asked again.
 */
async function faultsInBothThemes(page: Page, keep: (theme: Theme) => Promise<void>): Promise<string[]> {
  const faults: string[] = [];
  let judged = '';
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const { html, tooWide } = await page.evaluate(() => {
      const { outerHTML, scrollWidth, clientWidth } = document.documentElement;
      return { html: outerHTML, tooWide: scrollWidth - clientWidth };
    });
    if (tooWide > 0) faults.push(`${theme}: ${tooWide} px too wide`);
    const found = await accessibilityFaults(page, html === judged ? 'colours' : 'all');
    faults.push(...found.map((fault) => `${theme}: ${fault}`));
    judged = html;
    await keep(theme);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

/** A route of the hospital to an archive of its own, so that its screens have something to show. */
async function createNightRoute(platform: Platform): Promise<void> {
  const admin = await signIn(platform, 'admin.local@demo.liaison');
  const { body: session } = await admin.get<{ context: { structureId: string } }>('/api/session');
  const { structureId } = session.context;
  const { body: archive } = await admin.post<{ id: string }>('/api/pacs/peers', {
    structureId,
    name: 'Archive du GHT',
    aeTitle: 'ARCHIVE_GHT',
    host: '127.0.0.1',
    port: 104,
    usesTls: false,
    addresses: ['127.0.0.1'],
    certificates: [],
    requiresTls: false,
    roles: { mayStore: false, mayQuery: false, query: false, retrieve: 'no', store: true, commit: true },
    transferSyntaxes: [],
    characterSet: 'ISO_IR 192',
    maxAssociations: 4,
    maxBytesPerSecond: null,
    isActive: true,
  });
  await approvePeer(await signIn(platform, 'admin.regional@demo.liaison'), archive.id);
  const made = await admin.post(`/api/transfers/structures/${structureId}/routes`, {
    name: neuroRoute,
    isActive: true,
    conditions: {
      callingAeTitles: ['CHA_PACS'],
      modalities: ['CT', 'MR'],
      words: ['cérébral', 'avc'],
      weekdays: [],
      hours: { from: 20 * 60, to: 8 * 60 },
    },
    peerIds: [archive.id],
    triesEach: 3,
    coercion: 'none',
    maxBytesPerSecond: null,
  });
  expect(made.status).toBe(200);
}

async function findStudy(client: ApiClient, count: number): Promise<string | undefined> {
  const { body } = await client.get<{ studies: { id: string; imageCount: number }[] }>(
    '/api/imaging/studies',
  );
  return body.studies.find(({ imageCount }) => imageCount === count)?.id;
}

async function createDraft(client: ApiClient, studyId: string): Promise<string> {
  const { body } = await client.post<{ id: string }>('/api/teledossiers', { type: 'avc', studyId });
  return body.id;
}

async function sendDraft(client: ApiClient, dossierId: string): Promise<void> {
  const unv = demoRegion.communities.find(({ name }) => name.startsWith('UNV'));
  const { body } = await client.get<{ revision: number; patient: object; studies: { id: string }[] }>(
    `/api/teledossiers/${dossierId}`,
  );
  const saved = await client.ask<{ revision: number }>('PUT', `/api/teledossiers/${dossierId}/draft`, {
    revision: body.revision,
    patient: body.patient,
    answers: { question, 'last-seen-well': new Date(Date.now() - 3_600_000).toISOString() },
    recipients: [{ kind: 'community', id: unv?.id }],
    studyIds: body.studies.map(({ id }) => id),
  });
  const sent = await client.post(`/api/teledossiers/${dossierId}/send`, { revision: saved.body.revision });
  expect(sent.status).toBe(200);
}
