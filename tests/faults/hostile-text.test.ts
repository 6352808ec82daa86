import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestAssociation } from '@liaison/dimse/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, signIn } from '../platform/api-client.ts';
import { openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';
import { Ledger, makeImage, newStudy, type Study } from './images.ts';
import { expectAllKept } from './catalogue.ts';
import { expectNoPatientData } from './logs.ts';
import { saveRequest, sendRequest, traits } from './requests.ts';

const markup = '<img src=x onerror="window.isHacked=1"><script>window.isHacked=1</script>';
const sqlText = `'); drop table imaging.study; --`;
const reversed = 'EIR\u202EADNALOC';
const emoji = '🧠ÉMILE';

/** What a modality may write into PatientName, and what of it must show. */
const names: readonly (readonly [sent: string, shown: string])[] = [
  [`${markup}^Zoé`, '<img src'],
  [`${reversed}^Zoé`, 'EIR'],
  ['MERC\0IER^Zo\0é', 'MERC'],
  [`${'TRESLONG'.repeat(600)}^Zoé`, 'TRESLONGTRESLONG'],
  [`${emoji}^Zoé`, emoji],
  [`${sqlText}^Zoé`, sqlText],
  ['\u001b[31mROUGE\u0007^Zoé', 'ROUGE'],
];

type Summary = { id: string; StudyInstanceUID: string; traits: { patientName: string }; imageCount: number };

/** One test per moment, in order. */
describe('text that was written to harm', () => {
  const ledger = new Ledger();
  const question = `Avis ${markup} ${sqlText} ${reversed} ${emoji} ?`;
  const folder = mkdtempSync(join(tmpdir(), 'liaison-hostile-'));
  const alarms: string[] = [];
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  let requerant: ApiClient;
  let requis: ApiClient;
  let studies: Summary[];
  let dossierId: string;

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    browser = await openBrowser();
    requerant = await signIn(platform, 'requerant@demo.liaison');
    requis = await signIn(platform, 'requis@demo.liaison');
    page = await openWatchedPage('requerant@demo.liaison');
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openWatchedPage(login: string): Promise<Page> {
    const opened = await (await openContext(browser, platform, { width: 1280, height: 800 })).newPage();
    opened.on('dialog', (dialog) => {
      alarms.push(dialog.message());
      void dialog.dismiss();
    });
    opened.on('pageerror', (error) => alarms.push(error.message));
    await signInOnPage(opened, platform, login);
    return opened;
  }
  const expectUnharmed = async (shown: Page) => {
    expect(await shown.evaluate('"isHacked" in globalThis')).toBe(false);
    expect(await shown.locator('img[src="x"]').count()).toBe(0);
    expect(alarms).toEqual([]);
  };

  it('is stored when a modality sends it', async () => {
    const sent: Study[] = [];
    for (const [PatientName] of names) {
      const study = newStudy();
      sent.push(study);
      const association = await openTestAssociation(platform.dicomPort);
      const change = {
        PatientName,
        StudyDescription: `${markup}${'long'.repeat(100)}`,
        PatientID: sqlText,
      };
      const image = makeImage(study, { change });
      expect((await association.cStore(image)).status, PatientName.slice(0, 20)).toBe(0);
      ledger.add(image);
      await association.release();
    }
    await expectAllKept(platform, ledger);
    const listed = (await requerant.get<{ studies: Summary[] }>('/api/imaging/studies')).body.studies;
    expect(listed).toHaveLength(names.length);
    studies = sent.flatMap(({ StudyInstanceUID: uid }) =>
      listed.filter(({ StudyInstanceUID }) => StudyInstanceUID === uid),
    );
    expect(
      studies.map(({ traits: { patientName } }, index) => patientName.includes(names[index]?.[1] ?? '?')),
    ).toEqual(names.map(() => true));
    expect(JSON.stringify(listed)).not.toContain('\\u0000');
  });

  it('shows as text in the list of exams and in the viewer', async () => {
    await page.goto('/examens');
    for (const [, shown] of names) await page.getByText(shown).first().waitFor();
    await expectUnharmed(page);
    for (const { id } of studies) {
      await page.goto(`/images/${id}`);
      await page.getByRole('img', { name: /image \d+ sur \d+/ }).waitFor();
      await expectUnharmed(page);
    }
  });

  it('travels through a request, its thread and its answer as text', async () => {
    dossierId = await sendRequest(requerant, {
      patient: { ...traits, birthName: markup.slice(0, 100), birthGivenNames: `${reversed} ${emoji}` },
      answers: { question },
      studyIds: studies.slice(0, 2).map(({ id }) => id),
    });
    const url = `/api/teledossiers/${dossierId}`;
    const { body } = await requis.get<{ addressees: { id: string }[] }>(url);
    const line = `${url}/addressees/${body.addressees[0]?.id}`;
    expect((await requis.post(`${line}/take`)).status).toBe(200);
    expect((await requis.post(`${line}/information-request`, { question })).status).toBe(200);
    expect((await requerant.post(`${url}/complements`, { text: question })).status).toBe(200);
    const asked = await openWatchedPage('requis@demo.liaison');
    for (const shown of [asked, page]) {
      for (const path of ['/', `/teledossiers/${dossierId}`]) {
        await shown.goto(path);
        await shown.getByText('<img src=x').first().waitFor();
        await expectUnharmed(shown);
      }
      await shown.getByRole('tab', { name: /Fil/ }).click();
      await shown.getByText(sqlText).first().waitFor();
      await expectUnharmed(shown);
    }
    const answered = await requis.post(`${line}/answer`, {
      answers: { advice: `${question}\n${'très long '.repeat(1500)}` },
    });
    expect(answered.status).toBe(200);
  });

  it('is printed as text in the compte-rendu', async () => {
    const report = await eventually(async () => {
      const reply = await requerant.get<ArrayBuffer>(`/api/teledossiers/${dossierId}/report.pdf`);
      return reply.status === 200 && Buffer.from(reply.body);
    });
    const file = join(folder, 'report.pdf');
    writeFileSync(file, report);
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replaceAll(
      /\s+/g,
      '',
    );
    for (const expected of [markup, sqlText]) expect(text).toContain(expected.replaceAll(/\s+/g, ''));
    expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/JavaScript:\s+no/);
  });

  it('is refused with a clear 400 where it holds what no database keeps', async () => {
    const nul = 'a\0b';
    const drafts = [
      await saveRequest(requerant, { patient: { ...traits, birthName: nul } }),
      await saveRequest(requerant, { patient: { ...traits, ipp: 'a\ud800b' } }),
    ];
    for (const { saved } of drafts) expect([saved.status, saved.body.code]).toEqual([400, 'http/invalid']);
    const encoded = encodeURIComponent(nul);
    const replies = [
      await requerant.get<Refusal>(`/api/imaging/studies?search=${encoded}`),
      await requerant.get<Refusal>(`/api/teledossiers?search=${encoded}`),
      await requerant.get<Refusal>(`/api/directory/recipients?search=${encoded}`),
      await requerant.get<Refusal>(`/dicomweb/studies?PatientName=${encoded}`),
      await requerant.post<Refusal>(`/api/teledossiers/${dossierId}/complements`, { text: nul }),
      await new ApiClient(platform.baseUrl).post<Refusal>('/api/session', {
        login: nul,
        password: 'any password',
      }),
    ];
    for (const { status, body } of replies) {
      expect([status, body.code, body.detail]).toEqual([400, 'http/invalid', expect.any(String)]);
    }
    expect(platform.logs()).not.toContain('"msg":"request failed"');
  });

  it('finds itself by its own words, and no table is gone', async () => {
    const { body } = await requerant.get<{ studies: Summary[] }>(
      `/api/imaging/studies?search=${encodeURIComponent(sqlText)}`,
    );
    expect(body.studies).toHaveLength(names.length);
    expect(Object.keys(await platform.roles())).toHaveLength(5);
  });

  it('is not in the logs', () => {
    expectNoPatientData(platform, [
      'isHacked',
      'drop table',
      'ADNALOC',
      'ÉMILE',
      'TRESLONG',
      'MERC',
      'ROUGE',
    ]);
  });
});

type Refusal = { code: string; detail?: string };
