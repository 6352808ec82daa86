import { rows, withSystem, type SystemDatabase } from '@liaison/db';
import { sql } from 'kysely';

export type SeenEntry = {
  act: string;
  actor_id: string;
  actor_name: string;
  structure_id: string | null;
  patient_id: string | null;
  resource_kind: string | null;
  resource_id: string | null;
  outcome: string;
  details: Record<string, unknown>;
};

/** The journal in order, for tests. */
export function seenEntries(database: SystemDatabase): Promise<SeenEntry[]> {
  return withSystem(database, (tx) =>
    rows(
      tx,
      sql<SeenEntry>`select act, actor_id, actor_name, structure_id, patient_id, resource_kind, resource_id,
      outcome, details from journal.entry order by at, id`,
    ),
  );
}
