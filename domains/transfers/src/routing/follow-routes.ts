import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { studySettled, studyTraits } from '@liaison/imaging';
import { handle, type Enqueue, type Handler } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { newId, type Clock, type MachineActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { holdStudies } from '@liaison/retention';
import type { Coercion } from '../contract.ts';
import { isDestination } from '../deliveries/destinations.ts';
import { wakeForMore } from '../deliveries/delivering-store.ts';
import { findKnownIdentifier } from '../deliveries/identifiers.ts';
import { peersOf } from './manage-routes.ts';
import { patienceMs } from '../model.ts';
import { deliveryDue } from '../queues.ts';
import { allowedTargets, followsRoute } from './route-model.ts';
import { findSettled, listRoutes, type RouteRow, type SettledStudy } from './routes-store.ts';
import { coercedAttributes } from '../deliveries/send-studies.ts';
import { insertDelivery } from '../store.ts';

export type Following = {
  database: SystemDatabase;
  enqueue: Enqueue;
  clock: Clock;
  /** Ours: a route never leads back to us. */
  ownAeTitle: string;
};

/** Sends what settled along the routes of its structure, and wakes the deliveries that wait for more of it. */
export function settledHandler(given: Following): Handler {
  return handle(studySettled, ({ studyId }) =>
    withSystem(given.database, (tx) => followRoutes(tx, given, studyId)),
  );
}

/** Bears being run twice: a study follows a route once. */
export async function followRoutes(tx: Tx, given: Following, studyId: string): Promise<void> {
  const now = given.clock.now();
  const giveUpAt = new Date(now.getTime() + patienceMs);
  for (const deliveryId of await wakeForMore(tx, studyId, giveUpAt)) {
    await holdStudies(tx, [studyId], deliveryId);
    await given.enqueue(tx, deliveryDue, { deliveryId });
  }
  const study = await findSettled(tx, studyId);
  if (!study) return;
  const routes = await listRoutes(tx, study.structureId);
  for (const route of routes) {
    if (!route.isActive || !followsRoute(route.conditions, study)) continue;
    await follow(tx, given, { route, studyId, study, now, giveUpAt });
  }
}

type Followed = { route: RouteRow; studyId: string; study: SettledStudy; now: Date; giveUpAt: Date };

async function follow(
  tx: Tx,
  given: Following,
  { route, studyId, study, now, giveUpAt }: Followed,
): Promise<void> {
  const found = await peersOf(tx, route);
  const targets = found.map((peer) => ({ ...peer, peerId: peer.id, isActive: isDestination(peer) }));
  const peers = allowedTargets(targets, study, given.ownAeTitle).flatMap(({ peerId }) =>
    found.filter((peer) => peer.id === peerId),
  );
  const [first] = peers;
  if (!first) return;
  const coercion = await coercionFor(tx, route, { studyId, study, targetStructureId: first.structureId });
  const id = newId();
  const isNew = await insertDelivery(tx, {
    id,
    studyId,
    structureId: route.structureId,
    routeId: route.id,
    askedById: null,
    askedBy: route.name,
    askedAt: now,
    // An identifier is that of one structure: it follows the study to no other one.
    peers: coercion ? peers.filter((peer) => peer.structureId === first.structureId) : peers,
    triesEach: route.triesEach,
    coercion,
    maxBytesPerSecond: route.maxBytesPerSecond,
    giveUpAt,
  });
  if (!isNew) return;
  await holdStudies(tx, [studyId], id);
  const machine: MachineActor = { kind: 'machine', name: 'routes', structureId: null };
  await record(tx, machine, {
    act: 'study.send-requested',
    resource: { kind: 'study', id: studyId },
    details: {
      delivery: id,
      routeId: route.id,
      aeTitle: first.aeTitle,
      coerced: coercedAttributes(coercion),
    },
  });
  await given.enqueue(tx, deliveryDue, { deliveryId: id });
  await announce(tx, [`structure:${route.structureId}`, `study:${studyId}`]);
}

/** Only where the route says so and the patient is known there: otherwise the images leave as they came. */
async function coercionFor(
  tx: Tx,
  route: RouteRow,
  given: { studyId: string; study: SettledStudy; targetStructureId: string },
): Promise<Coercion | null> {
  if (route.coercion === 'none') return null;
  const traits = await studyTraits(tx, given.studyId);
  if (!traits) return null;
  const alias = await findKnownIdentifier(
    tx,
    { structureId: given.study.structureId, traits },
    given.targetStructureId,
  );
  if (!alias) return null;
  return {
    patientId: alias.target_patient_id,
    issuerOfPatientId: alias.target_issuer || null,
    accessionNumber: null,
    traits: null,
  };
}
