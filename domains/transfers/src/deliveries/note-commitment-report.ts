import { withSystem, type SystemDatabase } from '@liaison/db';
import { asId, type Clock } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { recordCommitment } from '@liaison/retention';
import type { Delivery } from '../contract.ts';
import { listDelivered, lockCommitment, noteCommitment } from './delivering-store.ts';

/** An N-EVENT-REPORT of Storage Commitment (PS3.4 section J.3.3), from a peer that reception has let in. */
export type CommitmentReport = {
  callingAeTitle: string;
  transactionUid: string;
  /** SOPInstanceUIDs that the peer keeps. */
  committed: readonly string[];
};

/**
 * Notes what a destination has taken charge of; the proof that retention looks for is of the images it was asked about, and
 * of no other. @returns false where we asked this peer nothing under this transaction
 */
export async function noteCommitmentReport(
  given: { database: SystemDatabase; clock: Clock },
  report: CommitmentReport,
): Promise<boolean> {
  return withSystem(given.database, async (tx) => {
    const delivery = await lockCommitment(tx, report.transactionUid);
    if (!delivery || delivery.peerAeTitle !== report.callingAeTitle) return false;
    const asked = await listDelivered(tx, delivery.id, delivery.peerId);
    const kept = new Set(report.committed);
    const imageCount = asked.filter(({ SOPInstanceUID }) => kept.has(SOPInstanceUID)).length;
    await noteCommitment(tx, delivery.id, judge(imageCount, asked.length), null);
    if (imageCount > 0) {
      const { studyId, StudyInstanceUID } = delivery;
      await recordCommitment(
        tx,
        { kind: 'machine', name: delivery.peerAeTitle, structureId: asId(delivery.structureId) },
        { studyId, StudyInstanceUID, imageCount, at: given.clock.now() },
      );
    }
    await announce(tx, [`structure:${delivery.structureId}`, `study:${delivery.studyId}`]);
    return true;
  });
}

function judge(kept: number, asked: number): Delivery['commitment'] {
  if (kept === 0) return 'refused';
  return kept < asked ? 'partial' : 'confirmed';
}
