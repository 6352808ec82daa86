import { readFileSync } from 'node:fs';
import {
  exchangesUrl,
  listExchanges,
  listPartners,
  readExchange,
  sentReply,
  type Exchange,
} from '@liaison/exchanges/contract';
import { makePartner } from '@liaison/exchanges/testing';
import { asId } from '@liaison/kernel';
import { readMessage, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { demoRegion } from '@liaison/region';
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signIn, type ApiClient } from '../../platform/api-client.ts';
import { accessibilityFaults, keepScreenshot, openContext, signInOnPage } from '../../platform/browser.ts';
import { eventually, type Platform } from '../../platform/start-platform.ts';

type Stage = { readonly platform: Platform; readonly browser: Browser };

const [hospital] = demoRegion.structures;
const laboratory = demoRegion.structures.find(({ name }) => name === 'Laboratoire Richer');
const finess = hospital?.finess ?? '';
const siret = laboratory?.siret ?? '';
const ways = [{ channel: 'http' as const, endpoint: '', addresses: [] }];

export function itLetsPeopleDecideOnExchanges(given: () => Stage): void {
  it('shows a buyer what waits for her and why, and has her decide', async () => {
    const { platform, browser } = given();
    const context = await openContext(browser, platform, { width: 1440, height: 900 });
    const page = await context.newPage();
    await signInOnPage(page, platform, 'acheteur@demo.liaison');
    await page.getByRole('heading', { name: 'Contrôleur' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByText('Aucun partenaire pour l’instant').waitFor();
    await expectSeen(page, 'exchanges-none');

    await makePartner(platform.system, asId(hospital?.id ?? ''), siret, { ways, name: 'Laboratoire Richer' });
    await makePartner(platform.system, asId(laboratory?.id ?? ''), '', {
      ways,
      name: 'CH de Valombre',
      participant: { scheme: 'FINESS', id: finess },
      requiresCertificate: false,
    });
    const supplier = await signIn(platform, 'fournisseur@demo.liaison');
    await sendOffer(platform, supplier);
    await sendOffer(platform, supplier);
    await page.reload();
    await page.getByRole('radio', { name: 'À décider' }).click();
    const list = page.getByRole('region', { name: 'Échanges' });
    await list.getByText('En quarantaine').nth(1).waitFor();
    await list.getByText('Le certificat de contrôle manque', { exact: false }).first().waitFor();
    await expectSeen(page, 'exchanges-list');

    await list.getByRole('link', { name: 'Offre de prix' }).first().click();
    await page.getByRole('heading', { name: 'Offre de prix' }).waitFor();
    await page.getByRole('status').getByText('Le certificat de contrôle manque').waitFor();
    await expectSeen(page, 'exchange-quarantined');
    const examine = page.getByRole('button', { name: 'Examiner de nouveau' });
    await examine.click();
    // Its cause is still there: back it goes, and the story says so.
    const steps = page.getByRole('list', { name: 'Étapes' });
    await steps.getByText('En quarantaine').nth(1).waitFor();
    await excuseFromCertificates(page);
    await examine.click();
    await page.getByText('À intégrer').first().waitFor();
    await keepScreenshot(page, 'exchange-available');

    await page.getByRole('button', { name: 'Intégré' }).click();
    const dialog = page.getByRole('dialog', { name: 'Message intégré' });
    await dialog.getByRole('textbox', { name: /Commentaire/ }).fill('Repris dans le logiciel');
    await expectSeen(page, 'exchange-integrating');
    await dialog.getByRole('button', { name: 'Envoyer l’accusé' }).click();
    await steps.getByText('Repris dans le logiciel').waitFor();
    await page.getByRole('region', { name: 'Réponses' }).getByText('Accusé de réception').nth(1).waitFor();
    await keepScreenshot(page, 'exchange-integrated');
    const [report] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Résultat de contrôle', exact: true }).click(),
    ]);
    await report.getByText('Rapport de contrôle MIO M20').waitFor();
    await keepScreenshot(report, 'exchange-report');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Télécharger le message' }).click(),
    ]);
    expect(readMessage(readFileSync(await saved.path())).message?.type).toBe('M20');

    // The other one, which somebody else decides on while it is read.
    await page.getByRole('link', { name: 'Échanges' }).last().click();
    await list.getByText('En quarantaine').first().waitFor();
    await list.getByText('En quarantaine').nth(1).waitFor({ state: 'hidden' });
    await list.getByRole('link', { name: 'Offre de prix' }).click();
    await examine.waitFor();
    const other = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect((await page.request.post(`${exchangesUrl}/${other}/reexamination`)).status()).toBe(204);
    await eventually(async () => (await readOne(page, other)).state === 'available');
    await examine.click();
    await page.getByText('Cet échange a changé entre-temps').waitFor();
    await page.getByRole('button', { name: 'Refuser' }).click();
    const refusal = page.getByRole('dialog', { name: 'Refuser ce message' });
    expect(await refusal.getByRole('button', { name: 'Refuser' }).isDisabled()).toBe(true);
    await refusal.getByRole('textbox', { name: /Motif/ }).fill('Hors délai');
    await refusal.getByRole('button', { name: 'Refuser' }).click();
    await steps.getByText('Hors délai').waitFor();
    await page.getByRole('link', { name: 'Échanges' }).last().click();
    await page.getByText('Rien à décider').waitFor();
    expect(page.url()).toContain('etat=a-decider');
    await page.getByRole('radio', { name: 'Tous les états' }).click();
    await list.getByText('Refusé par le logiciel').waitFor();
    await keepScreenshot(page, 'exchanges-decided');
    const sent = async () => (await readAll(supplier)).filter(({ messageType }) => messageType === 'M20');
    await eventually(async () => (await sent()).every(({ state }) => state !== 'received'));
    expect((await sent()).map(({ state }) => state).toSorted()).toEqual(['integrated', 'rejected']);
    await context.close();
  }, 180_000);
}

