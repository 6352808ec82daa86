import { withSystem, type SystemDatabase } from '@liaison/db';
import { newUid } from '@liaison/dicom';
import { handle, type Handler } from '@liaison/jobs';
import { findPeer, type PacsLink } from '@liaison/pacs';
import { findAskable, listDelivered, noteCommitment } from './delivering-store.ts';
import { commitmentDue } from './queues.ts';

export type Asking = { database: SystemDatabase; link: Pick<PacsLink, 'commit'> };

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
      const references = await listDelivered(tx, deliveryId, delivery.peerId);
      if (references.length === 0) return null;
      await noteCommitment(tx, deliveryId, 'asked', transactionUid);
      return { peer, references };
    });
    if (asked) await given.link.commit(asked.peer, transactionUid, asked.references);
  });
}
