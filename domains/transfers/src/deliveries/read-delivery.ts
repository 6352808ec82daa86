import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries } from '@liaison/imaging';
import type { UserActor } from '@liaison/kernel';
import type { Delivery, TroubledImage } from '../contract.ts';
import { deliveryMissing } from '../errors.ts';
import { statusText } from '../fr.ts';
import { findDelivery, listTroubled } from '../store.ts';
import { toDelivery } from './view.ts';

const mostTroubled = 200;

/** A delivery of the actor's structure and its images with a remark. @throws DomainError `access/refused`, `transfers/no-delivery` */
export async function readDelivery(
  tx: Tx,
  actor: UserActor,
  deliveryId: string,
): Promise<{ delivery: Delivery; troubled: TroubledImage[]; isTroubledCapped: boolean }> {
  const row = await findDelivery(tx, deliveryId);
  if (!row) throw deliveryMissing();
  await authorise(tx, actor, 'study:read', { kind: 'study', id: row.study_id });
  const [study] = await readStudySummaries(tx, actor, [row.study_id]);
  if (!study) throw deliveryMissing();
  const troubled = await listTroubled(tx, deliveryId, row.peer_id, mostTroubled + 1);
  return {
    delivery: toDelivery(row, study),
    troubled: troubled.slice(0, mostTroubled).map((image) => ({
      SOPInstanceUID: image.sop_instance_uid,
      outcome: image.outcome,
      status: image.status.toString(16).toUpperCase().padStart(4, '0'),
      text: statusText(image.status),
      comment: image.comment,
    })),
    isTroubledCapped: troubled.length > mostTroubled,
  };
}
