import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, rows, withSystem, type SystemDatabase } from './database.ts';

describe('transactions that begin with their first statement', () => {
  let whole: TestDatabase;
  let database: SystemDatabase;
  beforeAll(async () => {
    whole = await openTestDatabase();
    // One connection, so that what is temporary is there for the next transaction.
    database = openDatabase('system', whole.urls.systemUrl, { max: 1 });
    await withSystem(database, (tx) => sql`create temp table kept (id integer default 1)`.execute(tx));
  });
  afterAll(async () => {
    await database.close();
    await whole.close();
  });

  const count = async () => (await withSystem(database, (tx) => rows(tx, sql`select id from kept`))).length;

  it.each([
    ['without parameters', sql`insert into kept default values`],
    ['with parameters', sql`insert into kept (id) values (${7})`],
  ])('keep a first statement %s only where the rest is kept', async (_name, first) => {
    const before = await count();
    const failing = withSystem(database, async (tx) => {
      await first.execute(tx);
      await sql`select 1 / ${0}::int`.execute(tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await count()).toBe(before);
    for (let times = 0; times < 4; times += 1) await withSystem(database, (tx) => first.execute(tx));
    expect(await count()).toBe(before + 4);
  });

  it('may ask nothing, and give up before they ask', async () => {
    expect(await withSystem(database, () => Promise.resolve('nothing'))).toBe('nothing');
    await expect(withSystem(database, () => Promise.reject(new Error('given up')))).rejects.toThrow(
      'given up',
    );
    expect(await count()).toBeGreaterThan(0);
  });
});
