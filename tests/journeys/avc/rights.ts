import { openDatabase, rows, withActor, type AppDatabase } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { signIn, type ApiClient } from '../../platform/api-client.ts';
import { openContext, signInOnPage } from '../../platform/browser.ts';
import { listStudyUids } from '../../platform/catalogue.ts';
import { actorOf } from '../../platform/demo.ts';
import type { Story } from './story.ts';

export function itKeepsStrangersOut(story: () => Story): void {
  it('refuses someone of another structure everywhere, and journals it', async () => {
    const { platform } = story();
    await refusesByApi(story());
    await refusesOnPages(story());
    const refusals = (await seenEntries(platform.system)).filter(({ act }) => act === 'access.refused');
    expect(refusals.length).toBeGreaterThanOrEqual(6);
    expect(new Set(refusals.map(({ actor_name }) => actor_name))).toEqual(new Set(['ESTÈVE Maëlle']));
  });

  it('refuses him by row-level security alone, the policy left out', async () => {
    const database = openDatabase('app', story().platform.urls.appUrl, { max: 2 });
    expect(await countRows(database, actorOf('urgences.b@demo.liaison'))).toBe(0);
    expect(await countRows(database, actorOf('requis@demo.liaison'))).toBeGreaterThan(0);
    await database.close();
  });
}

async function refusesByApi({ platform, dossierId, studyId }: Story): Promise<void> {
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
  await refusesActs(stranger, await signIn(platform, 'requis@demo.liaison'), dossierId);
  expect((await stranger.get('/api/imaging/studies')).body).toMatchObject({ studies: [] });
  expect((await stranger.get('/api/teledossiers')).body).toMatchObject({ rows: [] });
  const found = await stranger.get<unknown[]>('/dicomweb/studies');
  expect([204, 200]).toContain(found.status);
  if (found.status === 200) expect(found.body).toEqual([]);
}

async function refusesActs(stranger: ApiClient, insider: ApiClient, dossierId: string): Promise<void> {
  const dossier = `/api/teledossiers/${dossierId}`;
  const { body } = await insider.get<{ addressees: { id: string }[] }>(`${dossier}?opening=false`);
  const addressee = `${dossier}/addressees/${body.addressees[0]?.id}`;
  for (const [path, asked] of [
    [`${addressee}/take`, undefined],
    [`${addressee}/answer`, { answers: {} }],
    [`${addressee}/refuse`, { reason: 'Ailleurs' }],
    [`${dossier}/close`, { side: 'requis' }],
  ] as const) {
    expect((await stranger.post(path, asked)).status, path).toBe(403);
  }
}

async function refusesOnPages({ platform, browser, dossierId, studyId }: Story): Promise<void> {
  const page = await (await openContext(browser, platform, { width: 1280, height: 800 })).newPage();
  await signInOnPage(page, platform, 'urgences.b@demo.liaison');
  await page.goto(`/teledossiers/${dossierId}`);
  await page.getByText(/n’avez pas accès/).waitFor();
  await page.goto(`/images/${studyId}`);
  await page.getByText('Cet examen ne vous est pas ouvert').waitFor();
  await page.context().close();
}

/** Of all that is clinical, those that the database gives him. */
async function countRows(database: AppDatabase, actor: UserActor): Promise<number> {
  return withActor(database, actor, async (tx) => {
    const found = await rows(
      tx,
      sql<{ n: number }>`
        select (select count(*) from imaging.study) + (select count(*) from imaging.instance)
             + (select count(*) from teledossier.dossier) + (select count(*) from documents.document) as n`,
    );
    return found[0]?.n ?? -1;
  });
}
