import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, withSystem, type SystemDatabase } from '@liaison/db';
import { makeStudy } from '@liaison/imaging/testing';
import { seenEntries } from '@liaison/journal/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from './testing-service.ts';

/** An answer is made while the row of its reading is committed: here that commit fails, or takes long. */
describe('a search', () => {
  let service: TestService;
  let owner: SystemDatabase;
  beforeAll(async () => {
    service = await startTestService();
    owner = openDatabase('system', service.database.urls.ownerUrl, { max: 1 });
    const { structureId } = service.reader;
    await makeStudy(service.database.system, {
      structureId: structureId ?? '',
      storeRoot: service.storeRoot,
      attributes: { PatientName: 'SECRET^Anne' },
    });
  });
  afterEach(() => atCommit(null));
  afterAll(async () => {
    await owner.close();
    await service.close();
  });

  /** What a transaction that wrote into the journal does last. */
  async function atCommit(statement: string | null): Promise<void> {
    await withSystem(owner, async (tx) => {
      await sql`drop trigger if exists at_commit on journal.entry`.execute(tx);
      if (statement === null) return;
      await sql
        .raw(`create or replace function journal.at_commit() returns trigger language plpgsql as
          $$ begin ${statement}; return null; end $$`)
        .execute(tx);
      await sql`create constraint trigger at_commit after insert on journal.entry
        deferrable initially deferred for each row execute function journal.at_commit()`.execute(tx);
    });
  }

  it('gives nothing that the journal does not have', async () => {
    const before = (await seenEntries(service.database.system)).length;
    await atCommit("raise exception 'the disk of the journal'");
    const refused = await service.ask('/studies');
    expect(refused.status).toBe(500);
    expect(await refused.text()).not.toContain('SECRET');
    expect(await seenEntries(service.database.system)).toHaveLength(before);
    await atCommit(null);
    expect(await (await service.ask('/studies')).text()).toContain('SECRET');
  });

  it('that cannot be answered fails alone, its reading in the journal', async () => {
    const before = (await seenEntries(service.database.system)).length;
    await atCommit('perform pg_sleep(0.3)');
    rmSync(join(service.storeRoot, 'sealed'), { recursive: true, force: true });
    const failed = await service.ask('/instances?includefield=all');
    expect(failed.ok).toBe(false);
    expect(await seenEntries(service.database.system)).toHaveLength(before + 1);
  });
});
