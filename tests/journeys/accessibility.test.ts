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
  type Theme,
} from '../platform/browser.ts';
import { sendByStorescu, writeSyntheticHeadCt } from '../platform/samples.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

const question = 'Hémiplégie droite et aphasie brutales, vue bien à 13 h : thrombolyse ?';

/** Every screen, in both themes and at three widths: no rule of axe broken, no text wider than the page. */
describe('every screen', () => {
  let platform: Platform;
  let browser: Browser;
  let folder: string;
  let studyId: string;
  let draftId: string;
  let sentId: string;

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
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shapes = [
    { name: 'desktop', width: 1440, height: 900 },
    { name: 'tablet', width: 820, height: 1180 },
    { name: 'phone', width: 390, height: 844, isPhone: true },
  ];
  const themes: readonly Theme[] = ['light', 'dark'];

  for (const theme of themes) {
    for (const shape of shapes) {
      it(`can be used by all at ${shape.name} width, ${theme}`, async () => {
        const faults: string[] = [];
        const look = async (page: Page, name: string) => {
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (wide > 0) faults.push(`${name}: ${wide} px too wide`);
          faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
          await keepScreenshot(page, `${name}-${shape.name}-${theme}`);
        };
        const requerant = await (await openContext(browser, platform, { ...shape, theme })).newPage();
        await requerant.goto('/connexion');
        await requerant.getByRole('heading', { name: 'Connexion' }).waitFor();
        await look(requerant, 'connexion');
        await signInOnPage(requerant, platform, 'requerant@demo.liaison');
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
        await requerant.context().close();

        const requis = await (await openContext(browser, platform, { ...shape, theme })).newPage();
        await signInOnPage(requis, platform, 'requis@demo.liaison');
        await requis.goto('/');
        await requis.getByText('Hémiplégie droite').first().waitFor();
        await look(requis, 'a-traiter-requis');
        await requis.getByRole('button', { name: /Notifications/ }).click();
        await requis.getByRole('dialog').waitFor();
        await keepScreenshot(requis, `notifications-${shape.name}-${theme}`);
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
        expect(faults).toEqual([]);
      });
    }
  }

  it('reflows at 320 px, and a request begins by keyboard alone', async () => {
    const page = await (await openContext(browser, platform, { width: 320, height: 640 })).newPage();
    await signInOnPage(page, platform, 'requerant@demo.liaison');
    for (const path of [
      '/',
      '/examens',
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
