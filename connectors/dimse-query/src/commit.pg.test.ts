import { freePort } from '@liaison/db';
import {
  statuses,
  storageCommitment,
  storageCommitmentInstance,
  writeDataSet,
  type DataSet,
} from '@liaison/dicom';
import { quietLog } from '@liaison/dimse/testing';
import { startWorkers } from '@liaison/jobs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QueryBench } from './testing-bench.ts';
import { callReceiver, ctImage, listenForReports, uidOf } from './testing-peer.ts';

describe('storage commitment', () => {
  let bench: QueryBench;
  let peerPort = 0;
  beforeAll(async () => {
    bench = await QueryBench.open();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    peerPort = await freePort();
    await bench.begin({ peerPort });
  });
  afterEach(() => bench.end());

  it('is taken, and reports what is kept and what is not', async () => {
    const { images } = await bench.receive({}, 2);
    const kept = images.map(uidOf);
    const heard = Promise.withResolvers<{ EventTypeID: number | undefined; dataSet: DataSet }>();
    const server = await listenForReports(peerPort, (EventTypeID, dataSet) =>
      heard.resolve({ EventTypeID, dataSet }),
    );
    const workers = await startWorkers(bench.database.system, [...bench.service.handlers], quietLog);
    const association = await callReceiver(bench.receiver.receiver.port, storageCommitment);
    const references = [...kept, '1.2.3.4.5'].map((uid) => ({
      ReferencedSOPClassUID: ctImage,
      ReferencedSOPInstanceUID: uid,
    }));
    const answer = await association.nAction({
      SOPClassUID: storageCommitment,
      SOPInstanceUID: storageCommitmentInstance,
      ActionTypeID: 1,
      dataSet: (syntax) =>
        writeDataSet({ TransactionUID: '1.2.99', ReferencedSOPSequence: references }, syntax),
    });
    expect(answer.status).toBe(statuses.success);
    await association.release();
    const { EventTypeID, dataSet } = await heard.promise;
    expect(EventTypeID).toBe(2);
    expect(dataSet.text('TransactionUID')).toBe('1.2.99');
    const uids = (sequence: 'ReferencedSOPSequence' | 'FailedSOPSequence') =>
      dataSet.items(sequence).map((item) => item.text('ReferencedSOPInstanceUID') ?? '');
    expect(uids('ReferencedSOPSequence').toSorted()).toEqual(kept.toSorted());
    expect(uids('FailedSOPSequence')).toEqual(['1.2.3.4.5']);
    expect(dataSet.items('FailedSOPSequence')[0]?.number('FailureReason')).toBe(0x0112);
    await workers.stop();
    server.close();
  }, 60_000);

  it('of a PACS that we asked is handed on', async () => {
    const association = await callReceiver(bench.receiver.receiver.port, storageCommitment, [
      { SOPClassUID: storageCommitment, scu: false, scp: true },
    ]);
    const report = (transaction: string) =>
      association.nEventReport({
        SOPClassUID: storageCommitment,
        SOPInstanceUID: storageCommitmentInstance,
        EventTypeID: 1,
        dataSet: (syntax) =>
          writeDataSet(
            {
              TransactionUID: transaction,
              ReferencedSOPSequence: [{ ReferencedSOPClassUID: ctImage, ReferencedSOPInstanceUID: '1.2.7' }],
            },
            syntax,
          ),
      });
    expect((await report('1.2.3')).status).toBe(statuses.success);
    expect((await report('1.2.4')).status).toBe(statuses.noSuchSopInstance);
    expect(bench.reports[0]).toEqual({
      callingAeTitle: 'CHA_PACS',
      transactionUid: '1.2.3',
      committed: ['1.2.7'],
    });
    await association.release();
  });
});
