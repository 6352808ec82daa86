import type { Tx } from '@liaison/db';
import { keepReport } from '@liaison/documents';
import { newId, type UserActor } from '@liaison/kernel';
import {
  announceChange,
  decideOrRefuse,
  keep,
  loadForChange,
  requerantAudience,
  tell,
  trace,
  type Deps,
} from './change.ts';
import { insertAnswer, removeAnswerDraft } from './follow-up-store.ts';
import { readAnswers } from './read-draft.ts';
import { reportContent } from './report-content.ts';
import type { AnswerInput } from './save-answer-draft.ts';

/**
 * Answers: the line is answered, and its compte-rendu exists when this returns. No answer is ever changed afterwards.
 * @throws DomainError `teledossier/not-taken`, `teledossier/taken-by-other` with `by`, `teledossier/answers-invalid`,
 * `access/refused`, and the refusals of the state machine
 */
export async function answerDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: AnswerInput,
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:answer');
  const { dossier, me, now, patient } = loaded;
  const { addresseeId } = asked;
  const next = decideOrRefuse(loaded, { name: 'answer', lineId: addresseeId });
  const answers = readAnswers(dossier.answerFormId, dossier.answerFormVersion, asked.answers);
  const revision = await keep(tx, loaded, next);
  const form = { formId: dossier.answerFormId, formVersion: dossier.answerFormVersion };
  await insertAnswer(tx, dossier.id, {
    id: newId(),
    addresseeId,
    author: me,
    answeredAt: now,
    ...form,
    answers,
  });
  await removeAnswerDraft(tx, addresseeId, actor.userId);
  const eventId = await trace(tx, actor, loaded, { event: 'answered', act: 'dossier.answered', addresseeId });
  const content = await reportContent(tx, actor, loaded);
  await keepReport(tx, actor, { dossierId: dossier.id, patientId: patient.id, content });
  await tell(tx, actor, deps, loaded, { kind: 'answer-received', to: requerantAudience(loaded), eventId });
  await announceChange(tx, loaded);
  return { revision };
}
