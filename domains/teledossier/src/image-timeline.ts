import type { Tx } from '@liaison/db';
import type { StudySummary } from '@liaison/imaging';
import { tellRetrievals } from '@liaison/pacs';
import { tellDeliveries } from '@liaison/transfers';
import type { DossierView } from './contract.ts';

/** What happened since a dossier began to the images of its exams, from PACS and to them. */
export async function imageTimeline(
  tx: Tx,
  studies: readonly StudySummary[],
  since: Date,
): Promise<DossierView['timeline']> {
  const names = new Map(
    studies.map(({ id, description, modalities }) => [id, description || modalities.join(' + ')]),
  );
  const asked = { studyIds: [...names.keys()], since, nameOf: (id: string) => names.get(id) ?? '' };
  const entries = [
    ...(await tellRetrievals(tx, asked)).map((line) => ({ ...line, kind: 'retrieval' as const })),
    ...(await tellDeliveries(tx, asked)).map((line) => ({ ...line, kind: 'sending' as const })),
  ];
  return entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() }));
}
