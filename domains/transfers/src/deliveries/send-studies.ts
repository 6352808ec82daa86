import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries, type StudySummary } from '@liaison/imaging';
import type { Enqueue } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { newId, type Clock, type UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import type { Peer } from '@liaison/pacs';
import { holdStudies } from '@liaison/retention';
import type { Coercion } from '../contract.ts';
import { requireOwnDestination } from './destinations.ts';
import { coercionOfSeveral } from '../errors.ts';
import { learnIdentifier } from './identifiers.ts';
import { effective, patienceMs } from '../model.ts';
import { deliveryDue } from '../queues.ts';
import { insertDelivery, sourceStructureOf } from '../store.ts';

export type Deps = { enqueue: Enqueue; clock: Clock };

export type Asked = { studyIds: readonly string[]; peerId: string; coercion: Coercion | null };

/**
 * Asks that studies be sent to a PACS of the actor's structure; whatever has arrived of them leaves, and the rest as it
 * comes. @throws DomainError `access/refused`, `transfers/destination-unknown`, `transfers/coercion-of-several`
 */
export async function sendStudies(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: Asked,
): Promise<{ deliveryIds: string[] }> {
  authoriseFeature(actor, 'study:send');
  const studyIds = [...new Set(asked.studyIds)];
  for (const id of studyIds) await authorise(tx, actor, 'study:read', { kind: 'study', id });
  const peer = await requireOwnDestination(tx, actor, asked.peerId);
  const coercion = effective(asked.coercion);
  if (coercion && studyIds.length > 1) throw coercionOfSeveral();
  const studies = await readStudySummaries(tx, actor, studyIds);
  const deliveryIds: string[] = [];
  for (const study of studies) {
    if (coercion) await learn(tx, actor, deps, { study, peer, coercion });
    deliveryIds.push(await sendOne(tx, actor, deps, { study, peer, coercion }));
  }
  const told = studies.map(({ id }) => `study:${id}` as const);
  await announce(tx, [`structure:${actor.structureId}`, ...told]);
  return { deliveryIds };
}

type One = { study: StudySummary; peer: Peer; coercion: Coercion | null };

async function sendOne(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  { study, peer, coercion }: One,
): Promise<string> {
  const id = newId();
  const now = deps.clock.now();
  await insertDelivery(tx, {
    id,
    studyId: study.id,
    structureId: actor.structureId,
    routeId: null,
    askedById: actor.userId,
    askedBy: actor.displayName,
    askedAt: now,
    peers: [peer],
    triesEach: 1,
    coercion,
    maxBytesPerSecond: null,
    giveUpAt: new Date(now.getTime() + patienceMs),
  });
  await holdStudies(tx, [study.id], id);
  await record(tx, actor, {
    act: 'study.send-requested',
    resource: { kind: 'study', id: study.id },
    details: {
      StudyInstanceUID: study.StudyInstanceUID,
      delivery: id,
      aeTitle: peer.aeTitle,
      coerced: coercedAttributes(coercion),
    },
  });
  await deps.enqueue(tx, deliveryDue, { deliveryId: id });
  return id;
}

async function learn(
  tx: Tx,
  actor: UserActor,
  { clock }: Deps,
  { study, peer, coercion }: One & { coercion: Coercion },
): Promise<void> {
  const patient = { structureId: await sourceStructureOf(tx, study.id), traits: study.traits };
  const noted = { at: clock.now(), by: actor.displayName };
  await learnIdentifier(tx, patient, { structureId: peer.structureId, coercion }, noted);
}

/** Which attributes are changed, not to what: the journal holds no patient data. */
export function coercedAttributes(coercion: Coercion | null): string[] {
  if (!coercion) return [];
  return [
    ...(coercion.patientId === null ? [] : ['PatientID', 'IssuerOfPatientID']),
    ...(coercion.accessionNumber === null ? [] : ['AccessionNumber']),
    ...(coercion.traits === null ? [] : ['PatientName', 'PatientBirthDate', 'PatientSex']),
  ];
}
