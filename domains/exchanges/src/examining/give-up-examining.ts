import { withSystem } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import { isHeld } from '../running/store.ts';
import { moveTo, type ExchangeRow } from '../store.ts';
import type { Examiner } from './examine-incoming.ts';

/** Whoever examines it ends before he is done: the next one would as well, and be lost for all other messages. */
const mostCuts = 3;

/** Of a message that is taken to be examined once more. */
export function isTooOften({ state, attempts }: Pick<ExchangeRow, 'state' | 'attempts'>): boolean {
  return (state === 'received' || state === 'prepared') && attempts > mostCuts;
}

/** Sets a message aside that no examination comes to the end of, for a person to look at. */
export async function giveUpExamining(
  { database }: Pick<Examiner, 'database'>,
  row: ExchangeRow,
  holder: string,
): Promise<void> {
  const isIncoming = row.direction === 'incoming';
  const reason = 'control-failed';
  await withSystem(database, async (tx) => {
    if (!(await isHeld(tx, row.id, holder))) return;
    await moveTo(tx, row.id, {
      state: isIncoming ? 'quarantined' : 'refused',
      reason,
      detail: `interrompu ${mostCuts} fois`,
      nextTryAt: null,
    });
    await record(
      tx,
      { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
      {
        act: isIncoming ? 'message.quarantined' : 'message.refused',
        outcome: 'refused',
        resource: { kind: 'exchange', id: row.id },
        details: { channel: row.channel, endpoint: row.endpoint, sha256: row.sha256, reason, cuts: mostCuts },
      },
    );
  });
}
