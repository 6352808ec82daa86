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
/** Typing faults: a quantity, a price ten times too high, a code that lost its first digits. */
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

const choose = (page: Page, which: 'control-message' | 'control-need', name: string, xml: string) =>
  page.getByTestId(which).setInputFiles({ name, mimeType: 'application/xml', buffer: Buffer.from(xml) });

it.each([
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844, isPhone: true }],
  ['dark', { width: 1440, height: 900, theme: 'dark' as const }],
])(
  'tells a supplier what is wrong with his offer and where, until nothing is (%s)',
  async (name, given) => {
    const context = await openContext(browser, platform, given);
    const page = await context.newPage();
    await signInOnPage(page, platform, 'fournisseur@demo.liaison');
    await page.getByRole('heading', { name: 'Contrôleur' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await choose(page, 'control-message', 'offre.xml', wrong);
    await page.getByText('Message non conforme').waitFor();
    await choose(page, 'control-need', 'besoins.xml', writeMessage(needs));
    const findings = page.getByRole('region', { name: 'Constats' });
    await findings.getByText('MIO-CRO-021').first().waitFor();
    await findings
      .getByText(/Lot.1 · ligne/)
      .first()
      .waitFor();
    await keepScreenshot(page, `control-${name}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await choose(page, 'control-message', 'offre.xml', writeMessage(offer));
    await page.getByText('Message conforme').waitFor();
    const [report] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Classeur Excel' }).click(),
    ]);
    expect(report.suggestedFilename()).toBe('controle-offre.xlsx');
    await context.close();
  },
  120_000,
);
