import type { Tx } from '@liaison/db';
import { isId, type UserActor } from '@liaison/kernel';
import type { RoutedStudy } from '../contract.ts';
import { badCursor } from '../errors.ts';
import { requireRoute } from './manage-routes.ts';
import { listRouted } from './routes-store.ts';
import { toFailure } from '../deliveries/view.ts';

/** What followed a route, the last first, without patient data. @throws DomainError */
export async function readRouteHistory(
  tx: Tx,
  actor: UserActor,
  asked: { routeId: string; cursor?: string | undefined; limit: number },
): Promise<{ studies: RoutedStudy[]; nextCursor: string | null }> {
  if (asked.cursor !== undefined && !isId(asked.cursor)) throw badCursor();
  await requireRoute(tx, actor, asked.routeId);
  const found = await listRouted(tx, asked.routeId, asked.cursor ?? null, asked.limit + 1);
  const page = found.slice(0, asked.limit);
  return {
    studies: page.map((row) => ({
      deliveryId: row.id,
      at: row.asked_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      callingAeTitle: row.calling_ae_title,
      modalities: row.modalities,
      destinationName: row.peer_name,
      state: row.state,
      total: row.total,
      sent: row.sent,
      refused: row.refused,
      attempts: row.attempts,
      failure: toFailure(row),
    })),
    nextCursor: found.length > asked.limit ? (page.at(-1)?.id ?? null) : null,
  };
}
