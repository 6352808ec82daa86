import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import type { StudyRow } from '../store.ts';

/** The row that covers what is read of a study afterwards: its frames, its instances. `through`: by which door. */
export async function recordOpening(
  tx: Tx,
  actor: Actor,
  study: Pick<StudyRow, 'id' | 'study_instance_uid'>,
  through: 'viewer' | 'dicomweb' | 'dimse' | 'api',
): Promise<void> {
  await record(tx, actor, {
    act: 'study.opened',
    resource: { kind: 'study', id: study.id },
    details: { StudyInstanceUID: study.study_instance_uid, through },
  });
}
