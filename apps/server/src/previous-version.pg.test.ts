import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { openSigner } from '@liaison/crypto';
import {
  createRolesAndDatabase,
  discoverMigrations,
  migrate,
  openDatabase,
  rows,
  withActor,
  withSystem,
  type AppDatabase,
  type MigrationSet,
  type RoleUrls,
  type SystemDatabase,
} from '@liaison/db';
import { listStudies, verifyStore } from '@liaison/imaging';
import { catalogueAll } from '@liaison/imaging/testing';
import { recoverIntake } from '@liaison/intake';
import { discoverQueues, installQueues } from '@liaison/jobs';
import { sealJournal, verifyJournal } from '@liaison/journal';
import {
  asId,
  systemClock,
  type CommunityId,
  type StructureId,
  type UserActor,
  type UserId,
} from '@liaison/kernel';
import { writePeersSnapshot } from '@liaison/pacs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { domainRanks } from '../../../architecture.mjs';

/**
 * What the version before left, small and frozen: its migrations and their checksums, rows of its tables, and its files (two
 * containers, one of them open, and the signed journal). At a release it is made anew from what that version writes.
 */
const frozen = z
  .object({
    migrations: z.record(z.string(), z.string()),
    rows: z.record(z.string().regex(/^[a-z]+\.[a-z_]+$/), z.array(z.record(z.string(), z.unknown()))),
    files: z.record(z.string(), z.base64()),
  })
  .parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../previous-version/data.json'), 'utf8')));

const root = resolve(import.meta.dirname, '../../..');
const database = 'liaison_previous_version';

/** The migrations that the version before had, in a folder of their own. */
function formerMigrations(sets: readonly MigrationSet[], folder: string): MigrationSet[] {
  const ids = Object.keys(frozen.migrations);
  return sets.flatMap((set) => {
    const own = ids.filter((id) => id.startsWith(`${set.domain}/`));
    const directory = join(folder, set.domain);
    mkdirSync(directory);
    for (const id of own) {
      const name = `${id.slice(set.domain.length + 1)}.sql`;
      cpSync(join(set.directory, name), join(directory, name));
    }
    return own.length > 0 ? [{ ...set, directory }] : [];
  });
}

function readPerson(): UserActor {
  const [membership] = frozen.rows['directory.membership'] ?? [];
  const [structure] = frozen.rows['directory.structure'] ?? [];
  return {
    kind: 'user',
    userId: asId<UserId>(String(membership?.['professional_id'])),
    structureId: asId<StructureId>(String(structure?.['id'])),
    communityIds: [asId<CommunityId>(String(membership?.['community_id']))],
    features: ['clinical', 'imaging'],
    displayName: 'Manipulatrice',
  };
}

/** Puts the rows in without asking their triggers and keys: they were right when they were written. */
async function insertRows(superUrl: string): Promise<void> {
  const url = new URL(superUrl);
  url.pathname = `/${database}`;
  const asSuper = openDatabase('system', url.href, { max: 1 });
  try {
    await withSystem(asSuper, async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      for (const [table, found] of Object.entries(frozen.rows)) {
        const into = sql.table(table);
        const columns = sql.join(Object.keys(found[0] ?? {}).map((name) => sql.ref(name)));
        await sql`insert into ${into} (${columns})
          select ${columns} from jsonb_populate_recordset(null::${into}, ${JSON.stringify(found)}::jsonb)
          on conflict do nothing`.execute(tx);
      }
    });
  } finally {
    await asSuper.close();
  }
}

describe('the data folder and the database of the version before', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'liaison-previous-'));
  const checkpoints = join(dataDir, 'journal', 'checkpoints.jsonl');
  const sets = discoverMigrations(root, domainRanks);
  let urls: RoleUrls;
  let system: SystemDatabase;
  let app: AppDatabase;
  let formerIds: string[];
  let freshIds: string[];

  beforeAll(async () => {
    urls = await createRolesAndDatabase(inject('superUrl'), database, inject('rolePassword'));
    const folder = join(dataDir, 'migrations');
    mkdirSync(folder);
    formerIds = await migrate(urls.ownerUrl, formerMigrations(sets, folder));
    await insertRows(inject('superUrl'));
    for (const [path, content] of Object.entries(frozen.files)) {
      mkdirSync(dirname(join(dataDir, path)), { recursive: true });
      writeFileSync(join(dataDir, path), Buffer.from(content, 'base64'), { mode: 0o600 });
    }
    // What the first start of today's version does.
    freshIds = await migrate(urls.ownerUrl, sets);
    await installQueues(urls.ownerUrl, await discoverQueues(root));
    system = openDatabase('system', urls.systemUrl, { max: 2 });
    app = openDatabase('app', urls.appUrl, { max: 2 });
  });
  afterAll(async () => {
    await Promise.all([app?.close(), system?.close()]);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('are migrated from where they were, by migrations that nobody has touched since', async () => {
    expect(formerIds.toSorted()).toEqual(Object.keys(frozen.migrations).toSorted());
    expect(freshIds.filter((id) => id in frozen.migrations)).toEqual([]);
    const applied = await withSystem(system, (tx) =>
      rows(tx, sql<{ id: string; checksum: string }>`select id, checksum from platform.migration`),
    );
    const checksums = new Map(applied.map(({ id, checksum }) => [id, checksum]));
    for (const [id, checksum] of Object.entries(frozen.migrations))
      expect(checksums.get(id), id).toBe(checksum);
  });

  it('show the studies that were there, and the one whose container was left open', async () => {
    const person = readPerson();
    recoverIntake(dataDir, 'n1', 0);
    await catalogueAll(system, dataDir);
    const verdict = await verifyStore(system, dataDir, { deep: true });
    expect(verdict).toMatchObject({ containers: 2, images: 3, faults: [] });
    const { studies } = await withActor(app, person, (tx) =>
      listStudies(tx, person, { limit: 10, isCovered: true }, systemClock),
    );
    expect(new Set(studies.map(({ imageCount }) => imageCount))).toEqual(new Set([1, 2]));
  });

  it('keep a journal whose chain and witness hold, and goes on', async () => {
    const signer = openSigner(join(dataDir, 'journal.key'));
    expect(await verifyJournal(system, signer, checkpoints)).toEqual({
      intact: true,
      rows: 3,
      checkpoints: 1,
    });
    while ((await sealJournal(system, signer, checkpoints)) > 0);
    expect(await verifyJournal(system, signer, checkpoints)).toMatchObject({ intact: true });
  });

  it('let in whom they let in, and remember what is under way', async () => {
    const text = await writePeersSnapshot(system, join(dataDir, 'reception', 'peers.json'));
    expect(JSON.parse(text)).toMatchObject({
      peers: [{ aeTitle: 'ARCHIVE', mayQuery: true, mayStore: true }],
    });
    const [found] = await withSystem(system, (tx) =>
      rows(
        tx,
        sql`select d.state, d.commitment, d.commitment_silences, i.state as import, i.byte_count::integer as bytes
          from transfers.delivery d, imports.import i`,
      ),
    );
    expect(found).toEqual({
      state: 'done',
      commitment: 'asked',
      commitment_silences: 0,
      import: 'open',
      bytes: 5000,
    });
  });
});
