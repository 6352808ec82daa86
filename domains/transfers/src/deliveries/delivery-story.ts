import type { Tx } from '@liaison/db';
import type { ToldLine } from '@liaison/pacs';
import { listToldDeliveries } from './delivery-story-store.ts';
import { failureText } from './failure-text.ts';

const nbsp = '\u00a0';

/**
 * Where these studies were sent since a time, one line each, as it stands now. `nameOf`: what a study is called where the
 * line is read. The transaction's actor sees the sendings of his structure.
 */
export async function tellDeliveries(
  tx: Tx,
  asked: { studyIds: readonly string[]; since: Date; nameOf: (studyId: string) => string },
): Promise<ToldLine[]> {
  if (asked.studyIds.length === 0) return [];
  const found = await listToldDeliveries(tx, asked.studyIds, asked.since);
  return found.map((row) => {
    const what = `l’examen «${nbsp}${asked.nameOf(row.studyId)}${nbsp}»`;
    const { id, peerName, askedBy } = row;
    const at = row.endedAt ?? row.askedAt;
    switch (row.state) {
      case 'waiting':
      case 'sending':
        return { id, at, text: `${askedBy} envoie ${what} vers ${peerName}` };
      case 'done':
        return { id, at, text: `${askedBy} a envoyé ${what} vers ${peerName}` };
      case 'cancelled':
        return { id, at, text: `L’envoi de ${what} vers ${peerName} a été arrêté` };
      case 'failed':
        return {
          id,
          at,
          text: `L’envoi de ${what} vers ${peerName} a échoué. ${failureText(row.failureCode ?? '')}`,
        };
    }
  });
}
