import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accessibilityFaults,
  keepScreenshot,
  openBrowser,
  openContext,
  signInOnPage,
} from '../platform/browser.ts';
import { startPlatform, type Platform } from '../platform/start-platform.ts';

let platform: Platform;
let browser: Browser;
beforeAll(async () => {
  [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
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

it.each([
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844, isPhone: true }],
  ['dark', { width: 1440, height: 900, theme: 'dark' as const }],
])(
  'shows peers to their administrator, and calls one (%s)',
  async (name, given) => {
    const context = await openContext(browser, platform, given);
    const page = await context.newPage();
    await signInOnPage(page, platform, 'admin.local@demo.liaison');
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
