import { withSystem } from '@liaison/db';
import {
  openAssociation,
  DicomError,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  isTolerableUid,
  readDataSet,
  statuses,
  storageCommitment,
  storageCommitmentInstance,
  writeDataSet,
  type DataSet,
} from '@liaison/dicom';
import { searchCatalogue } from '@liaison/imaging';
import { handle, type Handler } from '@liaison/jobs';
import { commitmentReportDue, findPeer, isCalled, type CalledPeer, type Peer } from '@liaison/pacs';
import { openRange } from '@liaison/blobs';
import { setTimeout as wait } from 'node:timers/promises';
import { asPeer, readPeer, type QueryServiceOptions } from './query-context.ts';
import type { RelayedRequest } from './relay-server.ts';

type Reference = { SOPClassUID: string; SOPInstanceUID: string };
type Failure = Reference & { reason: number };

/** Storage Commitment of PS3.4 annex J: its only action, its two events, its reasons of failure (PS3.3 section C.14.1.1). */
const requestCommitment = 1;
const allCommitted = 1;
const someNotCommitted = 2;
const noSuchInstance = 0x0112;
const classConflict = 0x0119;
const mostReferences = 20_000;
/** For what was acknowledged just now to be catalogued. */
const patienceMs = 10_000;

/** N-ACTION: takes the question; the answer is a report of its own, from a queue. */
export async function answerAction(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const { command, context } = request.head;
  if (command.details?.ActionTypeID !== requestCommitment) return request.respond({ status: 0x0123 });
  const asked = readReferences(request.dataSet, context.transferSyntaxUID);
  if (!asked) return request.respond({ status: statuses.processingFailure, comment: 'no such information' });
  const peer = await readPeer(options, request.head);
  if (!peer) return request.respond({ status: statuses.notAuthorized });
  if (!isCalled(peer)) {
    return request.respond({ status: statuses.processingFailure, comment: 'no address to report to' });
  }
  await withSystem(options.systemDatabase, (tx) =>
    options.enqueue(tx, commitmentReportDue, { peerId: peer.id, ...asked }),
  );
  return request.respond({ status: statuses.success });
}

function readReferences(
  bytes: Buffer,
  transferSyntaxUID: string,
): { transactionUid: string; references: Reference[] } | null {
  const dataSet = tryToRead(bytes, transferSyntaxUID);
  const transactionUid = dataSet?.text('TransactionUID') ?? '';
  const references = referencesIn(dataSet, 'ReferencedSOPSequence');
  const isWhole = references.every(
    (one) => isTolerableUid(one.SOPClassUID) && isTolerableUid(one.SOPInstanceUID),
  );
  const isSane = references.length > 0 && references.length <= mostReferences;
  return isTolerableUid(transactionUid) && isWhole && isSane ? { transactionUid, references } : null;
}

