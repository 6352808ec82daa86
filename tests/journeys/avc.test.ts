import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRange } from '@liaison/blobs';
import { readPart10 } from '@liaison/dicom';
import { openDatabase, rows, withActor, type AppDatabase } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { demoRegion } from '@liaison/region';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { keepScreenshot, openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { listInstances, listPatientNames, listStudyUids } from '../platform/catalogue.ts';
import { actorOf } from '../platform/demo.ts';
import { realHeadCt, sendByStorescu, writeSyntheticHeadCt } from '../platform/samples.ts';
import { openSlowLink, type SlowLink } from '../platform/slow-link.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

/** The main job, as two hospitals live it: one test per step, in order, each building on the one before. */
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
    const moves = countMoves();
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

  it('keeps every image byte for byte as it was sent', async () => {
    const api = await signIn(platform, 'requis@demo.liaison');
    const stored = await listInstances(platform);
    expect(stored.length).toBe(files.length);
    for (const file of files) {
      const sent = readPart10(readFileSync(file));
      const uid = sent.meta.text(0x00020003);
      const row = stored.find((instance) => instance.uid === uid);
      if (!row) throw new Error(`${uid} is not in the catalogue`);
      const range = openRange(join(platform.dataDir, 'containers'), row.container);
      const kept = await range.read(row.offset, row.length);
      range.close();
      expect(kept.equals(sent.dataSetBytes), uid).toBe(true);
    }
    expect(await read<{ series: unknown[] }>(api, `/api/imaging/studies/${studyId}/manifest`)).toHaveProperty(
      'series',
    );
  });

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
  });

  it('gives both sides the compte-rendu, with all that article 3.1.2.7 asks', async () => {
    const api = await signIn(platform, 'requerant@demo.liaison');
    const { status, headers, body } = await api.get<ArrayBuffer>(`/api/teledossiers/${dossierId}/report.pdf`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const pdf = join(folder, 'report.pdf');
    writeFileSync(pdf, Buffer.from(body));
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    const [person, expert] = [demoRegion.people[0], demoRegion.people[1]];
    const study = (await listStudyUids(platform))[0] ?? '';
    for (const expected of [
      'ARNAUD Claire',
      person?.rpps ?? '',
      'CH de Valombre',
      demoRegion.structures[0]?.finess ?? '',
      'Urgences',
      'BELKACEM Samir',
      expert?.rpps ?? '',
      'CHU de Saint-Aurèle',
      'UNV',
      'Thrombolyse, puis transfert',
      'Hémiplégie droite et aphasie',
      '<script>alert("x")</script>',
      'Glycémie capillaire',
      '1,2 g/L',
      '72',
      study.slice(0, 20),
    ]) {
      expect(text.replaceAll(/\s+/g, ' '), expected).toContain(expected);
    }
    const structure = execFileSync('pdfinfo', ['-struct-text', pdf], { encoding: 'utf8' });
    expect(structure).toMatch(/H1[\s\S]*H2/);
  });

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

  it('told people at the four steps, in the app and by mail, without patient data', async () => {
    const api = await signIn(platform, 'requerant@demo.liaison');
    const readMails = async () => {
      const { mails } = await read<{ mails: { to: string[]; subject: string; text: string }[] }>(
        api,
        '/demo/mailbox',
      );
      return mails.filter(({ subject }) => !subject.includes('code de connexion'));
    };
    const sentTo = (mails: { to: string[] }[], address: string) =>
      mails.filter(({ to }) => to.includes(address)).length;
    // The community on reception and complement; whoever took it on the complement; the requérant on the question and on the answer.
    const about = await eventually(async () => {
      const mails = await readMails();
      const isAll =
        sentTo(mails, 'garde.unv@demo.liaison') === 2 &&
        sentTo(mails, 'requis@demo.liaison') === 1 &&
        sentTo(mails, 'requerant@demo.liaison') === 2;
      return isAll && mails;
    });
    const traits = await listPatientNames(platform);
    for (const name of traits) expect(JSON.stringify(about).toUpperCase()).not.toContain(name.toUpperCase());
    expect(JSON.stringify(about)).not.toMatch(/Hémiplégie|Thrombolyse/);
  });

  it('refuses someone of another structure everywhere, and journals it', async () => {
    const stranger = await signIn(platform, 'urgences.b@demo.liaison');
    const uid = (await listStudyUids(platform))[0] ?? '';
    const paths = [
      `/api/teledossiers/${dossierId}`,
      `/api/teledossiers/${dossierId}/report.pdf`,
      `/api/imaging/studies/${studyId}`,
      `/api/imaging/studies/${studyId}/manifest`,
      `/dicomweb/studies/${uid}/metadata`,
      `/dicomweb/studies/${uid}`,
      `/api/live?topics=study:${studyId}`,
      `/api/live?topics=dossier:${dossierId}`,
    ];
    for (const path of paths) {
      const { status } = await stranger.get(path);
      expect([403, 404], path).toContain(status);
    }
    for (const act of ['take', 'answer', 'refuse']) {
      expect(
        (await stranger.post(`/api/teledossiers/${dossierId}/close`, { side: 'requis' })).status,
        act,
      ).toBe(403);
    }
    expect(await read(stranger, '/api/imaging/studies')).toMatchObject({ studies: [] });
    expect(await read(stranger, '/api/teledossiers')).toMatchObject({ rows: [] });
    const found = await stranger.get<unknown[]>('/dicomweb/studies');
    expect([204, 200]).toContain(found.status);
    if (found.status === 200) expect(found.body).toEqual([]);

    const page = await (await openContext(browser, platform, { width: 1280, height: 800 })).newPage();
    await signInOnPage(page, platform, 'urgences.b@demo.liaison');
    await page.goto(`/teledossiers/${dossierId}`);
    await page.getByText(/n’avez pas accès/).waitFor();
    await page.goto(`/images/${studyId}`);
    await page.getByText('Cet examen ne vous est pas ouvert').waitFor();
    await page.context().close();

    const refusals = (await seenEntries(platform.system)).filter(({ act }) => act === 'access.refused');
    expect(refusals.length).toBeGreaterThanOrEqual(6);
    expect(new Set(refusals.map(({ actor_name }) => actor_name))).toEqual(new Set(['ESTÈVE Maëlle']));
  });

  it('refuses him by row-level security alone, the policy left out', async () => {
    const database: AppDatabase = openDatabase('app', platform.urls.appUrl, { max: 2 });
    const count = (actor: UserActor) =>
      withActor(database, actor, async (tx) => {
        const found = await rows(
          tx,
          sql<{ n: number }>`
          select (select count(*) from imaging.study) + (select count(*) from imaging.instance)
               + (select count(*) from teledossier.dossier) + (select count(*) from documents.document) as n`,
        );
        return found[0]?.n ?? -1;
      });
    expect(await count(actorOf('urgences.b@demo.liaison'))).toBe(0);
    expect(await count(actorOf('requis@demo.liaison'))).toBeGreaterThan(0);
    await database.close();
  });

  it('left the whole story in the journal, in order', async () => {
    const story = (await seenEntries(platform.system)).filter(
      ({ act, resource_id }) =>
        resource_id === dossierId || act === 'study.imported' || act === 'study.opened',
    );
    const acts = story.map(({ act }) => act);
    const inOrder = [
      'dossier.created',
      'dossier.sent',
      'dossier.opened',
      'dossier.taken',
      'dossier.information-requested',
      'dossier.complemented',
      'dossier.answered',
      'dossier.closed',
    ];
    let from = -1;
    for (const act of inOrder) {
      const at = acts.indexOf(act, act === 'dossier.opened' ? 0 : from + 1);
      expect(at, `${act} in ${acts.join(' ')}`).toBeGreaterThanOrEqual(0);
      if (act !== 'dossier.opened') from = at;
    }
    const imported = story.find(({ act }) => act === 'study.imported');
    expect(imported?.details).toMatchObject({
      callingAeTitle: 'CHA_PACS',
      StudyInstanceUID: (await listStudyUids(platform))[0],
    });
    const taken = story.find(({ act }) => act === 'dossier.taken');
    expect([taken?.actor_name, taken?.patient_id]).toEqual(['BELKACEM Samir', expect.any(String)]);
    const opened = (await seenEntries(platform.system)).find(({ act }) => act === 'session.opened');
    expect(opened?.details).toMatchObject({ mode: 'password+mail-code' });
  });

  it('finds a patient by name without the name standing in any address', async () => {
    const addresses: string[] = [];
    requerant.on('request', (request) => addresses.push(request.url()));
    const [name = ''] = await listPatientNames(platform);
    for (const [path, label] of [
      ['/teledossiers', /Numéro, patient/],
      ['/examens', /Chercher|nom/i],
    ] as const) {
      await requerant.goto(path);
      await requerant.getByRole('searchbox', { name: label }).fill(name);
      const answered = requerant.waitForResponse(
        (response) => response.request().headers()['liaison-private-query'] !== undefined,
      );
      await answered;
      await requerant.getByText(name).first().waitFor();
    }
    expect(addresses.length).toBeGreaterThan(4);
    expect(
      addresses.filter((address) => decodeURIComponent(address).toUpperCase().includes(name.toUpperCase())),
    ).toEqual([]);
  });

  it('kept the technical logs free of patient data', async () => {
    const logs = platform.logs().replace(/Connexions, mot de passe[^\n]*/, '');
    for (const name of await listPatientNames(platform))
      expect(logs.toUpperCase()).not.toContain(name.toUpperCase());
    expect(logs).not.toMatch(/Hémiplégie|liaison-demo-2026/);
  });
});

type Target = { click(): Promise<void>; fill(text: string): Promise<void> };

function countMoves() {
  return {
    presses: 0,
    fields: 0,
    async press(target: Target) {
      this.presses += 1;
      await target.click();
    },
    async type(target: Target, text: string) {
      this.fields += 1;
      await target.fill(text);
    },
  };
}
