/// <reference lib="dom" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJson, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { writeMessage as writeWorkbook } from '@liaison/mio-sdk';
import { editWorkbook, readWorkbook, textCell } from '@liaison/xlsx';
import type { Browser, Page } from 'playwright-core';
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
import { itLetsPeopleDecideOnExchanges } from './marches/exchanges.ts';
import { itKeepsCorrectionsPastTheSession } from './marches/session-end.ts';

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
/** Of what is dropped: a page reads a file when it sends it. */
const folder = mkdtempSync(join(tmpdir(), 'liaison-drop-'));
/** The supplier's, once he has signed in. */
let session: Session | undefined;
beforeAll(async () => {
  [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await platform.stop();
  rmSync(folder, { recursive: true });
});

itLetsPeopleDecideOnExchanges(() => ({ platform, browser }));

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

    const presses = await countPresses(page);
    const press = (role: 'button', label: string | RegExp) =>
      page.getByRole(role, { name: label }).first().click();
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
    expect(await presses()).toBe(3);
    await verifyBoth(page, readFileSync(await saved.path(), 'utf8'), name);
    await context.close();
  },
  120_000,
);

/** How often somebody has pressed in the page since. */
async function countPresses(page: Page): Promise<() => Promise<number>> {
  const counted = await page.evaluateHandle(() => {
    const so = { far: 0 };
    addEventListener('pointerdown', () => (so.far += 1), true);
    return so;
  });
  return () => counted.evaluate(({ far }) => far);
}

/** The supplier at the control, signed in once for all. */
async function openControl(given: { width: number; height: number; isPhone?: boolean }): Promise<Page> {
  const context = await openContext(browser, platform, { ...given, ...(session ? { session } : {}) });
  const page = await context.newPage();
  if (session) await page.goto('/marches/controle');
  else await signInOnPage(page, platform, 'fournisseur@demo.liaison');
  session ??= await context.storageState();
  return page;
}

/** Waits until the report under way is there. */
const settled = (page: Page) => page.getByText('Nouveau contrôle').waitFor({ state: 'hidden' });

