import { seededRandom } from '@liaison/dicom/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { openBrowser, openContext, signInOnPage } from '../platform/browser.ts';
import { eventually, pause, roleNames, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept } from './catalogue.ts';
import { expectNoPatientData } from './logs.ts';
import { Ledger } from './images.ts';
import { expectSealed } from './journal.ts';
import { startModality } from './modality.ts';
import { expectShown } from './pages.ts';

const kills = Number(process.env['LIAISON_SOAK_KILLS'] ?? 20);

describe(`a platform whose processes are killed ${kills} times`, () => {
  const ledger = new Ledger();
  const random = seededRandom(20261121);
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  let client: ApiClient;

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    browser = await openBrowser();
    page = await (await openContext(browser, platform, { width: 1280, height: 800 })).newPage();
    await signInOnPage(page, platform, 'requerant@demo.liaison');
    await page.goto('/examens');
    client = await signIn(platform, 'manip@demo.liaison');
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  });

  const listed = async (): Promise<{ StudyInstanceUID: string; imageCount: number }[]> =>
    (
      await client.get<{ studies: { StudyInstanceUID: string; imageCount: number }[] }>(
        '/api/imaging/studies',
      )
    ).body.studies;

  it(
    'keeps every acknowledged image, once, byte for byte, and answers nothing but lists and refusals',
    async () => {
      const modalities = [1, 2, 3].map(() => startModality(platform.dicomPort, ledger, random));
      const watch = watchAnswers(client);
      const killed = new Set<number>();
      for (let kill = 0; kill < kills; kill += 1) {
        const victim = roleNames[kill % roleNames.length] ?? 'web';
        const pid = await eventually(async () => (await platform.roles())[victim]);
        await pause(50 + random() * 250);
        process.kill(pid, 'SIGKILL');
        killed.add(pid);
      }
      await Promise.all(modalities.map((modality) => modality.finish()));
      // The supervisor may not have heard of the last deaths yet.
      await eventually(async () => {
        const alive = Object.values(await platform.roles());
        return alive.length === roleNames.length && !alive.some((pid) => killed.has(pid));
      });
      await expectAllKept(platform, ledger);
      expect(await watch.stop()).toEqual([]);
      expect(ledger.size).toBeGreaterThan(kills);
      const studies = await listed();
      expect(studies.length).toBe(modalities.length);
      expect(studies.reduce((sum, { imageCount }) => sum + imageCount, 0)).toBe(ledger.size);
    },
    120_000 + kills * 15_000,
  );

  it('shows them all on a page that was open throughout', async () => {
    for (const { imageCount } of await listed()) {
      await expectShown(page, imageCount);
    }
  });

  it('goes on after the death of the whole machine', async () => {
    const modality = startModality(platform.dicomPort, ledger, random);
    await eventually(async () => (await listed().catch(() => [])).length === 4);
    await platform.kill('everything');
    await platform.start();
    await modality.finish();
    await expectAllKept(platform, ledger);
    expect((await client.get('/api/imaging/studies')).status).toBe(200);
  });

  it('goes on after the death of the supervisor, whose roles outlive it for a moment', async () => {
    const modality = startModality(platform.dicomPort, ledger, random);
    await eventually(async () => (await listed()).length === 5);
    await platform.kill('supervisor');
    await platform.start();
    await modality.finish();
    await expectAllKept(platform, ledger);
  });

  it('kept the chain of its journal', () => expectSealed(platform));

  it('wrote nothing of the patients into its logs', () => expectNoPatientData(platform));
});

/** Asks for the list all the time; what comes back that is neither a list nor an honest refusal is a fault. */
function watchAnswers(client: ApiClient): { stop(): Promise<string[]> } {
  const faults: string[] = [];
  const watch = { isStopped: false };
  const ask = async (): Promise<void> => {
    while (!watch.isStopped) {
      const { status, headers } = await client
        .get('/api/imaging/studies?live=true')
        .catch(() => ({ status: 0, headers: new Headers() }));
      const isProblem = headers.get('content-type')?.startsWith('application/problem+json');
      if (status !== 200 && status !== 0 && !(status === 503 && isProblem)) faults.push(`status ${status}`);
      await pause(50);
    }
  };
  const asking = ask();
  return {
    async stop() {
      watch.isStopped = true;
      await asking;
      return faults;
    },
  };
}
