import { readFileSync } from 'node:fs';
import { writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accessibilityFaults,
  keepScreenshot,
  openBrowser,
  openContext,
  signInOnPage,
} from '../platform/browser.ts';
import { startPlatform, type Platform } from '../platform/start-platform.ts';

const needs = makeNeeds({ lots: 4, linesPerLot: 3 });
const offer = makeOffer(needs);
/** Typing faults: the quantities of two lines. */
const wrong = writeMessage({
  ...offer,
  lots: offer.lots.map((lot, rank) => ({
    ...lot,
    ...(lot.lines && rank < 2
      ? { lines: lot.lines.map((line, at) => (at === 0 ? { ...line, quantity: '9999' } : line)) }
      : {}),
  })),
});

let platform: Platform;
let browser: Browser;
beforeAll(async () => {
  [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
});

type Chooser = 'control-message' | 'control-need' | 'verify-message';

const choose = (page: Page, which: Chooser, name: string, content: string | Buffer) =>
  page.getByTestId(which).setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) });

it.each([
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844, isPhone: true }],
  ['dark', { width: 1440, height: 900, theme: 'dark' as const }],
])(
  'tells a supplier what is wrong with his offer and where, has him mend it on the spot, and certifies it (%s)',
  async (name, given) => {
    const context = await openContext(browser, platform, given);
    const page = await context.newPage();
    await signInOnPage(page, platform, 'fournisseur@demo.liaison');
    await page.getByRole('heading', { name: 'Contrôleur' }).waitFor();
    await page.getByText('marchés et produits fictifs').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await choose(page, 'control-need', 'besoins.xml', writeMessage(needs));
    await choose(page, 'control-message', 'offre.xml', wrong);
    await page.getByText('Message non conforme').waitFor();
    const findings = page.getByRole('region', { name: 'Constats' });
    await findings.getByText('MIO-CRO-021').first().waitFor();
    await keepScreenshot(page, `control-list-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);

    let presses = 0;
    const press = async (role: 'button', label: string | RegExp) => {
      presses += 1;
      await page.getByRole(role, { name: label }).first().click();
    };
    await press('button', /Lot.1 · ligne.1\.1 · Quantité/);
    const part = page.getByRole('region', { name: 'Ligne du message' });
    await part.getByText('Prix unitaire HT').first().waitFor();
    await keepScreenshot(page, `control-part-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const quantity = part.getByRole('textbox', { name: 'Quantité' });
    expect(await quantity.inputValue()).toBe('9999');
    await quantity.fill('une centaine');
    await quantity.press('Enter');
    await part.getByText('Cette valeur ne convient pas').waitFor();
    await quantity.fill(String(offer.lots[0]?.lines?.[0]?.quantity));
    await quantity.press('Enter');
    await page.getByText('1 correction', { exact: true }).waitFor();
    // The next finding has taken its place: the other line.
    await part.getByRole('heading', { name: /Lot.2 · ligne.2\.1/ }).waitFor();
    await press('button', /^Mettre /);
    await page.getByText('Message conforme', { exact: true }).waitFor();
    await page.getByText('« offre.xml » n’est pas modifié', { exact: false }).waitFor();
    await keepScreenshot(page, `control-mended-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      press('button', 'Certifier et télécharger'),
    ]);
    expect(saved.suggestedFilename()).toBe('offre-certifie.xml');
    // Two faults mended and the message certified, from the report on.
    expect(presses).toBe(3);
    await verifyBoth(page, readFileSync(await saved.path(), 'utf8'), name);
    await context.close();
  },
  120_000,
);

/** The certified message as it is, then with a price changed on the way. */
async function verifyBoth(page: Page, certified: string, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Vérifier' }).click();
  await page.getByRole('button', { name: 'Quitter sans le fichier corrigé' }).click();
  await page.getByRole('heading', { name: 'Vérifier un message reçu' }).waitFor();
  await choose(page, 'verify-message', 'recue.xml', certified);
  await page.getByRole('heading', { name: 'Message intact' }).waitFor();
  await page.getByText('Liaison, démonstration').waitFor();
  await keepScreenshot(page, `verify-intact-${name}`);
  expect(await accessibilityFaults(page)).toEqual([]);
  const at = certified.indexOf('<cbc:PriceAmount');
  const altered = certified.slice(0, at) + certified.slice(at).replace(/>\d/, '>9');
  await choose(page, 'verify-message', 'recue.xml', altered);
  await page.getByRole('heading', { name: 'Message altéré' }).waitFor();
  await page.getByText(/Lot 1, ligne .* modifiée/).waitFor();
  await keepScreenshot(page, `verify-altered-${name}`);
  expect(await accessibilityFaults(page)).toEqual([]);
}
