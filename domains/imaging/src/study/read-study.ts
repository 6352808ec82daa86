import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import type { StudySummary } from '../contract.ts';
import { missing } from '../errors.ts';
import { recordOpening } from './record-opening.ts';
import { findStudy } from '../store.ts';
import { toSummary } from './summary.ts';

/** One study and how far its arrival is: an opening, unless one covers it already. @throws DomainError `access/refused`, `imaging/no-study` */
export async function readStudy(
  tx: Tx,
  actor: Actor,
  studyId: string,
  isCovered: boolean,
): Promise<StudySummary> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  const row = await findStudy(tx, studyId);
  if (!row) throw missing('imaging/no-study');
  if (!isCovered) await recordOpening(tx, actor, row, 'api');
  return toSummary(row);
}
