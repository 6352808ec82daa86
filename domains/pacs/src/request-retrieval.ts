import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { expectStudy, noteAwaiting, type ExpectedFacts } from '@liaison/imaging';
import type { Enqueue } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { newId, type Actor, type Clock } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { peerMissing, refused } from './errors.ts';
import type { FoundStudy } from './ports.ts';
import { retrievalDue } from './queues.ts';
import { insertRetrieval } from './retrieval-store.ts';
import { findPeer } from './store.ts';

/** A study as the search gave it; what it claims is asked of the PACS again before it is believed. */
export type AskedStudy = FoundStudy;

export type RetrievalDeps = { enqueue: Enqueue; clock: Clock };

/**
 * Has studies brought from a PACS of the actor's structure. Each has its row at once (`studyId`), before its first image,
 * so that a dossier can hold it. Asked twice, it is brought once.
 * @throws DomainError `access/refused`, `pacs/no-peer`, `pacs/inactive`, `pacs/no-retrieve`
 */
export async function requestRetrieval(
  tx: Tx,
  actor: Actor,
  deps: RetrievalDeps,
  asked: { peerId: string; studies: readonly AskedStudy[]; priority?: number },
): Promise<{ retrievalId: string; studyId: string; StudyInstanceUID: string }[]> {
  authoriseFeature(actor, 'study:retrieve');
  const peer = await findPeer(tx, asked.peerId);
  if (!peer || peer.structureId !== actor.structureId) throw peerMissing();
  if (!peer.isActive) throw refused('pacs/inactive');
  if (peer.roles.retrieve === 'no') throw refused('pacs/no-retrieve');
  const made: { retrievalId: string; studyId: string; StudyInstanceUID: string }[] = [];
  for (const study of asked.studies) {
    const { StudyInstanceUID, imageCount } = study;
    const expected = {
      StudyInstanceUID,
      aeTitle: peer.aeTitle,
      facts: toFacts(study),
      expectedCount: imageCount,
    };
    const studyId = await expectStudy(tx, actor, expected);
    const retrievalId = await insertRetrieval(tx, {
      id: newId(),
      peerId: peer.id,
      structureId: peer.structureId,
      studyId,
      StudyInstanceUID,
      askedById: actor.kind === 'user' ? actor.userId : null,
      askedBy: actor.kind === 'user' ? actor.displayName : actor.name,
      at: deps.clock.now(),
      priority: asked.priority ?? 0,
      total: imageCount,
    });
    const awaiting = { source: peer.name, state: 'waiting', reason: '', done: 0, total: imageCount } as const;
    await noteAwaiting(tx, studyId, awaiting);
    await record(tx, actor, {
      act: 'study.retrieval-requested',
      resource: { kind: 'study', id: studyId },
      details: { retrieval: retrievalId, peerId: peer.id, aeTitle: peer.aeTitle, StudyInstanceUID },
    });
    await deps.enqueue(tx, retrievalDue, { retrievalId });
    made.push({ retrievalId, studyId, StudyInstanceUID });
  }
  await announce(tx, [`structure:${peer.structureId}`]);
  return made;
}

export function toFacts(study: FoundStudy): ExpectedFacts {
  return {
    patient_name: study.patientName,
    family_name: study.familyName,
    given_names: study.givenNames,
    birth_date: study.birthDate,
    sex: study.sex,
    patient_id: study.patientId,
    issuer_of_patient_id: study.issuerOfPatientId,
    accession_number: study.accessionNumber,
    description: study.description,
    study_date: study.studyDate,
    study_time: study.studyTime,
    modalities: study.modalities,
  };
}
