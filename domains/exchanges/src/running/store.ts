import { maybeRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { ExchangeState } from '../contract.ts';

export type Due = {
  id: string;
  state: ExchangeState;
  /** Whoever examined it last died at it: with nothing beside it, its next death will be its own. */
  isAlone: boolean;
};

export type Hold = { readonly holder: string; readonly heldForMs: number };

const isBeingExamined = sql`state in ('prepared', 'received') and (direction, state) <> ('outgoing', 'received')`;

/**
 * The next exchange for which something is due, taken for `holder`; those whose holder is dead are due as well, and their cuts
 * are counted. One to be examined alone waits until nothing is `running`, and what is behind it waits with it.
 */
export function takeDue(
  tx: Tx,
  { holder, heldForMs, running }: Hold & { readonly running: readonly string[] },
): Promise<Due | undefined> {
  return maybeRow(
    tx,
    sql<Due>`update exchanges.exchange
        set holder = ${holder}, held_until = now() + make_interval(secs => ${heldForMs / 1000}), attempts = attempts + 1,
            cuts = cuts + case when holder <> ${holder} then 1 else 0 end
      where id = (select id from exchanges.exchange
         where next_try_at <= now() and (holder is null or held_until < now()) and id <> all (${[...running]}::uuid[])
         order by next_try_at, id limit 1 for update skip locked)
        and (${running.length === 0} or not (${isBeingExamined} and (cuts > 0 or coalesce(holder <> ${holder}, false))))
      returning id, state, ${isBeingExamined} and cuts > 0 as "isAlone"`,
  );
}

export async function renew(tx: Tx, { holder, heldForMs }: Hold): Promise<void> {
  await sql`update exchanges.exchange set held_until = now() + make_interval(secs => ${heldForMs / 1000})
     where holder = ${holder}`.execute(tx);
}

/** What a process that ends was at is due at once, for another; it was no attempt. */
export async function letGo(tx: Tx, holder: string): Promise<void> {
  await sql`update exchanges.exchange set holder = null, held_until = null, attempts = greatest(attempts - 1, 0)
     where holder = ${holder}`.execute(tx);
}

/** Still this holder's, and held until the transaction ends. */
export async function isHeld(tx: Tx, id: string, holder: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from exchanges.exchange where id = ${id} and holder = ${holder} for update`,
  );
  return found.length === 1;
}

/**
 * Bytes of what is over are kept for 13 months; who needs them longer has them in the software that took them. What is under
 * way, to be taken or set aside keeps them, and every row stays with its digest, its report and its story.
 */
export async function forgetContents(tx: Tx): Promise<void> {
  await sql`delete from exchanges.content where exchange_id in (select e.id from exchanges.exchange e
     join exchanges.content c on c.exchange_id = e.id
     where e.next_try_at is null and e.changed_at < now() - interval '13 months'
       and (e.state in ('integrated', 'declined', 'rejected', 'refused')
         or (e.direction = 'outgoing' and e.state in ('dispatched', 'received')))
     limit 1000)`.execute(tx);
}

/** Not now: tried again at `at`. */
export async function putOff(
  tx: Tx,
  id: string,
  { at, reason, detail }: { at: Date; reason: string; detail: string },
): Promise<void> {
  await sql`update exchanges.exchange
      set next_try_at = ${at}, reason = ${reason}, detail = ${detail}, holder = null, held_until = null, changed_at = now()
    where id = ${id}`.execute(tx);
}
