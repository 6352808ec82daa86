import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoRegion } from '@liaison/region';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itIsInTheJournal } from './avc/journal.ts';
import { itKeepsEveryByte } from './avc/kept-bytes.ts';
import { itTellsPeopleByMail } from './avc/mails.ts';
import { itKeepsPatientNamesToItself } from './avc/patient-names.ts';
import { itGivesTheReport } from './avc/report.ts';
import { itKeepsStrangersOut } from './avc/rights.ts';
import type { Story } from './avc/story.ts';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { keepScreenshot, openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { Moves } from '../platform/moves.ts';
import { realHeadCt, sendByStorescu, writeSyntheticHeadCt } from '../platform/samples.ts';
import { openSlowLink, type SlowLink } from '../platform/slow-link.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

/**
 * The main job, as two hospitals live it: one test per step, in order, each building on the one before. What both do on
 * their screens is here; what the platform made of it (`it…(story)`) is a file each in `avc/`.
 */
describe('a stroke request from Valombre to the UNV of Saint-Aurèle', () => {
  let platform: Platform;
  let link: SlowLink;
  let browser: Browser;
  let folder: string;
  let files: string[];
  let transfer: Promise<number | null>;
  let requerant: Page;
  let requis: Page;
  let dossierId: string;
  let studyId: string;
  const question = 'Hémiplégie droite et aphasie : thrombolyse ? <script>alert("x")</script>';

  beforeAll(async () => {
    platform = await startPlatform();
    link = await openSlowLink(platform.dicomPort, 600_000);
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'liaison-journey-'));
    files = realHeadCt();
    if (files.length === 0) files = writeSyntheticHeadCt(folder);
    const people = [
      await openContext(browser, platform, { width: 1440, height: 900 }),
      await openContext(browser, platform, { width: 1440, height: 900 }),
    ];
    [requerant, requis] = (await Promise.all(people.map((context) => context.newPage()))) as [Page, Page];
    await signInOnPage(requerant, platform, 'requerant@demo.liaison');
    await signInOnPage(requis, platform, 'requis@demo.liaison');
  });

  afterAll(async () => {
    await browser?.close();
    await link?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As far as it has come when a step asks. */
  const story = (): Story => ({ platform, browser, folder, files, requerant, dossierId, studyId });
  const imageCount = async (page: Page): Promise<number> =>
    Number(/(\d+)\simages?/.exec(await page.getByRole('main').innerText())?.[1] ?? 0);
  const read = async <Body>(client: ApiClient, path: string): Promise<Body> =>
    (await client.get<Body>(path)).body;

  it('shows the examination to the emergency doctor while it arrives', async () => {
    await requerant.goto('/examens');
    transfer = sendByStorescu(link.port, files);
    await requerant.getByRole('button', { name: /Demande d’avis AVC aigu/ }).waitFor();
    const first = await imageCount(requerant);
    const later = await eventually(async () =>
      (await imageCount(requerant)) > first + 1 ? imageCount(requerant) : null,
    );
    expect(later).toBeLessThan(files.length);
  });

  it('sends the request before the images are all there, in few moves', async () => {
    const moves = new Moves();
    await moves.press(requerant.getByRole('button', { name: /Demande d’avis AVC aigu/ }));
    await requerant.waitForURL(/\/demande$/);
    await moves.press(requerant.getByRole('button', { name: /^UNV – Neurologie vasculaire/ }));
    await moves.type(requerant.getByRole('textbox', { name: 'Question posée' }), question);
    await moves.press(
      requerant
        .getByRole('group', { name: 'Dernière fois vu bien' })
        .getByRole('button', { name: 'Maintenant' }),
    );
    await moves.type(
      requerant
        .getByRole('spinbutton', { name: /Poids/ })
        .or(requerant.getByRole('textbox', { name: /Poids/ }))
        .first(),
      '72',
    );
    const send = requerant.getByRole('button', { name: /^Envoyer à UNV/ });
    await expect.poll(() => send.textContent(), { timeout: 20_000 }).toMatch(/réception en cours/);
    await moves.press(send);
    await requerant.waitForURL((url) => /\/teledossiers\/[0-9a-f-]+$/.test(url.pathname));
    dossierId = new URL(requerant.url()).pathname.split('/').at(-1) ?? '';
    const api = await signIn(platform, 'requerant@demo.liaison');
    const view = await read<{ studies: { id: string; imageCount: number }[]; sentAt: string }>(
      api,
      `/api/teledossiers/${dossierId}`,
    );
    studyId = view.studies[0]?.id ?? '';
    expect(view.sentAt).not.toBeNull();
    expect(view.studies[0]?.imageCount).toBeLessThan(files.length);
    console.log(`“Examens reçus” → “Envoyé”: ${moves.presses} presses, ${moves.fields} fields typed`);
  });

  it('shows it to the neurologist without reload, urgent, with the images so far', async () => {
    const row = requis
      .getByRole('listitem')
      .or(requis.getByRole('row'))
      .filter({ hasText: 'Hémiplégie droite' })
      .first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/Urgent[\s\S]*CT\s\d+\simages?\s·\sréception en cours/);
    expect(await row.innerText()).toContain('<script>');
    const countOf = async () => Number(/CT\s(\d+)\simages?/.exec(await row.innerText())?.[1] ?? 0);
    const first = await countOf();
    expect(await eventually(async () => (await countOf()) > first)).toBe(true);
    await keepScreenshot(requis, 'worklist');
  });

  it('lets one neurologist take it, opens request and images side by side, and tells the other who did', async () => {
    await requis.getByRole('button', { name: 'Je prends en charge' }).first().click();
    await requis.waitForURL(new RegExp(dossierId));
    await requis.getByRole('img', { name: /image \d+ sur \d+/ }).waitFor();
    const other = await signIn(platform, 'unv.nri@demo.liaison');
    const unv = demoRegion.communities.find(({ name }) => name.startsWith('UNV'));
    await other.ask('PUT', '/api/session/context', { communityId: unv?.id });
    const view = await read<{ addressees: { id: string }[] }>(other, `/api/teledossiers/${dossierId}`);
    const refused = await other.post<{ code: string; details: { by: string } }>(
      `/api/teledossiers/${dossierId}/addressees/${view.addressees[0]?.id}/take`,
    );
    expect([refused.status, refused.body.code, refused.body.details.by]).toEqual([
      409,
      'teledossier/already-taken',
      'BELKACEM Samir',
    ]);
    await keepScreenshot(requis, 'dossier');
  });

  it('appends images as they come, without disturbing the displayed one', async () => {
    const image = requis.getByRole('img', { name: /image \d+ sur \d+/ });
    const countOf = async () =>
      Number(/sur (\d+)/.exec((await image.getAttribute('aria-label')) ?? '')?.[1] ?? 0);
    const before = await countOf();
    expect(before).toBeLessThan(files.length);
    link.setRate(50_000_000);
    await expect.poll(countOf, { timeout: 60_000 }).toBe(files.length);
    expect(await transfer).toBe(0);
    await expect.poll(() => imageCount(requerant), { timeout: 20_000 }).toBe(files.length);
  });

  itKeepsEveryByte(story);

  it('asks for information, gets it, and answers without having had to wait', async () => {
    await requis.getByRole('tab', { name: /Fil/ }).click();
    await requis.getByRole('textbox', { name: /Question au demandeur/ }).fill('Glycémie capillaire ?');
    await requis.getByRole('button', { name: 'Demander une information' }).click();
    await requerant.getByRole('tab', { name: /Fil/ }).click();
    const reply = requerant.getByRole('textbox', { name: /Réponse à la question posée/ });
    await reply.waitFor();
    await reply.fill('1,2 g/L à 14 h.');
    await requerant.getByRole('button', { name: /Envoyer l’information/ }).click();
    await requis.getByText('1,2 g/L à 14 h.').waitFor();

    await requis.getByRole('tab', { name: /Réponse/ }).click();
    await requis
      .getByRole('textbox', { name: 'Avis', exact: true })
      .or(requis.getByRole('textbox', { name: /Avis/ }))
      .first()
      .fill('Occlusion M1 gauche probable. Thrombolyse, puis transfert pour thrombectomie.');
    await requis.getByRole('button', { name: /Envoyer la réponse/ }).click();
    await requis
      .getByRole('dialog')
      .getByRole('button', { name: /Envoyer la réponse/ })
      .click();
    await requis.getByText('Répondu').first().waitFor();
    await requerant.getByText('Répondu').first().waitFor();
    await requerant.getByRole('tab', { name: /Réponse.*1 nouvelle réponse/ }).click();
    await requerant.getByText('Occlusion M1 gauche probable').first().waitFor();
    expect(await requerant.getByRole('tab', { name: /Réponse/ }).innerText()).not.toMatch(/nouvelle/);
  });

  itGivesTheReport(story);

  it('closes on each side apart', async () => {
    await requerant.getByRole('button', { name: 'Clore' }).click();
    await requis.getByRole('button', { name: 'Clore' }).click();
    const api = await signIn(platform, 'requerant@demo.liaison');
    const closed = await eventually(async () => {
      const view = await read<{ closedByRequerant: object | null; closedByRequis: object | null }>(
        api,
        `/api/teledossiers/${dossierId}?opening=false`,
      );
      return view.closedByRequerant && view.closedByRequis ? view : null;
    });
    expect(closed).toBeTruthy();
  });

  itTellsPeopleByMail(story);
  itKeepsStrangersOut(story);
  itIsInTheJournal(story);
  itKeepsPatientNamesToItself(story);
});
