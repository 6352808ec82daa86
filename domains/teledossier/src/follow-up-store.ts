import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  answerDraftRecord,
  answerRecord,
  complementRecord,
  eventRecord,
  informationRequestRecord,
  type AnswerDraftRecord,
  type AnswerRecord,
  type ComplementRecord,
  type EventDetails,
  type EventKind,
  type EventRecord,
  type InformationRequestRecord,
  type Person,
} from './record.ts';

/** What is appended to a télédossier: events, questions, complements, answers, openings. */

export type NewEvent = {
  id: string;
  dossierId: string;
  at: Date;
  kind: EventKind;
  actor: Person;
  addresseeId: string | null;
  details: EventDetails;
};

export async function insertEvent(tx: Tx, event: NewEvent): Promise<void> {
  await sql`insert into teledossier.event (id, dossier_id, at, kind, actor_id, actor, addressee_id, details)
    values (${event.id}, ${event.dossierId}, ${event.at}, ${event.kind}, ${event.actor.userId},
      ${JSON.stringify(event.actor)}::jsonb, ${event.addresseeId}, ${JSON.stringify(event.details)}::jsonb)`.execute(
    tx,
  );
}

export async function listEvents(tx: Tx, dossierId: string): Promise<EventRecord[]> {
  return z.array(eventRecord).parse(
    await rows(
      tx,
      sql`select id, at, kind, actor, details from teledossier.event
      where dossier_id = ${dossierId} order by id`,
    ),
  );
}

export async function insertInformationRequest(
  tx: Tx,
  dossierId: string,
  request: Omit<InformationRequestRecord, 'answeredAt'>,
): Promise<void> {
  await sql`insert into teledossier.information_request (id, dossier_id, addressee_id, question, asked_by, asked_at)
    values (${request.id}, ${dossierId}, ${request.addresseeId}, ${request.question},
      ${JSON.stringify(request.askedBy)}::jsonb, ${request.askedAt})`.execute(tx);
}

export async function listInformationRequests(
  tx: Tx,
  dossierId: string,
): Promise<InformationRequestRecord[]> {
  return z.array(informationRequestRecord).parse(
    await rows(
      tx,
      sql`select id, addressee_id as "addresseeId", question, asked_by as "askedBy", asked_at as "askedAt",
        answered_at as "answeredAt"
      from teledossier.information_request where dossier_id = ${dossierId} order by id`,
    ),
  );
}

export async function markInformationGiven(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update teledossier.information_request set answered_at = ${at}
    where id = ${id} and answered_at is null`.execute(tx);
}

export async function insertComplement(
  tx: Tx,
  dossierId: string,
  complement: ComplementRecord,
): Promise<void> {
  await sql`insert into teledossier.complement (id, dossier_id, information_request_id, text, added_by, added_at)
    values (${complement.id}, ${dossierId}, ${complement.informationRequestId}, ${complement.text},
      ${JSON.stringify(complement.addedBy)}::jsonb, ${complement.addedAt})`.execute(tx);
}

export async function listComplements(tx: Tx, dossierId: string): Promise<ComplementRecord[]> {
  return z.array(complementRecord).parse(
    await rows(
      tx,
      sql`select id, information_request_id as "informationRequestId", text, added_by as "addedBy",
        added_at as "addedAt"
      from teledossier.complement where dossier_id = ${dossierId} order by id`,
    ),
  );
}

export async function insertAnswer(tx: Tx, dossierId: string, answer: AnswerRecord): Promise<void> {
  await sql`insert into teledossier.answer (id, dossier_id, addressee_id, author, answered_at, form_id, form_version, answers)
    values (${answer.id}, ${dossierId}, ${answer.addresseeId}, ${JSON.stringify(answer.author)}::jsonb,
      ${answer.answeredAt}, ${answer.formId}, ${answer.formVersion}, ${JSON.stringify(answer.answers)}::jsonb)`.execute(
    tx,
  );
}

export async function listAnswers(tx: Tx, dossierId: string): Promise<AnswerRecord[]> {
  return z.array(answerRecord).parse(
    await rows(
      tx,
      sql`select id, addressee_id as "addresseeId", author, answered_at as "answeredAt", form_id as "formId",
        form_version as "formVersion", answers
      from teledossier.answer where dossier_id = ${dossierId} order by id`,
    ),
  );
}

/** Row-level security keeps it to the actor's own. */
export async function listAnswerDrafts(tx: Tx, dossierId: string): Promise<AnswerDraftRecord[]> {
  return z.array(answerDraftRecord).parse(
    await rows(
      tx,
      sql`select addressee_id as "addresseeId", answers, saved_at as "savedAt"
      from teledossier.answer_draft where dossier_id = ${dossierId} order by saved_at desc`,
    ),
  );
}

export async function saveAnswerDraftRow(
  tx: Tx,
  dossierId: string,
  userId: string,
  draft: AnswerDraftRecord,
): Promise<void> {
  await sql`insert into teledossier.answer_draft (addressee_id, user_id, dossier_id, answers, saved_at)
    values (${draft.addresseeId}, ${userId}, ${dossierId}, ${JSON.stringify(draft.answers)}::jsonb, ${draft.savedAt})
    on conflict (addressee_id, user_id) do update set answers = excluded.answers, saved_at = excluded.saved_at`.execute(
    tx,
  );
}

export async function removeAnswerDraft(tx: Tx, addresseeId: string, userId: string): Promise<void> {
  await sql`delete from teledossier.answer_draft where addressee_id = ${addresseeId} and user_id = ${userId}`.execute(
    tx,
  );
}

/** When the actor opened these télédossiers before now, by id. */
export async function readOpenings(
  tx: Tx,
  userId: string,
  dossierIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const found = await rows(
    tx,
    sql<{ dossier_id: string; opened_at: Date }>`
    select dossier_id, opened_at from teledossier.opening
     where user_id = ${userId} and dossier_id = any (${[...dossierIds]}::uuid[])`,
  );
  return new Map(found.map((row) => [row.dossier_id, row.opened_at]));
}

export async function saveOpening(tx: Tx, userId: string, dossierId: string, at: Date): Promise<void> {
  await sql`insert into teledossier.opening (dossier_id, user_id, opened_at) values (${dossierId}, ${userId}, ${at})
    on conflict (user_id, dossier_id) do update set opened_at = excluded.opened_at`.execute(tx);
}
