import { withSystem } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import { isHeld } from '../running/store.ts';
import { moveTo, type ExchangeRow } from '../store.ts';
import type { Examiner } from './examine-incoming.ts';

/** Whoever examines it dies at it: the next one would as well, and be lost for all other messages. What merely fails is tried again. */
const mostCuts = 3;

/** Of a message that is taken to be examined once more. */
export function isTooOften({
  direction,
  state,
  cuts,
}: Pick<ExchangeRow, 'direction' | 'state' | 'cuts'>): boolean {
  const isExamined = direction === 'incoming' ? state === 'received' : state === 'prepared';
  return isExamined && cuts >= mostCuts;
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
