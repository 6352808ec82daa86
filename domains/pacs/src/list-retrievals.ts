import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries } from '@liaison/imaging';
import type { UserActor } from '@liaison/kernel';
import type { Retrieval } from './contract.ts';
import { adviceFor } from './advice.ts';
import { describeFailure } from './pacs-error.ts';
import { listRetrievals as listRows } from './retrieval-store.ts';

const mostShown = 100;

/** Retrievals of the actor's structure, the last asked first. @throws DomainError `access/refused` */
export async function listRetrievals(
  tx: Tx,
  actor: UserActor,
  asked: { studyId?: string | undefined },
): Promise<Retrieval[]> {
  authoriseFeature(actor, 'study:retrieve');
  const { structureId } = actor;
  const found = await listRows(tx, { structureId, studyId: asked.studyId ?? null, most: mostShown });
  const summaries = await readStudySummaries(
    tx,
    actor,
    found.map(({ studyId }) => studyId),
  );
  const byId = new Map(summaries.map((study) => [study.id, study]));
  return found.flatMap((row) => {
    const study = byId.get(row.studyId);
    if (!study) return [];
    return [
      {
        id: row.id,
        peerId: row.peerId,
        peerName: row.peerName,
        studyId: row.studyId,
        StudyInstanceUID: row.StudyInstanceUID,
        patientName: [study.traits.familyName, study.traits.givenNames].filter(Boolean).join(' '),
        description: study.description,
        modalities: study.modalities,
        studyDate: study.studyDate,
        askedBy: row.askedBy,
        askedAt: row.askedAt.toISOString(),
        state: row.state,
        total: row.total,
        done: row.done,
        arrived: row.arrived,
        attempts: row.attempts,
        nextTryAt: row.nextTryAt?.toISOString() ?? null,
        failure: row.failureCode === null ? null : describeFailure(row.failureCode, row.failureDetail),
        advice: row.failureCode === null ? null : adviceFor(row.failureCode),
        endedAt: row.endedAt?.toISOString() ?? null,
      },
    ];
  });
}
