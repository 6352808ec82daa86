import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import type { StudySummary } from './contract.ts';
import { missing } from './errors.ts';
import { findStudy } from './store.ts';
import { toSummary } from './summary.ts';

/** One study and how far its arrival is. @throws DomainError `access/refused`, `imaging/no-study` */
export async function readStudy(tx: Tx, actor: Actor, studyId: string): Promise<StudySummary> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  const row = await findStudy(tx, studyId);
  if (!row) throw missing('imaging/no-study');
  return toSummary(row);
}
