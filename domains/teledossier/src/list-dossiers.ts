import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { isId, type UserActor } from '@liaison/kernel';
import type { DossierRow } from './contract.ts';
import { readRows } from './dossier-rows.ts';
import { findDossiers } from './lists-store.ts';
import type { OverallStatus } from './model.ts';

const maxWords = 6;

export type ListAsked = {
  status?: OverallStatus | undefined;
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  /** A row of the journal covers it already: a refetch after a live hint, or the next slice. */
  isCovered: boolean;
};
export type DossierPage = { rows: DossierRow[]; total: number; nextCursor: string | null };

/** Télédossiers that the actor may open, newest first. An unreadable cursor is the first page. */
export async function listDossiers(tx: Tx, actor: UserActor, asked: ListAsked): Promise<DossierPage> {
  authoriseFeature(actor, 'dossier:read');
  const words = (asked.search ?? '').trim().split(/\s+/).filter(Boolean).slice(0, maxWords);
  const before = isId(asked.cursor) ? asked.cursor : null;
  const status = asked.status ?? null;
  const found = await findDossiers(tx, { words, status, before, limit: asked.limit + 1 });
  const page = found.ids.slice(0, asked.limit);
  const rows = await readRows(tx, actor, page);
  if (!asked.isCovered) {
    await record(tx, actor, { act: 'dossier.listed', details: { list: 'all', status, search: words } });
  }
  return {
    rows,
    total: found.total,
    nextCursor: found.ids.length > asked.limit ? (page.at(-1) ?? null) : null,
  };
}