function tryToRead(bytes: Buffer, transferSyntaxUID: string): DataSet | null {
  try {
    return readDataSet(bytes, transferSyntaxUID).dataSet;
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

function referencesIn(dataSet: DataSet | null, sequence: 'ReferencedSOPSequence'): Reference[] {
  return (dataSet?.items(sequence) ?? []).map((item) => ({
    SOPClassUID: item.text('ReferencedSOPClassUID') ?? '',
    SOPInstanceUID: item.text('ReferencedSOPInstanceUID') ?? '',
  }));
}

/** N-EVENT-REPORT of a PACS that we asked: hands it on. */
export async function answerReport(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const { callingAeTitle, context } = request.head;
  const dataSet = tryToRead(request.dataSet, context.transferSyntaxUID);
  const transactionUid = dataSet?.text('TransactionUID') ?? '';
  const committed = referencesIn(dataSet, 'ReferencedSOPSequence').map(
    ({ SOPInstanceUID }) => SOPInstanceUID,
  );
  const isOurs =
    transactionUid !== '' && (await options.commitmentReport({ callingAeTitle, transactionUid, committed }));
  return request.respond({ status: isOurs ? statuses.success : statuses.noSuchSopInstance });
}

/** Checks what was asked and reports it, on an association of our own (PS3.4 section J.3.3); tried again by the queue. */
export function commitmentReportHandler(options: QueryServiceOptions): Handler {
  return handle(commitmentReportDue, async ({ peerId, transactionUid, references }) => {
    const peer = await withSystem(options.systemDatabase, (tx) => findPeer(tx, peerId));
    if (!peer?.isActive || !isCalled(peer)) return;
    const failures = await check(options, peer, references);
    await report(options, peer, transactionUid, references, failures);
  });
}

/** Each must be in the catalogue for the peer's structure, hence on the disk, and its last byte must be readable. */
async function check(
  options: QueryServiceOptions,
  peer: Peer,
  references: readonly Reference[],
): Promise<Failure[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const failures: Failure[] = [];
    for (let at = 0; at < references.length; at += 500)
      failures.push(...(await checkSome(options, peer, references.slice(at, at + 500))));
    const mayCome = failures.some(({ reason }) => reason === noSuchInstance);
    if (!mayCome || performance.now() > until) return failures;
    await wait(500);
  }
}

async function checkSome(
  options: QueryServiceOptions,
  peer: Peer,
  references: readonly Reference[],
): Promise<Failure[]> {
  const { instances } = await asPeer(options, peer, (tx, actor) =>
    searchCatalogue(tx, actor, {
      level: 'instance',
      matches: [['SOPInstanceUID', references.map(({ SOPInstanceUID }) => SOPInstanceUID).join('\\')]],
      skip: 0,
      most: references.length * 4,
      through: 'dimse',
    }),
  );
  const found = new Map(instances.map((instance) => [instance.sop_instance_uid, instance]));
  const failures: Failure[] = [];
  for (const reference of references) {
    const instance = found.get(reference.SOPInstanceUID);
    if (!instance || !(await isReadable(options.storeRoot, instance)))
      failures.push({ ...reference, reason: instance ? statuses.processingFailure : noSuchInstance });
    else if (instance.sop_class_uid !== reference.SOPClassUID)
      failures.push({ ...reference, reason: classConflict });
  }
  return failures;
}

async function isReadable(
  storeRoot: string,
  instance: { container_id: string; data_offset: number; data_length: number },
): Promise<boolean> {
  try {
    const range = openRange(storeRoot, instance.container_id);
    try {
      await range.read(instance.data_offset + instance.data_length - 1, 1);
      return true;
    } finally {
      range.close();
    }
  } catch {
    return false;
  }
}

async function report(
  options: QueryServiceOptions,
  peer: CalledPeer,
  transactionUid: string,
  references: readonly Reference[],
  failures: readonly Failure[],
): Promise<void> {
  const association = await openAssociation({
    host: peer.host,
    port: peer.port,
    callingAeTitle: options.caller.aeTitle,
    calledAeTitle: peer.aeTitle,
    contexts: [
      {
        abstractSyntax: storageCommitment,
        transferSyntaxes: [ExplicitVRLittleEndian, ImplicitVRLittleEndian],
      },
    ],
    roles: [{ SOPClassUID: storageCommitment, scu: false, scp: true }],
    ...(peer.usesTls ? { tls: options.caller.tls ?? {} } : {}),
  });
  const failed = new Set(failures.map(({ SOPInstanceUID }) => SOPInstanceUID));
  const committed = references.filter(({ SOPInstanceUID }) => !failed.has(SOPInstanceUID));
  const referenced = ({ SOPClassUID, SOPInstanceUID }: Reference) => ({
    ReferencedSOPClassUID: SOPClassUID,
    ReferencedSOPInstanceUID: SOPInstanceUID,
  });
  try {
    const { status } = await association.nEventReport({
      SOPClassUID: storageCommitment,
      SOPInstanceUID: storageCommitmentInstance,
      EventTypeID: failures.length === 0 ? allCommitted : someNotCommitted,
      dataSet: (transferSyntaxUID) =>
        writeDataSet(
          {
            TransactionUID: transactionUid,
            ReferencedSOPSequence: committed.length > 0 ? committed.map(referenced) : undefined,
            FailedSOPSequence:
              failures.length > 0
                ? failures.map((one) => ({ ...referenced(one), FailureReason: one.reason }))
                : undefined,
          },
          transferSyntaxUID,
        ),
    });
    if (status !== statuses.success) throw new Error('the report was not taken');
    await association.release();
  } catch (error) {
    association.abort();
    throw error;
  }
}
