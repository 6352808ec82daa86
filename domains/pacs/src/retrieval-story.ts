import type { Tx } from '@liaison/db';
import { describeFailure } from './pacs-error.ts';
import { listToldRetrievals } from './retrieval-story-store.ts';

const nbsp = '\u00a0';

/** One line of what happened to the images of a study. */
export type ToldLine = { id: string; at: Date; text: string };

/**
 * What was asked of PACS for these studies since a time, one line each, as it stands now. `nameOf`: what a study is called
 * where the line is read. The transaction's actor sees what row-level security lets him.
 */
export async function tellRetrievals(
  tx: Tx,
  asked: { studyIds: readonly string[]; since: Date; nameOf: (studyId: string) => string },
): Promise<ToldLine[]> {
  if (asked.studyIds.length === 0) return [];
  const found = await listToldRetrievals(tx, asked.studyIds, asked.since);
  return found.map((row) => {
    const what = `l’examen «${nbsp}${asked.nameOf(row.studyId)}${nbsp}»`;
    const { id, peerName, askedBy } = row;
    const at = row.endedAt ?? row.askedAt;
    switch (row.state) {
      case 'waiting':
      case 'moving':
        return { id, at, text: `${askedBy} a demandé ${what} à ${peerName}` };
      case 'done':
        return { id, at, text: `${upper(what)}, demandé par ${askedBy}, est arrivé de ${peerName}` };
      case 'cancelled':
        return { id, at, text: `La récupération de ${what} depuis ${peerName} a été annulée` };
      case 'incomplete':
      case 'failed': {
        const outcome = row.state === 'failed' ? 'n’a pas pu être récupéré' : 'n’a été récupéré qu’en partie';
        const why = describeFailure(row.failureCode ?? 'pacs/unforeseen', row.failureDetail);
        return {
          id,
          at,
          text: `${upper(what)}, demandé par ${askedBy}, ${outcome} depuis ${peerName}. ${why}`,
        };
      }
    }
  });
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
