import type { Tx } from '@liaison/db';
import { newId, type UserActor } from '@liaison/kernel';
import { attachStudies, readAttachable } from './attach-studies.ts';
import {
  announceChange,
  audienceOf,
  decideOrRefuse,
  keep,
  loadForChange,
  tell,
  trace,
  type Deps,
} from './change.ts';
import { complementEmpty, informationRequestUnknown } from './errors.ts';
import { insertComplement, listInformationRequests, markInformationGiven } from './follow-up-store.ts';
import { isLiving } from './model.ts';
import type { InformationRequestRecord } from './record.ts';
import { listStudyIds } from './store.ts';

export type Complement = {
  dossierId: string;
  text: string;
  informationRequestId?: string | undefined;
  studyIds: readonly string[];
};

/**
 * Appends an information to what was sent, spontaneously or in answer to a request. The line that waited goes back to
 * where it was once its last question is answered.
 * @throws DomainError `teledossier/complement-empty`, `teledossier/information-request-unknown`, `access/refused`
 */
export async function addComplement(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: Complement,
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:ask');
  const { dossier, me, now } = loaded;
  if (asked.text === '' && asked.studyIds.length === 0) throw complementEmpty();
  const requests = await listInformationRequests(tx, dossier.id);
  const request = requests.find((one) => one.id === asked.informationRequestId);
  if (asked.informationRequestId && !request) throw informationRequestUnknown();
  const next = decideOrRefuse(loaded, {
    name: 'complement',
    answeredLineIds: answeredLines(requests, request),
  });
  const revision = await keep(tx, loaded, next);
  const id = newId();
  const informationRequestId = request?.id ?? null;
  await insertComplement(tx, dossier.id, {
    id,
    informationRequestId,
    text: asked.text,
    addedBy: me,
    addedAt: now,
  });
  if (request) await markInformationGiven(tx, request.id, now);
  const present = (await listStudyIds(tx, [dossier.id])).map((one) => one.studyId);
  const fresh = [...new Set(asked.studyIds)].filter((studyId) => !present.includes(studyId));
  const studies = await readAttachable(tx, actor, fresh);
  await attachStudies(tx, actor, loaded, studies, { firstPosition: present.length, complementId: id });
  const eventId = await trace(tx, actor, loaded, { event: 'complement', act: 'dossier.complemented' });
  const to = loaded.lines.filter(isLiving).flatMap(audienceOf);
  await tell(tx, actor, deps, loaded, { kind: 'complement-received', to, eventId });
  await announceChange(tx, loaded);
  return { revision };
}

/** The line of this request, unless another of its questions is still open. */
function answeredLines(
  requests: readonly InformationRequestRecord[],
  answered: InformationRequestRecord | undefined,
): string[] {
  if (!answered) return [];
  const isOpenElsewhere = requests.some(
    (one) => one.addresseeId === answered.addresseeId && one.id !== answered.id && one.answeredAt === null,
  );
  return isOpenElsewhere ? [] : [answered.addresseeId];
}
