import type { StudySummary } from '@liaison/imaging';
import type { Delivery } from '../contract.ts';
import { failureAdvice, failureText } from './failure-text.ts';
import { mayAskCommitment, mayCancel, mayRetry } from '../model.ts';
import type { DeliveryRow } from '../store.ts';

/** A delivery as it is shown, with the study as its own reader sees it. */
export function toDelivery(row: DeliveryRow, study: StudySummary): Delivery {
  const { traits } = study;
  return {
    id: row.id,
    studyId: row.study_id,
    StudyInstanceUID: study.StudyInstanceUID,
    familyName: traits.familyName,
    givenNames: traits.givenNames,
    birthDate: traits.birthDate,
    sex: traits.sex,
    description: study.description,
    modalities: study.modalities,
    studyDate: study.studyDate,
    destination: { peerId: row.peer_id, name: row.peer_name, aeTitle: row.peer_ae_title },
    routeName: row.route_name,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    state: row.state,
    total: row.total,
    sent: row.sent,
    warned: row.warned,
    refused: row.refused,
    attempts: row.attempts,
    nextTryAt: row.next_try_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    failure: toFailure(row),
    coercion: row.coercion,
    commitment: row.commitment,
    commitmentAskedAt: row.commitment_asked_at?.toISOString() ?? null,
    mayAskCommitment: mayAskCommitment(row),
    mayRetry: mayRetry(row),
    mayCancel: mayCancel(row),
  };
}

export function toFailure(row: { failure_code: string | null; failure_detail: string }): Delivery['failure'] {
  if (row.failure_code === null) return null;
  const code = row.failure_code;
  return { code, text: failureText(code), detail: row.failure_detail, advice: failureAdvice(code) };
}
