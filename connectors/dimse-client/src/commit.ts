import {
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  isDone,
  storageCommitment,
  storageCommitmentInstance,
  writeDataSet,
} from '@liaison/dicom';
import type { Peer, ReferencedInstance } from '@liaison/pacs';
import { call, type Caller } from './call.ts';
import { explainStatus } from './explain.ts';

/** Request storage commitment (PS3.4 section J.3.2). */
const requestCommitment = 1;

/** @throws PacsError */
export async function commit(
  caller: Caller,
  peer: Peer,
  asked: { transactionUid: string; references: readonly ReferencedInstance[] },
  signal?: AbortSignal,
): Promise<void> {
  const proposal = {
    contexts: [
      {
        abstractSyntax: storageCommitment,
        transferSyntaxes: [ExplicitVRLittleEndian, ImplicitVRLittleEndian],
      },
    ],
  };
  const values = {
    TransactionUID: asked.transactionUid,
    ReferencedSOPSequence: asked.references.map(({ SOPClassUID, SOPInstanceUID }) => ({
      ReferencedSOPClassUID: SOPClassUID,
      ReferencedSOPInstanceUID: SOPInstanceUID,
    })),
  };
  await call(caller, peer, { service: 'commit', proposal, signal }, async (association) => {
    const { status, errorComment } = await association.nAction({
      SOPClassUID: storageCommitment,
      SOPInstanceUID: storageCommitmentInstance,
      ActionTypeID: requestCommitment,
      dataSet: (transferSyntaxUID) => writeDataSet(values, transferSyntaxUID),
    });
    if (!isDone(status)) throw explainStatus(status, errorComment ?? '', 'commit');
  });
}
