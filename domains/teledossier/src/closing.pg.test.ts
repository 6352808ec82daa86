import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { fixedClock, type UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDossier, reopenDossier } from './close-dossier.ts';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { takeDossier } from './take-dossier.ts';
import { lineOf, listeningDeps, makeArrivingStudy, makeRegion, sendRequest, type Region } from './testing.ts';

describe('a télédossier, closed and reopened', () => {
  let database: TestDatabase;
  let region: Region;
  const deps = listeningDeps(fixedClock(new Date('2026-11-20T23:30:00Z')));
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const view = (actor: UserActor, dossierId: string) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening: false }));

  it('is cancelled with a reason, leaves the worklist of the requis, and can be reopened', async () => {
    const { requerant, requis } = region;
    const sent = await sendRequest(database, region, deps);
    const waits = async () => {
      const { sections } = await as(requis, (tx) => readWorklist(tx, requis, { isCovered: true }));
      return sections[0]?.rows.some((row) => row.id === sent.id);
    };
    const close = (reason?: string) =>
      as(requerant, (tx) =>
        closeDossier(tx, requerant, deps, { dossierId: sent.id, side: 'requerant', reason }),
      );
    expect(await waits()).toBe(true);
    await expect(close('  ')).rejects.toMatchObject({ code: 'teledossier/reason-needed' });
    await close('Avis par téléphone');
    expect(await waits()).toBe(false);
    expect(await view(requis, sent.id)).toMatchObject({
      status: 'clos',
      closedByRequerant: { reason: 'Avis par téléphone' },
    });
    await as(requerant, (tx) =>
      reopenDossier(tx, requerant, deps, { dossierId: sent.id, side: 'requerant', reason: 'Aggravation' }),
    );
    expect(await waits()).toBe(true);
  });

  it('keeps its exams from being purged for as long as one side has it open', async () => {
    const studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
    const held = async () => {
      const found = await sql<{
        n: number;
      }>`select count(*)::int as n from retention.hold where study_id = ${studyId}`.execute(
        database.system.kysely,
      );
      return found.rows[0]?.n;
    };
    const sent = await sendRequest(database, region, deps, { studyIds: [studyId] });
    const close = (actor: UserActor, side: 'requerant' | 'requis') =>
      as(actor, (tx) =>
        closeDossier(tx, actor, deps, { dossierId: sent.id, side, reason: 'Transféré par téléphone' }),
      );
    expect(await held()).toBe(1);
    await as(region.requis, (tx) => takeDossier(tx, region.requis, deps, lineOf(sent)));
    await close(region.requis, 'requis');
    expect(await held()).toBe(1);
    await close(region.requerant, 'requerant');
    expect(await held()).toBe(0);
    const again = { dossierId: sent.id, side: 'requerant', reason: 'Contrôle' } as const;
    await as(region.requerant, (tx) => reopenDossier(tx, region.requerant, deps, again));
    expect(await held()).toBe(1);
  });
});
