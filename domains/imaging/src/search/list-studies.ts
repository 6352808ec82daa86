import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { isId, type Actor, type Clock } from '@liaison/kernel';
import type { StudySummary } from '../contract.ts';
import { invalid } from '../errors.ts';
import { countStudies, findStudies, readStudies } from '../store.ts';
import { toSummary } from '../study/summary.ts';

export type ListAsked = {
  search?: string | undefined;
  modality?: string | undefined;
  hours?: number | undefined;
  cursor?: string | undefined;
  limit: number;
  /** A row of the journal covers it already: a refetch after a live hint, or the next slice. */
  isCovered: boolean;
};

export type StudyPage = {
  studies: StudySummary[];
  total: number;
  isTotalCapped: boolean;
  nextCursor: string | null;
};

/** Counting goes no further. */
const mostCounted = 1000;

/** Studies that the actor may read, the last received first. What no row of the journal covers is one. */
export async function listStudies(tx: Tx, actor: Actor, asked: ListAsked, clock: Clock): Promise<StudyPage> {
  authoriseFeature(actor, 'study:read');
  const criteria = {
    words: (asked.search ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 6),
    modality: asked.modality ?? null,
    since: asked.hours === undefined ? null : new Date(clock.now().getTime() - asked.hours * 3_600_000),
  };
  const before = asked.cursor === undefined ? null : parseCursor(asked.cursor);
  const counted = await countStudies(tx, { ...criteria, before: null, most: mostCounted + 1 });
  const from = await findStudies(tx, { ...criteria, before, most: asked.limit + 1 });
  const page = from.slice(0, asked.limit);
  const studies = await readStudies(
    tx,
    page.map((found) => found.study_id),
  );
  const last = page.at(-1);
  if (!asked.isCovered) await journal(tx, actor, asked);
  return {
    studies: studies.map(toSummary),
    total: Math.min(counted, mostCounted),
    isTotalCapped: counted > mostCounted,
    nextCursor:
      last && from.length > asked.limit ? `${last.last_received_at.toISOString()}_${last.study_id}` : null,
  };
}

async function journal(tx: Tx, actor: Actor, asked: ListAsked): Promise<void> {
  const details = {
    search: asked.search ?? null,
    modality: asked.modality ?? null,
    hours: asked.hours ?? null,
  };
  await record(tx, actor, { act: 'study.listed', details });
}

/** Times of arrival have milliseconds only, so that a cursor holds them whole. */
function parseCursor(cursor: string): { receivedAt: string; id: string } {
  const [receivedAt = '', id = ''] = cursor.split('_');
  const date = new Date(receivedAt);
  if (Number.isNaN(date.getTime()) || !isId(id)) throw invalid('imaging/bad-cursor');
  return { receivedAt: date.toISOString(), id };
}
