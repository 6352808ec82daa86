import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigner } from '@liaison/crypto';
import { withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { systemActor } from '@liaison/kernel';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { record } from './record.ts';
import { sealJournal, verifyJournal } from './seal.ts';

describe('journal', () => {
  let database: TestDatabase;
  let folder: string;
  const signer = () => openSigner(join(folder, 'key.pem'));
  const checkpoints = () => join(folder, 'checkpoints.ndjson');
  const write = (count: number) =>
    withSystem(database.system, async (tx) => {
      for (let i = 0; i < count; i += 1)
        await record(tx, systemActor('test'), { act: 'study.imported', details: { i } });
    });
  const seal = () => sealJournal(database.system, signer(), checkpoints());
  const verify = () => verifyJournal(database.system, signer(), checkpoints());
  /** What only someone with the owner's password and a will to forge can do. */
  const forge = async (statement: string) => {
    const client = new pg.Client({ connectionString: database.urls.ownerUrl });
    await client.connect();
    await client.query(
      'alter table journal.entry disable trigger all; alter table journal.entry no force row level security',
    );
    await client.query(statement);
    await client.end();
  };

  beforeEach(async () => {
    database = await openTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'liaison-journal-'));
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('chains and signs what was committed, and finds it intact', async () => {
    await write(7);
    expect(await seal()).toBe(7);
    await write(2);
    expect(await seal()).toBe(2);
    expect(await seal()).toBe(0);
    expect(await verify()).toEqual({ intact: true, rows: 9, checkpoints: 2 });
  });

  it('only grows: no role of the program can change or remove a row', async () => {
    await write(1);
    for (const url of [database.urls.appUrl, database.urls.systemUrl, database.urls.ownerUrl]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const statement of [
        "update journal.entry set actor_name = 'x'",
        'delete from journal.entry',
        'truncate journal.entry',
      ]) {
        const outcome = await client.query(statement).then(
          (done) => done.rowCount ?? 0,
          () => 'refused',
        );
        // The owner is stopped by the trigger, or sees no row at all under forced row-level security.
        expect([0, 'refused']).toContain(outcome);
      }
      await client.end();
    }
    expect(await seal()).toBe(1);
  });

  it('shows a row altered behind its back', async () => {
    await write(5);
    await seal();
    await forge("update journal.entry set actor_name = 'someone else' where seal_position = 3");
    expect(await verify()).toEqual({ intact: false, position: 3, because: 'row-altered' });
  });

  it('shows a row removed, in the middle and at the end', async () => {
    await write(5);
    await seal();
    await forge('delete from journal.entry where seal_position = 5');
    expect(await verify()).toEqual({ intact: false, position: 5, because: 'row-missing' });
    await forge('delete from journal.entry where seal_position = 2');
    expect(await verify()).toEqual({ intact: false, position: 2, because: 'row-missing' });
  });

  it('shows a chain rewritten whole, which the signed checkpoints contradict', async () => {
    await write(3);
    await seal();
    await forge(
      'update journal.entry set seal_position = null, seal_hash = null, actor_name = actor_name || 1',
    );
    await sealJournal(database.system, signer(), join(folder, 'elsewhere.ndjson'));
    expect(await verify()).toEqual({ intact: false, position: 3, because: 'checkpoint-differs' });
  });

  it('shows a checkpoint that our key did not sign', async () => {
    await write(3);
    await seal();
    const forged = readFileSync(checkpoints(), 'utf8').replace(/"signature":"..../, '"signature":"AAAA');
    writeFileSync(checkpoints(), '');
    appendFileSync(checkpoints(), forged);
    expect(await verify()).toEqual({ intact: false, position: 3, because: 'checkpoint-forged' });
  });

  it('lets one sealer work at a time and loses nothing', async () => {
    await write(40);
    await Promise.all([seal(), seal(), seal(), write(10)]);
    await seal();
    const verdict = await verify();
    expect(verdict.intact && verdict.rows).toBe(50);
  });
});
