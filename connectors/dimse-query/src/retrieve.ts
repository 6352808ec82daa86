import { may } from '@liaison/access';
import { withSystem } from '@liaison/db';
import { statuses, type NegotiatedContext } from '@liaison/dicom';
import type { InstanceRow } from '@liaison/imaging';
import { record } from '@liaison/journal';
import { isCalled, listPeersOf, type Peer, type SendableInstance } from '@liaison/pacs';
import { asPeer, readPeer, type QueryServiceOptions } from './query-context.ts';
import { readIdentifier } from './query-model.ts';
import { mayGive, readInstance } from './read-instance.ts';
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

/** C-GET (PS3.4 section C.4.3): objects come back on the association of the request, in what the peer accepted for them. */
export async function answerGet(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const peer = await readPeer(options, request.head);
  if (!peer) return request.respond({ status: statuses.notAuthorized });
  const studies = await select(options, request, peer);
  const instances = studies.flatMap((study) => study.instances);
  const progress = new SubOperationCount(request, instances.length);
  for (const instance of instances) {
    if (request.signal.aborted) break;
    const transferSyntaxUID = chooseSyntax(request.head.contexts, instance);
    const stored =
      transferSyntaxUID === undefined
        ? null
        : await request.store(
            {
              SOPClassUID: instance.sop_class_uid,
              SOPInstanceUID: instance.sop_instance_uid,
              transferSyntaxUID,
            },
            readInstance(options.storeRoot, instance, transferSyntaxUID),
          );
    await progress.count(instance.sop_instance_uid, stored?.status ?? null);
  }
  await journalSent(options, peer, studies, { to: peer.aeTitle, how: 'C-GET', count: progress.completed });
  return progress.finish();
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
  const peer = await readPeer(options, request.head);
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
  const failure = await options.move
    .store(
      destination,
      sendable(options.storeRoot, allowed),
      ({ SOPInstanceUID, status }) => {
        if (left.delete(SOPInstanceUID)) counting.push(progress.count(SOPInstanceUID, status));
      },
      request.signal,
    )
    .then(
      () => null,
      (error: unknown) => error,
    );
  if (failure) options.log.warn('C-MOVE broke off', { ae_title: title });
  await Promise.all(counting);
  if (!request.signal.aborted) for (const uid of left) await progress.count(uid, null);
  await journalSent(options, peer, studies, {
    to: destination.aeTitle,
    how: 'C-MOVE',
    count: progress.completed,
  });
  return progress.finish();
}

/** That of the same structure first; of another one if it is the only one of that AE title. */
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
  return own ?? (named.length === 1 ? named[0] : undefined);
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
