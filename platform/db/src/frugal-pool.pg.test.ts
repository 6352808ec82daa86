import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, rows, sendAlong, withSystem, type SystemDatabase, type Tx } from './database.ts';

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

  it('do what they are told in its place, whether anything is waited for after it or not', async () => {
    const before = await count();
    const seen = await withSystem(database, async (tx) => {
      await sendAlong(tx, sql`insert into kept (id) values (${1})`);
      const found = await rows(tx, sql`select id from kept`);
      await sendAlong(tx, sql`delete from kept where ctid = any (array(select ctid from kept limit ${1}))`);
      await sendAlong(tx, sql`insert into kept (id) values (${2})`);
      return found.length;
    });
    expect(seen).toBe(before + 1);
    expect(await count()).toBe(before + 1);
    await withSystem(database, (tx) => sendAlong(tx, sql`insert into kept (id) values (${3})`));
    expect(await count()).toBe(before + 2);
    await withSystem(database, (tx) => sendAlong(tx, sql`insert into kept default values`));
    expect(await count()).toBe(before + 3);
  });

  it.each([
    ['the next statement', async (tx: Tx) => void (await rows(tx, sql`select id from kept where id > ${0}`))],
    ['the commit', () => Promise.resolve()],
  ])('fail at %s for the reason of what they were told, and keep nothing', async (_name, after) => {
    const before = await count();
    const failing = withSystem(database, async (tx) => {
      await sendAlong(tx, sql`insert into kept (id) values (${4})`);
      await sendAlong(tx, sql`select 1 / ${0}::int`);
      await sendAlong(tx, sql`insert into kept (id) values (${5})`);
      await after(tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await count()).toBe(before);
  });

  it('forget what they were told when they are given up', async () => {
    const before = await count();
    const failing = withSystem(database, async (tx) => {
      await sendAlong(tx, sql`insert into kept (id) values (${6})`);
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    expect(await count()).toBe(before);
  });

  it('do not pass for committed where a failure was overlooked', async () => {
    const before = await count();
    const overlooked = withSystem(database, async (tx) => {
      await sql`insert into kept (id) values (${8})`.execute(tx);
      await sql`select 1 / ${0}::int`.execute(tx).catch(() => undefined);
    });
    await expect(overlooked).rejects.toThrow('rolled back instead');
    expect(await count()).toBe(before);
  });
});
