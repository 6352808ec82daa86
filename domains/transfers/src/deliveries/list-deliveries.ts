import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries } from '@liaison/imaging';
import { record } from '@liaison/journal';
import { isId, type UserActor } from '@liaison/kernel';
import type { Delivery, DeliveryFilter } from '../contract.ts';
import { badCursor } from '../errors.ts';
import { countDeliveries, listDeliveries as listRows } from '../store.ts';
import { toDelivery } from './view.ts';

export type ListAsked = {
  filter: DeliveryFilter;
  studyId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  /** A row of the journal covers it already: a refetch after a live hint, or the next slice. */
  isCovered: boolean;
};

/** What the actor's structure sent of the studies that he may read, the last asked first. @throws DomainError */
export async function listDeliveries(
  tx: Tx,
  actor: UserActor,
  asked: ListAsked,
): Promise<{
  deliveries: Delivery[];
  counts: { open: number; failed: number };
  nextCursor: string | null;
}> {
  authoriseFeature(actor, 'study:read');
  if (asked.cursor !== undefined && !isId(asked.cursor)) throw badCursor();
  const found = await listRows(tx, {
    filter: asked.filter,
    studyId: asked.studyId ?? null,
    beforeId: asked.cursor ?? null,
    most: asked.limit + 1,
  });
  const page = found.slice(0, asked.limit);
  const studies = await readStudySummaries(tx, actor, [...new Set(page.map((row) => row.study_id))]);
  const byId = new Map(studies.map((study) => [study.id, study]));
  if (!asked.isCovered) {
    const details = { list: 'deliveries', filter: asked.filter, studyId: asked.studyId ?? null };
    await record(tx, actor, { act: 'study.listed', details });
  }
  return {
    deliveries: page.flatMap((row) => {
      const study = byId.get(row.study_id);
      return study ? [toDelivery(row, study)] : [];
    }),
    counts: await countDeliveries(tx),
    nextCursor: found.length > asked.limit ? (page.at(-1)?.id ?? null) : null,
  };
}
