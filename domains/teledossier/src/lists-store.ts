import { rows, type Tx } from '@liaison/db';
import { assertNever } from '@liaison/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { worklistSection } from './contract.ts';

export type WorklistSection = z.infer<typeof worklistSection>;
/** Whose work it is: himself and the communities in which he works now. */
export type Worker = { readonly userId: string; readonly subjects: readonly string[] };
export type FoundIds = { readonly ids: readonly string[]; readonly total: number };

/**
 * One section of the worklist, urgent first, then the oldest. Each condition starts from a partial index that holds open
 * work only, so that years of closed télédossiers cost nothing.
 */
export async function listSection(
  tx: Tx,
  section: WorklistSection,
  worker: Worker,
  limit: number,
): Promise<FoundIds> {
  const found = await rows(
    tx,
    sql<{ id: string; total: number }>`
    select d.id, count(*) over () as total from teledossier.dossier d where ${conditionOf(section, worker)}
     order by (d.urgency = 'urgent') desc, coalesce(d.sent_at, d.created_at), d.id limit ${limit}`,
  );
  return { ids: found.map((row) => row.id), total: found[0]?.total ?? 0 };
}

function conditionOf(section: WorklistSection, { userId, subjects }: Worker): RawBuilder<unknown> {
  const mine = sql`${[...subjects]}::uuid[]`;
  const asked = sql`(d.community_id = any (${mine}) or d.author_id = ${userId}) and d.requerant_closed_at is null`;
  const addressed = (condition: RawBuilder<unknown>) =>
    openLines(sql`a.recipient_id = any (${mine}) and ${condition}`);
  const waitsForInformation = sql`exists (select 1 from teledossier.addressee a
    where a.dossier_id = d.id and a.status = 'en-attente-d-information')`;
  // Two ways into a section are joined as ids: an OR of two subqueries would read the whole table.
  const either = (requis: RawBuilder<unknown>, requerant: RawBuilder<unknown>) =>
    sql`d.id in (${addressed(requis)} union select d.id from teledossier.dossier d where ${asked} and ${requerant})`;
  switch (section) {
    case 'a-prendre':
      return sql`d.id in (${addressed(sql`a.status = 'en-attente-de-reponse'`)}) and d.requerant_closed_at is null`;
    case 'pris-par-moi':
      return sql`d.id in (${openLines(sql`a.taken_by_id = ${userId} and a.status = 'pris-en-charge'`)})`;
    case 'en-attente-d-information':
      return either(
        sql`a.status = 'en-attente-d-information' and (a.taken_by_id is null or a.taken_by_id = ${userId})`,
        sql`d.status in ('en-attente-d-information', 'pris-en-charge', 'repondu') and ${waitsForInformation}`,
      );
    case 'mes-demandes':
      return sql`${asked} and d.status in ('en-attente-de-reponse', 'en-attente-d-information', 'pris-en-charge', 'refuse')
        and not ${waitsForInformation}`;
    case 'a-cloturer':
      return either(sql`a.status = 'repondu'`, sql`d.status = 'repondu'`);
    case 'brouillons':
      return sql`${asked} and d.status = 'brouillon'`;
    default:
      return assertNever(section);
  }
}

function openLines(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select a.dossier_id from teledossier.addressee a where a.closed_at is null and ${condition}`;
}

export type ListCriteria = {
  /** Each must be found, accents and case aside. */
  readonly words: readonly string[];
  readonly status: string | null;
  readonly before: string | null;
  readonly limit: number;
};

/** Ids of the télédossiers that the transaction's actor was given, newest first; see teledossier.find_dossier. */
export async function findDossiers(tx: Tx, criteria: ListCriteria): Promise<FoundIds> {
  const found = await rows(
    tx,
    sql<{ dossier_id: string; total: number }>`
    select dossier_id, total from teledossier.find_dossier(${[...criteria.words]}::text[], ${criteria.status},
      ${criteria.before}::uuid, ${criteria.limit})`,
  );
  return { ids: found.map((row) => row.dossier_id), total: found[0]?.total ?? 0 };
}
