/// <reference lib="dom" />
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

const registers = ['Licences', 'Organisations', 'Interfaces qualifiées', 'Mises à jour', 'Abonnés'] as const;

it.each([
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844, isPhone: true }],
  ['dark', { width: 1440, height: 900, theme: 'dark' as const }],
])(
  'shows the authority its registers, and each of them is read by everyone (%s)',
  async (name, given) => {
    const context = await openContext(browser, platform, given);
    const page = await context.newPage();
    await signInOnPage(page, platform, 'autorite@demo.liaison');
    await page.getByRole('heading', { name: 'Autorité MIO' }).waitFor();
    await page.getByText('MIO-DEMO-0001').waitFor();
    await keepScreenshot(page, `authority-${name}`);
    for (const register of registers) {
      await page.getByRole('tab', { name: register }).click();
      await page.getByRole('tabpanel').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await context.close();
  },
  120_000,
);

it('registers an organisation, qualifies an interface and takes it back, with a reason that stays', async () => {
  const context = await openContext(browser, platform, { width: 1440, height: 900 });
  const page = await context.newPage();
  await signInOnPage(page, platform, 'autorite@demo.liaison');
  await page.getByRole('tab', { name: 'Organisations' }).click();
  await page.getByRole('button', { name: 'Inscrire une organisation' }).click();
  await page.getByRole('textbox', { name: 'Nom' }).fill('Laboratoire Tranier');
  await page.getByRole('textbox', { name: 'SIRET' }).fill('000 000 018 00003');
  await page.getByRole('button', { name: 'Inscrire', exact: true }).click();
  await page.getByText('Ce SIRET est faux').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'SIRET' }).fill('000 000 018 00002');
  await page.getByRole('button', { name: 'Inscrire', exact: true }).click();
  await page.getByRole('region', { name: 'Organisations' }).getByText('Laboratoire Tranier').waitFor();

  await page.getByRole('tab', { name: 'Interfaces qualifiées' }).click();
  await page.getByRole('button', { name: 'Inscrire une qualification' }).click();
  for (const [label, text] of [
    ['Éditeur', 'Tranier logiciels'],
    ['Produit', 'Offres'],
    ['Version', '3.1'],
    ['Messages lus', 'M10, M30'],
    ['Messages écrits', 'm20'],
    ['N° de qualification', 'Q-2026-1'],
  ] as const)
    await page.getByRole('textbox', { name: label }).fill(text);
  await page.getByRole('button', { name: 'Inscrire au registre public' }).click();
  const registry = page.getByRole('region', { name: 'Interfaces qualifiées' });
  await registry.getByText('lit M10, M30').waitFor();
  await page.getByRole('button', { name: 'Retirer Offres 3.1' }).click();
  await page.getByRole('textbox', { name: 'Raison' }).fill('Version remplacée');
  await page.getByRole('button', { name: 'Retirer', exact: true }).click();
  await registry.getByText('Version remplacée').waitFor();
  await context.close();
}, 120_000);

it('tells everyone who is qualified, what to ask for in a consultation, and how messages are made', async () => {
  const context = await openContext(browser, platform, { width: 390, height: 844, isPhone: true });
  const page = await context.newPage();
  // A link to the registry leads there, however late its answer comes.
  const held = Promise.withResolvers<void>();
  await page.route('**/authority/interfaces', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto('/mio#interfaces');
  const registry = page.getByRole('region', { name: 'Interfaces qualifiées' });
  await page.waitForFunction(() => scrollY > 0);
  held.resolve();
  await registry.getByText('Version remplacée').waitFor();
  await page.getByRole('button', { name: 'Répondre par un message MIO' }).click();
  await page.getByText('joint au dossier de consultation').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepScreenshot(page, 'mio-phone');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger les documents du message M20' }).click();
  expect((await download).suggestedFilename()).toBe('mio-m20.zip');

  // As an installation answers that is no authority (domains/authority/src/authority.pg.test.ts).
  const chain = page.getByRole('link', { name: 'Certificats de l’autorité (PEM)' });
  expect(await chain.count()).toBe(1);
  await page.route('**/authority/interfaces', (route) =>
    route.fulfill({ json: { authority: null, interfaces: [] } }),
  );
  const answered = page.waitForResponse('**/authority/interfaces');
  await page.reload();
  await (await answered).finished();
  await page.getByRole('link', { name: 'Télécharger les documents du message M20' }).waitFor();
  expect(await Promise.all([registry.count(), chain.count()])).toEqual([0, 0]);
  await context.close();
}, 120_000);

it('tries a list before it is published, and tells nothing of a file or a day that is chosen no more', async () => {
  const context = await openContext(browser, platform, { width: 1440, height: 900 });
  const page = await context.newPage();
  await signInOnPage(page, platform, 'autorite@demo.liaison');
  await page.getByRole('tab', { name: 'Mises à jour' }).click();
  await page.getByRole('button', { name: 'Publier une nomenclature' }).click();
  const dialog = page.getByRole('dialog', { name: 'Publier une nomenclature' });
  const choose = (name: string, content: string) =>
    page.getByTestId('nomenclature').setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) });
  const tryOut = dialog.getByRole('button', { name: 'Essayer sans publier' });

  // The answer about a file that cannot be a list is on its way when another one is chosen.
  const asked = Promise.withResolvers<void>();
  await page.route('**/nomenclatures?*', () => asked.resolve());
  await choose('fausse.csv', 'code;libelle\nx;Faux\n');
  await tryOut.click();
  await dialog.getByText('Essai en cours…').waitFor();
  await asked.promise;
  const givenUp = page.waitForEvent('requestfailed');
  await choose('absente.csv', 'code;libelle\ny;Faux\n');
  expect((await givenUp).failure()?.errorText).toBe('net::ERR_ABORTED');
  await dialog.getByText('Essayez d’abord.').waitFor();
  expect(await dialog.getByText(/faute|L’essai n’a pas abouti/).count()).toBe(0);

  await page.unroute('**/nomenclatures?*');
  await page.route('**/nomenclatures?*', (route) => route.abort());
  await tryOut.click();
  await dialog.getByText('Liaison ne répond pas.', { exact: false }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.unroute('**/nomenclatures?*');
  await tryOut.click();
  await dialog.getByText(/faute/).waitFor();
  await context.close();
}, 120_000);
