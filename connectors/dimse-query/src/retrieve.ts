import { may } from '@liaison/access';
import { withSystem } from '@liaison/db';
import { statuses, type NegotiatedContext } from '@liaison/dicom';
import type { InstanceRow } from '@liaison/imaging';
import { record } from '@liaison/journal';
import { isCalled, listPeersOf, type Peer, type SendableInstance } from '@liaison/pacs';
import { asPeer, readQueryingPeer, type QueryServiceOptions } from './query-context.ts';
import { readIdentifier } from './query-model.ts';
import { mayGive, readInstance, UnreadableInstanceError } from './read-instance.ts';
import type { RelayedRequest } from './relay-server.ts';
import { selectInstances, type SelectedStudy } from './select-instances.ts';
import { SubOperationCount } from './sub-operations.ts';

/** C-MOVE: refused, move destination unknown (PS3.4 table C.4-2). */
const destinationUnknown = 0xa801;

function select(options: QueryServiceOptions, request: RelayedRequest, peer: Peer): Promise<SelectedStudy[]> {
  const { abstractSyntax, transferSyntaxUID } = request.head.context;
  const identifier = readIdentifier(request.dataSet, transferSyntaxUID, abstractSyntax);
  return asPeer(options, peer, (tx, actor) => selectInstances(tx, actor, identifier));
}

/** Objects that are named to the receiver before it has the answer to the first: it reads the next while one leaves. */
const mostAhead = 8;

/** C-GET (PS3.4 section C.4.3): objects come back on the association of the request, in what the peer accepted for them. */
export async function answerGet(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const peer = await readQueryingPeer(options, request.head);
  if (!peer) return request.respond({ status: statuses.notAuthorized });
  const studies = await select(options, request, peer);
  const instances = studies.flatMap((study) => study.instances);
  const progress = new SubOperationCount(request, instances.length);
  const ahead: Promise<void>[] = [];
  for (const instance of instances) {
    if (ahead.length >= mostAhead) await ahead.shift();
    if (request.signal.aborted) break;
    ahead.push(giveOne(options, request, instance, progress));
  }
  await Promise.all(ahead);
  await journalSent(options, peer, studies, { to: peer.aeTitle, how: 'C-GET', count: progress.completed });
  return progress.finish();
}

async function giveOne(
  options: QueryServiceOptions,
  request: RelayedRequest,
  instance: InstanceRow,
  progress: SubOperationCount,
): Promise<void> {
  const stored = await storeOne(options, request, instance);
  // What had not begun to leave when the peer cancelled remains.
  if (stored.status === null && request.signal.aborted) return;
  await progress.count(instance.sop_instance_uid, stored.status);
}

function storeOne(
  options: QueryServiceOptions,
  request: RelayedRequest,
  instance: InstanceRow,
): Promise<{ status: number | null }> {
  const transferSyntaxUID = chooseSyntax(request.head.contexts, instance);
  if (transferSyntaxUID === undefined) return Promise.resolve({ status: null });
  const head = {
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    transferSyntaxUID,
  };
  if (transferSyntaxUID !== instance.transfer_syntax_uid)
    return request.store(head, readInstance(options.storeRoot, instance, transferSyntaxUID));
  const region = {
    containerId: instance.container_id,
    offset: instance.data_offset,
    length: instance.data_length,
    crc32: instance.crc32,
  };
  return request.store({ ...head, region }, null);
}

/** Its own transfer syntax where the peer accepted that, else one that it can be given in. */
function chooseSyntax(contexts: readonly NegotiatedContext[], instance: InstanceRow): string | undefined {
  const accepted = contexts
    .filter(({ abstractSyntax, roles }) => abstractSyntax === instance.sop_class_uid && roles.scp)
    .map(({ transferSyntaxUID }) => transferSyntaxUID);
  const own = accepted.find((syntax) => syntax === instance.transfer_syntax_uid);
  return own ?? accepted.find((syntax) => mayGive(instance.transfer_syntax_uid, syntax));
}

/**
 * C-MOVE (PS3.4 section C.4.2) to a peer that we send to. A structure gets by it only what it may read anyway: studies that
 * the structure of the destination has no right to count as failed.
 */
