import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDone } from '@liaison/dicom';
import { seededRandom } from '@liaison/dicom/testing';
import { makeCertificate, openTestAssociation } from '@liaison/dimse/testing';
import { seenEntries } from '@liaison/journal/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, signIn } from '../platform/api-client.ts';
import { openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { eventually, roleNames, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept } from './catalogue.ts';
import { expectSealed } from './journal.ts';
import { Ledger, makeImage, newStudy } from './images.ts';
import { expectNoPatientData } from './logs.ts';
import { startModality, type Modality } from './modality.ts';
import { expectShown } from './pages.ts';
import { question, sendRequest } from './requests.ts';

type Problem = { code: string; title: string; status: number };
type Studies = { studies: { StudyInstanceUID: string; imageCount: number }[] };

/** One test per moment, in order. */
describe('a database that goes away during reception', () => {
  const ledger = new Ledger();
  const random = seededRandom(415);
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  let client: ApiClient;
  let modality: Modality;
  /** The same by TLS. */
  let secured: Modality;
  const folder = mkdtempSync(join(tmpdir(), 'liaison-certificate-'));
  const certificate = makeCertificate(folder, 'liaison');

  beforeAll(async () => {
    if (!certificate) throw new Error('openssl makes the certificate of these tests');
    platform = await startPlatform({
      LIAISON_LOG: 'debug',
      LIAISON_DICOM_TLS_CERT: certificate.certFile,
      LIAISON_DICOM_TLS_KEY: certificate.keyFile,
    });
    browser = await openBrowser();
    page = await (await openContext(browser, platform, { width: 1280, height: 800 })).newPage();
    await signInOnPage(page, platform, 'requerant@demo.liaison');
    await page.goto('/examens');
    client = await signIn(platform, 'requerant@demo.liaison');
    await sendRequest(client);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on acknowledging images', async () => {
    modality = startModality(platform.dicomPort, ledger, random);
    const ca = readFileSync(certificate?.certFile ?? '');
    secured = startModality(platform.dicomTlsPort, ledger, random, { tls: { ca } });
    await eventually(async () => modality.count() > 5 && secured.count() > 5);
    await platform.stopDatabase();
    const [before, securedBefore] = [modality.count(), secured.count()];
    await eventually(async () => modality.count() > before + 20 && secured.count() > securedBefore + 20);
    const study = newStudy();
    const association = await openTestAssociation(platform.dicomPort);
    for (let number = 1; number <= 3; number += 1) {
      const image = makeImage(study, { number });
      expect(isDone((await association.cStore(image)).status)).toBe(true);
      ledger.add(image);
    }
    await association.release();
  });

  it('refuses reading and sign-in with a French 503 that promises nothing is lost', async () => {
    for (const [method, path] of [
      ['GET', '/api/imaging/studies'],
      ['GET', '/api/teledossiers/worklist'],
      ['GET', '/dicomweb/studies'],
      ['POST', '/api/teledossiers'],
    ] as const) {
      const body = method === 'POST' ? { type: 'avc' } : undefined;
      const reply = await client.ask<Problem>(method, path, body);
      expect([reply.status, reply.headers.get('content-type')], path).toEqual([
        503,
        expect.stringContaining('application/problem+json'),
      ]);
      expect([reply.body.code, reply.body.title]).toEqual([
        'http/unavailable',
        expect.stringMatching(/momentanément indisponible.*réessayez/i),
      ]);
    }
    const signingIn = await new ApiClient(platform.baseUrl).post<Problem>('/api/session', {
      login: 'requis@demo.liaison',
      password: 'anything at all',
    });
    expect([signingIn.status, signingIn.body.code]).toEqual([503, 'http/unavailable']);
  });

  it('says so to probes, and lives', async () => {
    const ready = await fetch(`${platform.baseUrl}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'database-unreachable' }]);
    expect((await fetch(`${platform.baseUrl}/healthz`)).status).toBe(200);
    expect(Object.keys(await platform.roles()).toSorted()).toEqual(roleNames);
  });

  it('catches up once the database is back, with every role as it was', async () => {
    const before = await platform.roles();
    await platform.startDatabase();
    await Promise.all([modality.finish(), secured.finish()]);
    await expectAllKept(platform, ledger);
    await eventually(async () => (await fetch(`${platform.baseUrl}/readyz`)).ok);
    const { body } = await client.get<Studies>('/api/imaging/studies');
    expect(body.studies.reduce((sum, { imageCount }) => sum + imageCount, 0)).toBe(ledger.size);
    expect(await platform.roles()).toEqual(before);
  });

  it('shows the images on a page that was open throughout, without a reload', async () => {
    const { body } = await client.get<Studies>('/api/imaging/studies');
    for (const { imageCount } of body.studies) {
      await expectShown(page, imageCount);
    }
  });

  it('goes on with jobs and with the seal of the journal', async () => {
    await sendRequest(client);
    await eventually(async () => {
      const entries = await seenEntries(platform.system);
      return entries.filter(({ act }) => act === 'notification.sent').length === 2;
    });
    await expectSealed(platform);
  });

  it('survives an absence in which every process is killed too', async () => {
    const study = newStudy();
    await platform.stopDatabase();
    const { web, work } = await platform.roles();
    for (const pid of [web, work]) if (pid) process.kill(pid, 'SIGKILL');
    const association = await openTestAssociation(platform.dicomPort);
    const image = makeImage(study);
    expect((await association.cStore(image)).status).toBe(0);
    ledger.add(image);
    const receiver = (await platform.roles())['receive-0'];
    if (receiver) process.kill(receiver, 'SIGKILL');
    await eventually(async () => (await platform.roles())['receive-0']);
    await platform.startDatabase();
    await eventually(async () => Object.keys(await platform.roles()).length === roleNames.length);
    await expectAllKept(platform, ledger);
    expect((await client.get('/api/imaging/studies')).status).toBe(200);
  });

  it('wrote nothing of the patients into its logs', () => expectNoPatientData(platform, [question]));
});
