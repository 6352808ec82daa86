import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accessibilityFaults,
  keepScreenshot,
  openBrowser,
  openContext,
  signInOnPage,
  type Session,
} from '../platform/browser.ts';
import { startPlatform, type Platform } from '../platform/start-platform.ts';

let platform: Platform;
let browser: Browser;
let administrator: Session;
beforeAll(async () => {
  [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
  const context = await openContext(browser, platform, { width: 1440, height: 900 });
  await signInOnPage(await context.newPage(), platform, 'admin.local@demo.liaison');
  administrator = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

it('searches the PACS of one’s hospital, has an exam brought, and sees it arrive', async () => {
  const context = await openContext(browser, platform, { width: 1440, height: 900 });
  const page = await context.newPage();
  await signInOnPage(page, platform, 'manip@demo.liaison');
  await page.goto('/pacs');
  await page.getByRole('textbox', { name: 'Nom', exact: true }).fill('lefevre');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  const found = page.locator('.pacs-found');
  await found.getByText('A99104201').waitFor();
  await page.locator('.pacs-found .ui-choice').first().click();
  await keepScreenshot(page, 'pacs-search');
  await page.getByRole('button', { name: 'Récupérer' }).click();
  await page.getByText(/Récupération en cours/).waitFor({ timeout: 60_000 });
  await keepScreenshot(page, 'pacs-retrieval');
  await page.getByText(/Récupéré · 29/).waitFor({ timeout: 120_000 });
  expect(await accessibilityFaults(page)).toEqual([]);
  await context.close();
}, 240_000);

it('has the sending to a new machine approved by the region, which sees where it is called', async () => {
  const size = { width: 1440, height: 900 };
  const [local, regional] = await Promise.all([
    openContext(browser, platform, { ...size, session: administrator }),
    openContext(browser, platform, size),
  ]);
  const own = await local.newPage();
  await own.goto('/administration/pacs');
  await own.getByRole('button', { name: 'Ajouter' }).click();
  await own.getByRole('textbox', { name: 'Nom', exact: true }).fill('Archive du GHT');
  await own.getByRole('textbox', { name: /Titre d’application/ }).fill('ARCHIVE_GHT');
  await own.getByRole('textbox', { name: 'Adresse', exact: true }).fill('archive.exemple.fr');
  await own.getByRole('textbox', { name: 'Port' }).fill('11112');
  await own.getByText('Il peut envoyer des images').click();
  await own.getByText(/Il ne recevra des images qu’une fois approuvé/).waitFor();
  await keepScreenshot(own, 'peer-store');
  await own.getByRole('button', { name: 'Enregistrer' }).click();
  await own.getByText('Envoi vers lui à approuver par l’administration régionale').waitFor();
  expect(await own.getByRole('button', { name: /Approuver/ }).count()).toBe(0);

  const page = await regional.newPage();
  await signInOnPage(page, platform, 'admin.regional@demo.liaison');
  await page.goto('/administration/pacs');
  await page.getByText('appelé à archive.exemple.fr:11112').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepScreenshot(page, 'peer-store-approval');
  await page.getByRole('button', { name: 'Approuver l’envoi vers Archive du GHT' }).click();
  await page.getByText('Archive du GHT peut recevoir des images').waitFor();
  await page.getByText('Envoi vers lui à approuver').waitFor({ state: 'detached' });
  await Promise.all([local.close(), regional.close()]);
}, 120_000);

it.each([
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844, isPhone: true }],
  ['dark', { width: 1440, height: 900, theme: 'dark' as const }],
])(
  'shows peers to their administrator, and calls one (%s)',
  async (name, given) => {
    const context = await openContext(browser, platform, { ...given, session: administrator });
    const page = await context.newPage();
    await page.goto('/administration/pacs');
    await page.getByRole('button', { name: 'Tester PACS du CH de Valombre' }).click();
    await page.getByText(/Répond en/).waitFor();
    await keepScreenshot(page, `peers-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ajouter' }).click();
    await page.getByRole('textbox', { name: /Titre d’application/ }).waitFor();
    await keepScreenshot(page, `peer-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await context.close();
  },
  120_000,
);