export async function answerMove(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const peer = await readQueryingPeer(options, request.head);
  if (!peer) return request.respond({ status: statuses.notAuthorized });
  const title = request.head.command.details?.MoveDestination ?? '';
  const destination = await findDestination(options, peer, title);
  if (!destination)
    return request.respond({ status: destinationUnknown, comment: 'no peer that we send to' });
  const studies = await select(options, request, peer);
  const instances = studies.flatMap((study) => study.instances);
  const progress = new SubOperationCount(request, instances.length);
  const allowed = await listAllowed(options, peer, destination, studies);
  const left = new Set(instances.map((instance) => instance.sop_instance_uid));
  const counting: Promise<void>[] = [];
  const count = (uid: string, status: number | null): void => {
    if (left.delete(uid)) counting.push(progress.count(uid, status));
  };
  const failure = await sendAll(options, { destination, allowed, left, count }, request.signal);
  if (failure) options.log.warn('C-MOVE broke off', { ae_title: title });
  if (!request.signal.aborted) for (const uid of left) count(uid, null);
  await Promise.all(counting);
  await journalSent(options, peer, studies, {
    to: destination.aeTitle,
    how: 'C-MOVE',
    count: progress.completed,
  });
  return progress.finish();
}

type Moving = {
  destination: Peer;
  allowed: readonly InstanceRow[];
  /** UIDs that have no outcome yet; `count` takes them out. */
  left: ReadonlySet<string>;
  count(SOPInstanceUID: string, status: number | null): void;
};

/** Sends what can be read. @returns what broke the sending off, null where nothing did */
async function sendAll(
  options: QueryServiceOptions,
  { destination, allowed, left, count }: Moving,
  signal: AbortSignal,
): Promise<unknown> {
  for (;;) {
    const rest = allowed.filter((instance) => left.has(instance.sop_instance_uid));
    if (rest.length === 0) return null;
    try {
      await options.move.store(
        destination,
        sendable(options.storeRoot, rest),
        ({ SOPInstanceUID, status }) => count(SOPInstanceUID, status),
        signal,
      );
      return null;
    } catch (error) {
      const unreadable = findUnreadable(error);
      if (!unreadable || !left.has(unreadable.SOPInstanceUID)) return error;
      count(unreadable.SOPInstanceUID, null);
    }
  }
}

/** The link may wrap what its source of images throws. */
function findUnreadable(error: unknown): UnreadableInstanceError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof UnreadableInstanceError) return at;
  return null;
}

/**
 * That of the same structure first; of another one if it is the only one of that AE title. Where it waits for approval
 * nothing is sent, to no other of its name either.
 */
async function findDestination(
  options: QueryServiceOptions,
  peer: Peer,
  aeTitle: string,
): Promise<Peer | undefined> {
  const all = await withSystem(options.systemDatabase, (tx) => listPeersOf(tx, null));
  const named = all.filter(
    (one) => one.aeTitle === aeTitle && one.isActive && one.roles.store && isCalled(one),
  );
  const own = named.find((one) => one.structureId === peer.structureId);
  const found = own ?? (named.length === 1 ? named[0] : undefined);
  return found?.isStoreApproved ? found : undefined;
}

async function listAllowed(
  options: QueryServiceOptions,
  peer: Peer,
  destination: Peer,
  studies: readonly SelectedStudy[],
): Promise<InstanceRow[]> {
  if (destination.structureId === peer.structureId) return studies.flatMap((study) => study.instances);
  return asPeer(options, destination, async (tx, actor) => {
    const allowed: InstanceRow[] = [];
    for (const study of studies) {
      if (await may(tx, actor, 'study:read', { kind: 'study', id: study.id }))
        allowed.push(...study.instances);
    }
    return allowed;
  });
}

async function* sendable(
  storeRoot: string,
  instances: readonly InstanceRow[],
): AsyncGenerator<SendableInstance> {
  for (const instance of instances) {
    yield {
      SOPClassUID: instance.sop_class_uid,
      SOPInstanceUID: instance.sop_instance_uid,
      transferSyntaxUID: instance.transfer_syntax_uid,
      length: instance.data_length,
      pieces: () => readInstance(storeRoot, instance, instance.transfer_syntax_uid),
    };
  }
}

/** `count`: instances that were taken, of all studies. */
async function journalSent(
  options: QueryServiceOptions,
  peer: Peer,
  studies: readonly SelectedStudy[],
  sent: { to: string; how: 'C-GET' | 'C-MOVE'; count: number },
): Promise<void> {
  await asPeer(options, peer, async (tx, actor) => {
    for (const { id, StudyInstanceUID, instances } of studies) {
      const details = { StudyInstanceUID, through: 'dimse', asked: instances.length, ...sent };
      await record(tx, actor, { act: 'study.sent', resource: { kind: 'study', id }, details });
    }
  });
}
