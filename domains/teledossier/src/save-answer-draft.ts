import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import { decideOrRefuse, loadForChange, type Deps } from './change.ts';
import { saveAnswerDraftRow } from './follow-up-store.ts';
import { readAnswers } from './read-draft.ts';

export type AnswerInput = {
  dossierId: string;
  addresseeId: string;
  answers: Readonly<Record<string, unknown>>;
};

/** Keeps the answer that the actor is writing; nobody else sees it. @throws as `answerDossier` would */
export async function saveAnswerDraft(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: AnswerInput,
): Promise<{ savedAt: string }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:answer');
  const { dossier, now } = loaded;
  decideOrRefuse(loaded, { name: 'answer', lineId: asked.addresseeId });
  const answers = readAnswers(dossier.answerFormId, dossier.answerFormVersion, asked.answers);
  await saveAnswerDraftRow(tx, dossier.id, actor.userId, {
    addresseeId: asked.addresseeId,
    answers,
    savedAt: now,
  });
  return { savedAt: now.toISOString() };
}
