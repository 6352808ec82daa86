import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows, withActor, withSystem, type SystemDatabase } from '@liaison/db';
import type { TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { beginImage, catalogueAll, makeCtImage, openContainer, storeImage } from '@liaison/imaging/testing';
import type { Enqueue } from '@liaison/jobs';
import { assertExists, newId, systemClock, type Clock, type UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import type { Deps } from './change.ts';
import type { PatientTraits } from './contract.ts';
import { createDossier } from './create-dossier.ts';
import { readDossier } from './read-dossier.ts';
import { saveDraft } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';

export const elodie: PatientTraits = {
  isUnknown: false,
  birthName: 'Lefèvre',
  birthGivenNames: 'Élodie',
  birthDate: '1955-03-02',
  sex: 'F',
  birthPlaceCode: '33063',
  ipp: '4512',
  source: {},
};

/** What a use case enqueues is kept aside, with no queue behind. */
export function listeningDeps(
  clock: Clock = systemClock,
): Deps & { jobs: { queue: string; payload: object }[] } {
  const jobs: { queue: string; payload: object }[] = [];
  const enqueue: Enqueue = async (_tx, queue, payload) => void jobs.push({ queue: queue.name, payload });
  return { enqueue, clock, jobs };
}

export type Region = {
  emergency: Awaited<ReturnType<typeof makePlace>>;
  stroke: Awaited<ReturnType<typeof makePlace>>;
  requerant: UserActor;
  colleague: UserActor;
  requis: UserActor;
  otherRequis: UserActor;
  stranger: UserActor;
};

/** Two hospitals that work together and one that has nothing to do with them. */
export async function makeRegion(system: SystemDatabase): Promise<Region> {
  const emergency = await makePlace(system, `CH de Valombre ${newId().slice(-6)}`, 'urgences@demo.liaison');
  const stroke = await makePlace(system, `CHU de Valmont ${newId().slice(-6)}`, 'unv@demo.liaison');
  const elsewhere = await makePlace(system, `CH de Brumes ${newId().slice(-6)}`, 'brumes@demo.liaison');
  return {
    emergency,
    stroke,
    requerant: await makePerson(system, emergency, 'Noyer'),
    colleague: await makePerson(system, emergency, 'Aubier'),
    requis: await makePerson(system, stroke, 'Martin'),
    otherRequis: await makePerson(system, stroke, 'Lambert'),
    stranger: await makePerson(system, elsewhere, 'Durand'),
  };
}

export type Sent = { id: string; number: string; addresseeId: string };

/** The line of the stroke unit in a request, as use cases take it. */
export const lineOf = (sent: Sent) => ({ dossierId: sent.id, addresseeId: sent.addresseeId });

/** A request from the emergency department to the stroke unit, sent. */
export async function sendRequest(
  database: TestDatabase,
  region: Pick<Region, 'requerant' | 'stroke'>,
  deps: Deps,
  given: { studyIds?: string[]; answers?: Record<string, unknown> } = {},
): Promise<Sent> {
  const { requerant, stroke } = region;
  return withActor(database.app, requerant, async (tx) => {
    const { id, number } = await createDossier(tx, requerant, deps, { type: 'avc' });
    const { revision } = await saveDraft(tx, requerant, deps, {
      dossierId: id,
      revision: 1,
      patient: elodie,
      answers: given.answers ?? { question: 'Thrombolyse\u202f?' },
      recipients: [{ kind: 'community', id: stroke.communityId }],
      studyIds: given.studyIds ?? [],
    });
    await sendDossier(tx, requerant, deps, { dossierId: id, revision });
    const view = await readDossier(tx, requerant, deps, { dossierId: id, opening: false });
    return { id, number, addresseeId: view.addressees[0]?.id ?? '' };
  });
}

/** UID made of a UUID (PS3.5 annex B.2). */
const anyUid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

/**
 * A study that a structure is still sending: one image is complete, the next one begun. Its traits are bare capitals, as
 * scanners write them.
 */
export async function makeArrivingStudy(system: SystemDatabase, structureId: string): Promise<string> {
  const storeRoot = mkdtempSync(join(tmpdir(), 'liaison-store-'));
  const StudyInstanceUID = anyUid();
  const attributes = {
    StudyInstanceUID,
    SeriesInstanceUID: anyUid(),
    PatientName: 'LEFEVRE^ELODIE',
    PatientID: '4512',
    PatientBirthDate: '19550302',
    PatientSex: 'F',
  };
  const container = openContainer(storeRoot, { structureId, StudyInstanceUID });
  storeImage(container, makeCtImage({ ...attributes, InstanceNumber: 1 }));
  beginImage(container, makeCtImage({ ...attributes, InstanceNumber: 2 }));
  await catalogueAll(system, storeRoot);
  const [study] = await withSystem(system, (tx) =>
    rows(
      tx,
      sql<{ id: string }>`select id from imaging.pub_study where study_instance_uid = ${StudyInstanceUID}`,
    ),
  );
  return assertExists(study, 'the study that was just catalogued').id;
}