/** As somebody sees it: whatever the theme and the window. */
async function expectSeen(page: Page, name: string): Promise<void> {
  await keepScreenshot(page, name);
  expect(await accessibilityFaults(page), name).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepScreenshot(page, `${name}-dark`);
  expect(await accessibilityFaults(page, 'colours'), `${name}-dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await keepScreenshot(page, `${name}-phone`);
  expect(await accessibilityFaults(page), `${name}-phone`).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name}-phone`).toBe(390);
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** An offer of the laboratory to the hospital, which nobody certified. */
async function sendOffer(platform: Platform, supplier: ApiClient): Promise<string> {
  const offer = makeOffer(makeNeeds({ lots: 1, linesPerLot: 2 }));
  const sender = { scheme: '0009', id: siret } as const;
  const receiver = { scheme: 'FINESS', id: finess } as const;
  const message = {
    ...offer,
    header: { ...offer.header, sender, receiver },
    tenderer: { ...offer.tenderer, siret },
  };
  const response = await fetch(`${platform.baseUrl}${exchangesUrl}?name=offre.xml`, {
    method: 'POST',
    headers: { cookie: supplier.cookie, 'content-type': 'application/xml' },
    body: writeMessage(message),
  });
  expect(response.status).toBe(202);
  return sentReply.parse(await response.json()).exchanges[0]?.id ?? '';
}

/** By whoever may: its messages are taken without a certificate of control. */
async function excuseFromCertificates(page: Page): Promise<void> {
  const listed: unknown = await (await page.request.get(`${exchangesUrl}/partners`)).json();
  for (const { id, ...fields } of listPartners.reply.parse(listed).partners) {
    const data = { ...fields, requiresCertificate: false };
    expect((await page.request.put(`${exchangesUrl}/partners/${id}`, { data })).status()).toBe(204);
  }
}

async function readOne(page: Page, id: string): Promise<Exchange> {
  const read: unknown = await (await page.request.get(`${exchangesUrl}/${id}`)).json();
  return readExchange.reply.parse(read).exchange;
}

async function readAll(client: ApiClient): Promise<Exchange[]> {
  const { body }: { body: unknown } = await client.get(exchangesUrl);
  return listExchanges.reply.parse(body).exchanges;
}
