import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { subjectsOf, type UserActor } from '@liaison/kernel';
import { worklistSection, type DossierRow } from './contract.ts';
import { readRows } from './dossier-rows.ts';
import { listSection, type WorklistSection } from './lists-store.ts';

const sectionLimit = 50;

export type Worklist = { sections: { section: WorklistSection; rows: DossierRow[]; total: number }[] };

/**
 * What waits for the actor, section by section; `total` tells what goes beyond the rows given. `isCovered`: a refetch after a
 * live hint, of which the journal has a row already.
 */
export async function readWorklist(
  tx: Tx,
  actor: UserActor,
  asked: { isCovered: boolean },
): Promise<Worklist> {
  authoriseFeature(actor, 'dossier:read');
  const worker = { userId: actor.userId, subjects: subjectsOf(actor) };
  const found = [];
  for (const section of worklistSection.options) {
    found.push({ section, ...(await listSection(tx, section, worker, sectionLimit)) });
  }
  const rows = await readRows(tx, actor, [...new Set(found.flatMap((one) => one.ids))]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (!asked.isCovered) await record(tx, actor, { act: 'dossier.listed', details: { list: 'worklist' } });
  return {
    sections: found.map(({ section, ids, total }) => ({
      section,
      rows: ids.flatMap((id) => byId.get(id) ?? []),
      total,
    })),
  };
}
