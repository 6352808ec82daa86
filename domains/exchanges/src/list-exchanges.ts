import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { isId, type UserActor } from '@liaison/kernel';
import type { Exchange } from './contract.ts';
import { badCursor } from './errors.ts';
import { listRows, type ExchangeFilter } from './store.ts';
import { toExchange } from './view.ts';

export type ListAsked = Omit<ExchangeFilter, 'most'> & { readonly limit: number };

/** Messages that the actor's structure exchanged. A cursor holds whatever comes meanwhile. @throws DomainError */
export async function listExchanges(
  tx: Tx,
  actor: UserActor,
  { limit, ...filter }: ListAsked,
): Promise<{ exchanges: Exchange[]; nextCursor: string | null }> {
  authoriseFeature(actor, 'message:exchange');
  if (filter.cursor !== undefined && !isId(filter.cursor)) throw badCursor();
  const found = await listRows(tx, { ...filter, most: limit + 1 });
  const page = found.slice(0, limit);
  return {
    exchanges: page.map(toExchange),
    nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
