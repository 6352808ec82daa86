import type { Tx } from '@liaison/db';
import { readPacked } from './derivative-pack.ts';
import { findDerivative, type DerivativeKind } from './derivative-store.ts';

/**
 * What was made of a frame (from 1) of an instance, or null where nothing was yet, or no longer is. A thumbnail and a preview
 * are JPEG, an htj2k is a frame in 1.2.840.10008.1.2.4.202. The caller has authorised the reading of the study; the
 * transaction is the actor's, so that row-level security asks again.
 */
export async function readDerivative(
  tx: Tx,
  storeRoot: string,
  studyId: string,
  SOPInstanceUID: string,
  frame: number,
  kind: DerivativeKind,
): Promise<Buffer | null> {
  const row = await findDerivative(tx, studyId, SOPInstanceUID, frame, kind);
  return row ? readPacked(storeRoot, studyId, row.node, row) : null;
}
