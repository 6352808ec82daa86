import { withSystem } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import { newId } from '@liaison/kernel';
import { readMessage } from '@liaison/mio';
import { makeAward, makeClarificationRequest, makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetContents, takeDue } from '../running/store.ts';
import { findBytes, readBytes } from '../store.ts';
import { openExamining, TestDesk, type TestExamining } from '../testing.ts';
import { TestSupplier } from './testing-supplier.ts';

const needs = makeNeeds({ lots: 1, linesPerLot: 2 });

describe('what a supplier sets aside of what comes', () => {
  let examining: TestExamining;
  let supplier: TestSupplier;

  beforeAll(() => {
    examining = openExamining(new TestDesk());
  });
  afterAll(() => examining.pool.close());
  beforeEach(async () => {
    supplier = await TestSupplier.open(examining);
  });
  afterEach(() => supplier.close());

  /** A process that takes all that it is given, and dies: it says nothing more, and what it held is another's. */
  const die = async (): Promise<string[]> => {
    const hold = { holder: newId(), heldForMs: 0 };
    const held: string[] = [];
    for (;;) {
      const due = await withSystem(supplier.database.system, (tx) => takeDue(tx, { ...hold, running: held }));
      if (!due) return held;
      held.push(due.id);
    }
  };

  it('is what three processes died of, and nothing that they held beside it', async () => {
    const poison = await supplier.bring(needs);
    await supplier.bring({ ...needs, header: { ...needs.header, messageId: newId() } });
    expect(await die()).toHaveLength(2);
    for (let times = 0; times < 2; times += 1)
      expect(await die()).toEqual([poison.kind === 'taken' && poison.exchangeId]);
    const running = supplier.start();
    await running.idle();
    expect(await supplier.incoming()).toEqual([
      [null, 'quarantined', 'control-failed'],
      ['M10', 'available', null],
    ]);
    expect((await seenEntries(supplier.database.system)).map(({ act }) => act)).toContain(
      'message.quarantined',
    );
    // For a person to have it examined again.
    const [row] = await supplier.seen();
    await supplier.release(row?.id ?? '');
    await running.idle();
    expect(await supplier.incoming()).toEqual([
      ['M10', 'available', null],
      ['M10', 'available', null],
    ]);
  });

  it('is nothing that could not be examined for want of something else, however often', async () => {
    await supplier.bring(needs);
    const failing = supplier.start(() =>
      Promise.reject(new Error('a list of revocations that cannot be read')),
    );
    for (let times = 0; times < 5; times += 1) {
      await supplier.run(sql`update exchanges.exchange set next_try_at = now()`);
      await failing.idle();
    }
    expect(await supplier.incoming()).toEqual([[null, 'received', 'unforeseen']]);
    await failing.stop();
    await supplier.run(sql`update exchanges.exchange set next_try_at = now()`);
    await supplier.start().idle();
    expect(await supplier.incoming()).toEqual([['M10', 'available', null]]);
  });

  /** Of all that came, the first one counted as that many bytes. */
  const weigh = (bytes: number) =>
    supplier.run(sql`update exchanges.exchange set byte_count = ${bytes}
      where id = (select id from exchanges.exchange where direction = 'incoming' order by id limit 1)`);
  const full = 1024 ** 3;
  const unreadable = () => Buffer.from(crypto.randomUUID());
  const kept = async () => {
    const brought = (await supplier.seen()).filter(({ direction }) => direction === 'incoming');
    const bytes = brought.map(({ id }) => withSystem(supplier.database.system, (tx) => findBytes(tx, id)));
    return (await Promise.all(bytes)).map((found) => found !== undefined);
  };

  it('is no more than there is room for, and its bytes those of 13 months', async () => {
    const running = supplier.start();
    await supplier.bring(unreadable());
    await running.idle();
    await weigh(full);
    await supplier.bring(unreadable());
    await running.idle();
    expect(await supplier.incoming()).toEqual([
      [null, 'quarantined', 'unreadable'],
      [null, 'refused', 'quarantine-full'],
    ]);
    expect(await kept()).toEqual([true, false]);
    await supplier.run(sql`delete from exchanges.content`);
    await supplier.run(sql`insert into exchanges.content select id, 'x' from exchanges.exchange`);
    await supplier.run(
      sql`update exchanges.exchange set changed_at = now() - interval '14 months', next_try_at = null`,
    );
    await withSystem(supplier.database.system, forgetContents);
    expect(await kept()).toEqual([true, false]);
  });

  it('may come in once there is room, as its sender was told', async () => {
    const running = supplier.start();
    const offer = makeOffer(needs);
    const [first, second] = [makeClarificationRequest(offer), makeAward(offer, ['1'])];
    await supplier.run(sql`update exchanges.partner set may_send = '{M10}'`);
    await supplier.bring(first);
    await running.idle();
    await weigh(full);
    await supplier.bring(second, 'second');
    await running.idle();
    expect((await supplier.incoming()).at(-1)).toEqual(['M30', 'refused', 'quarantine-full']);
    const told = (await supplier.seen()).at(-1);
    const bytes = await withSystem(supplier.database.system, (tx) => readBytes(tx, told?.id ?? ''));
    const text = String(readMessage(bytes).message && JSON.stringify(readMessage(bytes).message));
    expect(text).toContain('Le destinataire n’a plus de place');
    expect(text).not.toContain('Videz-la');
    await weigh(1);
    for (const name of ['second', 'a second time']) {
      await supplier.bring(second, name);
      await running.idle();
    }
    expect(await supplier.incoming()).toEqual([
      ['M24', 'quarantined', 'not-allowed'],
      ['M30', 'refused', 'quarantine-full'],
      ['M30', 'quarantined', 'not-allowed'],
      ['M30', 'duplicate', 'not-allowed'],
    ]);
    expect(await kept()).toEqual([true, false, true, false]);
  });

  it('goes back, and is lost to nobody, where a person took it out in vain', async () => {
    const running = supplier.start();
    await supplier.run(sql`update exchanges.partner set requires_certificate = true`);
    await supplier.bring(unreadable());
    await supplier.bring(needs);
    await running.idle();
    expect((await supplier.incoming()).at(-1)).toEqual(['M10', 'quarantined', 'certificate']);
    await weigh(full);
    const row = (await supplier.seen()).find(({ message_type: type }) => type === 'M10');
    await supplier.release(row?.id ?? '');
    await running.idle();
    expect((await supplier.incoming()).at(-1)).toEqual(['M10', 'quarantined', 'certificate']);
    expect(await kept()).toEqual([true, true]);
  });
});
