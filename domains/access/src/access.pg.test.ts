import { rows, withActor, withSystem, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import {
  newId,
  type Actor,
  type CommunityId,
  type FeatureGroup,
  type StructureId,
  type UserId,
} from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorise, authoriseFeature } from './authorise.ts';
import { grant, revoke } from './grant.ts';
import { capabilities } from './policy.ts';

const someone = (features: readonly FeatureGroup[] = ['clinical']): Extract<Actor, { kind: 'user' }> => ({
  kind: 'user',
  userId: newId<UserId>(),
  structureId: newId<StructureId>(),
  communityIds: [newId<CommunityId>()],
  features,
  displayName: 'TEST Camille',
});

describe('access', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const dossier = () => ({ kind: 'dossier' as const, id: newId() });
  const asks = (actor: Actor, resource: { kind: 'dossier'; id: string }) =>
    withActor(database.app, actor, (tx) => authorise(tx, actor, 'dossier:read', resource));
  /** What row-level security answers, for the same actor and resource. */
  const rowSays = (actor: Actor, resource: { id: string }) =>
    withActor(database.app, actor, async (tx) => {
      const found = await rows(
        tx,
        sql<{ may: boolean }>`select access.may('dossier', ${resource.id}, 'dossier:read') as may`,
      );
      return found[0]?.may;
    });

  it('lets in whom a grant names: himself, his community, his structure', async () => {
    const actor = someone();
    for (const subject of [actor.userId, actor.communityIds[0] ?? '', actor.structureId]) {
      const resource = dossier();
      await expect(asks(actor, resource)).rejects.toThrow('access/refused');
      await withActor(database.app, actor, (tx) => grant(tx, [subject], ['dossier:read'], resource, 'test'));
      await asks(actor, resource);
      expect(await rowSays(actor, resource)).toBe(true);
    }
  });

  it('takes back, and gives again', async () => {
    const actor = someone();
    const resource = dossier();
    const give = () =>
      withSystem(database.system, (tx) => grant(tx, [actor.userId], ['dossier:read'], resource, 'test'));
    await give();
    await withSystem(database.system, (tx) => revoke(tx, [actor.userId], resource, 'test'));
    await expect(asks(actor, resource)).rejects.toThrow('access/refused');
    expect(await rowSays(actor, resource)).toBe(false);
    await give();
    await asks(actor, resource);
  });

  it('keeps a right whose other reason remains', async () => {
    const actor = someone();
    const resource = dossier();
    await withSystem(database.system, async (tx) => {
      await grant(tx, [actor.userId], ['dossier:read'], resource, 'author');
      await grant(tx, [actor.userId], ['dossier:read'], resource, 'addressee');
      await revoke(tx, [actor.userId], resource, 'addressee');
    });
    await expect(asks(actor, resource)).resolves.toBeUndefined();
  });

  it('lets nobody give, nor take back, what he does not hold himself, whatever the use case forgot', async () => {
    const [maker, thief] = [someone(), someone()];
    const resource = dossier();
    const study = { kind: 'study' as const, id: newId() };
    const as = (actor: Actor, work: (tx: Tx) => Promise<void>) => withActor(database.app, actor, work);
    await as(maker, (tx) => grant(tx, [maker.userId], ['dossier:read', 'dossier:ask'], resource, 'author'));
    await withSystem(database.system, (tx) =>
      grant(tx, [maker.structureId], ['study:read'], study, 'received'),
    );
    for (const [kind, given] of [
      ['dossier:ask', resource],
      ['study:read', study],
    ] as const) {
      await expect(as(thief, (tx) => grant(tx, [thief.userId], [kind], given, 'author'))).rejects.toThrow(
        'row-level security',
      );
      await as(maker, (tx) => grant(tx, [thief.structureId], [kind], given, 'shared'));
    }
    await as(maker, (tx) => revoke(tx, [thief.structureId], resource, 'shared'));
    await expect(as(thief, (tx) => revoke(tx, [maker.userId], resource, 'author'))).rejects.toThrow(
      'may not take back',
    );
    // A reader of a dossier does not give it on, and nobody brings himself one for another.
    await as(maker, (tx) => grant(tx, [thief.userId], ['dossier:read'], resource, 'reader'));
    await expect(
      as(thief, (tx) => grant(tx, [newId()], ['dossier:read'], resource, 'reader')),
    ).rejects.toThrow('row-level security');
    await expect(
      as(thief, (tx) => grant(tx, [newId()], ['dossier:ask'], dossier(), 'author')),
    ).rejects.toThrow('row-level security');
  });

  it('shuts the profile that the capability is not for, grant or not, in both locks', async () => {
    const clerk = someone(['billing']);
    const resource = dossier();
    await withActor(database.app, clerk, (tx) =>
      grant(tx, [clerk.userId], ['dossier:read'], resource, 'test'),
    );
    await expect(asks(clerk, resource)).rejects.toThrow('access/refused');
    expect(await rowSays(clerk, resource)).toBe(false);
    expect(() => authoriseFeature(clerk, 'dossier:ask')).toThrow('access/refused');
  });

  it('shows nothing through a connection that says no actor', async () => {
    const resource = dossier();
    const found = await sql<{
      may: boolean;
    }>`select access.may('dossier', ${resource.id}, 'dossier:read') as may`.execute(database.app.kysely);
    expect(found.rows).toEqual([{ may: false }]);
  });

  it('never leaves one actor’s rights on a pooled connection', async () => {
    const actor = someone();
    await withActor(database.app, actor, async () => {});
    const settings = await Promise.all(
      Array.from({ length: 12 }, () =>
        sql<{ s: string | null }>`select current_setting('liaison.subjects', true) as s`.execute(
          database.app.kysely,
        ),
      ),
    );
    expect(settings.every(({ rows: [row] }) => !row?.s)).toBe(true);
  });

  it('says the same in SQL and in TypeScript about which profile opens what', async () => {
    const inSql = await sql<{
      name: string;
      features: string[];
    }>`select name, features from access.capability order by name`.execute(database.app.kysely);
    const inCode = Object.entries(capabilities).map(([name, features]) => ({
      name,
      features: [...features],
    }));
    expect(inSql.rows).toEqual(inCode.toSorted((a, b) => a.name.localeCompare(b.name)));
  });
});