it('keeps what was corrected whatever is pressed, chosen beside it or by mistake', async () => {
  const page = await openControl({ width: 1440, height: 900 });
  await choose(page, 'control-need', 'besoins.xml', writeMessage(needs));
  await choose(page, 'control-message', 'offre.xml', wrong);
  await page.getByRole('button', { name: /Lot.1 · ligne.1\.1 · Quantité/ }).click();
  const part = page.getByRole('region', { name: 'Ligne du message' });
  const quantity = part.getByRole('textbox', { name: 'Quantité' });
  const correctTwice = async () => {
    await quantity.fill(String(offer.lots[0]?.lines?.[0]?.quantity));
    await part.getByRole('button', { name: 'Corriger' }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await page.getByText('1 correction', { exact: true }).waitFor();
    await settled(page);
  };
  await correctTwice();
  await page.getByRole('button', { name: 'Annuler la dernière' }).click();
  await page.getByText('1 correction', { exact: true }).waitFor({ state: 'hidden' });
  await settled(page);
  await page.getByRole('button', { name: /Lot.1 · ligne.1\.1 · Quantité/ }).click();
  await part.getByRole('heading', { name: /Lot.1 · ligne.1\.1/ }).waitFor();
  expect(await quantity.inputValue()).toBe('9999');
  await correctTwice();

  // Without the needs, while the session is over and after, then with them again: the correction stays.
  const { cookies } = await page.context().storageState();
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Retirer' }).click();
  await page.getByText(/Votre session est terminée.:/).waitFor();
  expect(await page.getByText('1 correction', { exact: true }).count()).toBe(1);
  await page.context().addCookies(cookies);
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await page.getByText('MIO-CRO-021').first().waitFor({ state: 'hidden' });
  await settled(page);
  await choose(page, 'control-need', 'besoins.xml', writeMessage(needs));
  await page.getByText('MIO-CRO-021').first().waitFor();
  expect(await page.getByText('1 correction', { exact: true }).count()).toBe(1);

  await dropOn(page, 'body', 'autre.xml', Buffer.from(writeMessage(offer)));
  const asked = page.getByRole('dialog', { name: 'Contrôler un autre fichier' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Annuler' }).click();
  expect(await page.getByText('1 correction', { exact: true }).count()).toBe(1);
  await choose(page, 'control-message', 'autre.xml', writeMessage(offer));
  await asked.getByRole('button', { name: 'Abandonner les corrections' }).click();
  await page.getByText('Message conforme', { exact: true }).waitFor();
  await page.context().close();
}, 120_000);

itKeepsCorrectionsPastTheSession(async () => ({
  platform,
  page: await openControl({ width: 1440, height: 900 }),
  needs: writeMessage(needs),
  offer: wrong,
}));

/** An offer in its buyer's workbook, with words where its first price is. */
function spoiltWorkbook(): Uint8Array {
  const model = writeWorkbook(offer, 'xlsx', { needs: Buffer.from(writeMessage(needs)) });
  const column = (key: string) =>
    readWorkbook(model)
      .sheets.find(({ name }) => name === 'Bordereau')
      ?.rows[0]?.cells.find(({ text }) => text === key)?.column ?? 0;
  const price = { row: 5, column: column('price.unitPrice'), value: textCell('sur devis') };
  return editWorkbook(model, { sheets: [{ sheet: 'Bordereau', cells: [price] }] });
}

const dropped = [
  ['offre.xlsx', spoiltWorkbook, /Bordereau!\w+ · Lot.1 · ligne.1\.1 · Prix unitaire HT/],
  ['offre.json', () => Buffer.from(writeJson(offer)), 'Message conforme'],
  ['devis.pdf', () => Buffer.from('%PDF-1.7\n'), /est un PDF, et non un message/],
  ['offre.zip', () => Buffer.from('PK\u0003\u0004 nothing more'), /Ce classeur est abîmé ou incomplet/],
  ['page.html', () => Buffer.from('<!DOCTYPE html><p>Bonjour<br>'), /est une page web, et non un message/],
  ['enorme.xml', () => Buffer.alloc(65 * 1024 * 1024, ' '), /Employez la commande «.mio.» pour de plus gros/],
] as const;

it('tells who drops a file on the page what to do with it, whatever it is', async () => {
  const page = await openControl({ width: 390, height: 844, isPhone: true });
  const failures: string[] = [];
  page.on('pageerror', ({ message }) => failures.push(message));
  for (const [name, content, sentence] of dropped) {
    await page.goto('/marches/controle');
    await drop(page, name, content());
    await page.getByText(sentence).first().waitFor();
    expect(await accessibilityFaults(page), name).toEqual([]);
  }
  expect(failures).toEqual([]);
  await page.context().close();
}, 180_000);

async function drop(page: Page, name: string, content: Uint8Array): Promise<void> {
  await page.getByText('Déposez ici le message à contrôler').waitFor();
  await dropOn(page, '.ui-drop', name, content);
}

/** As browsers do it; a page that does not take what is carried over it loses its place to the file. */
async function dropOn(page: Page, where: string, name: string, content: Uint8Array): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, content);
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'carried';
    document.body.append(input);
  });
  await page.locator('#carried').setInputFiles(path);
  const isTaken = await page.evaluate((selector) => {
    const input = document.querySelector<HTMLInputElement>('#carried');
    const dataTransfer = new DataTransfer();
    for (const file of input?.files ?? []) dataTransfer.items.add(file);
    input?.remove();
    const target = document.querySelector(selector);
    return ['dragover', 'drop'].map(
      (type) =>
        target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })) ===
        false,
    );
  }, where);
  expect(isTaken).toEqual([true, true]);
}

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
