import { withSystem, type SystemDatabase } from '@liaison/db';
import { newUid } from '@liaison/dicom';
import { handle, type Enqueue, type Handler } from '@liaison/jobs';
import { announce } from '@liaison/live';
import { findPeer, type PacsLink } from '@liaison/pacs';
import { destinationUnapproved } from '../errors.ts';
import { findAskable, findSilent, listDelivered, noteCommitment, noteSilence } from './delivering-store.ts';
import { commitmentDue, commitmentOverdue, silenceSeconds } from '../queues.ts';

export type Asking = { database: SystemDatabase; link: Pick<PacsLink, 'commit'>; enqueue: Enqueue };

/** A PACS that leaves so many requests without a report is not asked again by itself. */
const mostSilences = 3;

/**
 * Asks a destination to take charge of what it was sent (PS3.4 annex J). The transaction is in the table before it is
 * said to the peer, whose report may come before its answer. A failure is tried again by the queue, under a UID of its own.
 */
export function commitmentHandler(given: Asking): Handler {
  return handle(commitmentDue, async ({ deliveryId }) => {
    const transactionUid = newUid();
    const asked = await withSystem(given.database, async (tx) => {
      const delivery = await findAskable(tx, deliveryId);
      const peer = delivery && (await findPeer(tx, delivery.peerId));
      if (!delivery || !peer?.isActive || !peer.roles.commit) return null;
      // Called elsewhere than was approved: what it would answer proves nothing. The queue asks again.
      if (!peer.isStoreApproved) throw destinationUnapproved();
      const references = await listDelivered(tx, deliveryId, delivery.peerId);
      if (references.length === 0) return null;
      await noteCommitment(tx, deliveryId, 'asked', transactionUid);
      const overdue = { deliveryId, transactionUid };
      await given.enqueue(tx, commitmentOverdue, overdue, { delaySeconds: silenceSeconds });
      return { peer, references };
    });
    if (asked) await given.link.commit(asked.peer, transactionUid, asked.references);
  });
}

/** Asks a PACS that has not reported once more; where it stays silent, says so on the delivery. */
export function silenceHandler({ database, enqueue }: Pick<Asking, 'database' | 'enqueue'>): Handler {
  return handle(commitmentOverdue, ({ deliveryId, transactionUid }) =>
    withSystem(database, async (tx) => {
      const silent = await findSilent(tx, deliveryId, transactionUid);
      if (!silent) return;
      const isGivenUp = silent.silences + 1 >= mostSilences;
      await noteSilence(tx, deliveryId, isGivenUp ? 'unreported' : 'asked');
      if (!isGivenUp) await enqueue(tx, commitmentDue, { deliveryId });
      await announce(tx, [`structure:${silent.structureId}`, `study:${silent.studyId}`]);
    }),
  );
}
