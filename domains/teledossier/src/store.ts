import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { dossierRecord, lineRecord, type DossierRecord, type LineRecord, type Person } from './record.ts';

// Nested JSON is built by PostgreSQL for what is one value here; instants stay instants.
const dossierColumns = sql`id, number, type, author, urgency, created_at as "createdAt", sent_at as "sentAt", revision,
  changed_at as "changedAt", changed_by_id as "changedById", status, form_id as "formId", form_version as "formVersion",
  answer_form_id as "answerFormId", answer_form_version as "answerFormVersion", answers, question,
  last_seen_well_at as "lastSeenWellAt", requerant_closed_at, requerant_closed_by, requerant_closed_reason`;

type ClosingColumns = { at: unknown; by: unknown; reason: unknown };

function closingOf({ at, by, reason }: ClosingColumns): unknown {
  return at === null ? null : { at, by, reason };
}

function toDossier(row: Record<string, unknown>): DossierRecord {
  const closing = closingOf({
    at: row['requerant_closed_at'],
    by: row['requerant_closed_by'],
    reason: row['requerant_closed_reason'],
  });
  return dossierRecord.parse({ ...row, requerantClosing: closing });
}

/** Locks the row until the transaction ends: commands on one télédossier follow one another. */
export async function lockDossier(tx: Tx, id: string): Promise<DossierRecord | undefined> {
  const row = await maybeRow(
    tx,
    sql<Record<string, unknown>>`
    select ${dossierColumns} from teledossier.dossier where id = ${id} for update`,
  );
  return row && toDossier(row);
}

/** Those of these ids that row-level security lets through. */
export async function listDossierRecords(tx: Tx, ids: readonly string[]): Promise<DossierRecord[]> {
  const found = await rows(
    tx,
    sql<Record<string, unknown>>`
    select ${dossierColumns} from teledossier.dossier where id = any (${[...ids]}::uuid[])`,
  );
  return found.map(toDossier);
}

/** "AVC-2611-000123". */
export async function drawNumber(tx: Tx, prefix: string, month: string): Promise<string> {
  const { last } = await oneRow(
    tx,
    sql<{ last: number }>`
    insert into teledossier.number_counter as counter (prefix, month, last) values (${prefix}, ${month}, 1)
    on conflict (prefix, month) do update set last = counter.last + 1 returning last`,
  );
  return `${prefix}-${month}-${String(last).padStart(6, '0')}`;
}

/** What a search finds a télédossier by; folded when stored. */
export type SearchWords = { readonly number: string; readonly patient: string; readonly question: string };

function folded({ number, patient, question }: SearchWords): RawBuilder<string> {
  return sql<string>`directory.fold(${`${number} ${patient} ${question}`})`;
}

export async function insertDossier(tx: Tx, dossier: DossierRecord, search: SearchWords): Promise<void> {
  await sql`insert into teledossier.dossier (id, number, type, author_id, author, structure_id, community_id, urgency,
      created_at, changed_at, changed_by_id, form_id, form_version, answer_form_id, answer_form_version, search_text)
    values (${dossier.id}, ${dossier.number}, ${dossier.type}, ${dossier.author.userId},
      ${JSON.stringify(dossier.author)}::jsonb, ${dossier.author.structureId}, ${dossier.author.communityId},
      ${dossier.urgency}, ${dossier.createdAt}, ${dossier.changedAt}, ${dossier.changedById}, ${dossier.formId}, ${dossier.formVersion},
      ${dossier.answerFormId}, ${dossier.answerFormVersion}, ${folded(search)})`.execute(tx);
}

export type DraftContent = {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly question: string;
  readonly lastSeenWellAt: Date | null;
};

export type ChangedBy = { at: Date; userId: string };

export async function updateDraft(
  tx: Tx,
  id: string,
  content: DraftContent,
  search: SearchWords,
  by: ChangedBy,
): Promise<number> {
  const row = await oneRow(
    tx,
    sql<{ revision: number }>`
    update teledossier.dossier set answers = ${JSON.stringify(content.answers)}::jsonb, question = ${content.question},
      last_seen_well_at = ${content.lastSeenWellAt}, search_text = ${folded(search)}, changed_at = ${by.at},
      changed_by_id = ${by.userId}, revision = revision + 1
     where id = ${id} and sent_at is null returning revision`,
  );
  return row.revision;
}

/** A draft was changed beside its content: whoever has it open reads it again. */
export async function touchDraft(tx: Tx, id: string, by: ChangedBy): Promise<void> {
  await sql`update teledossier.dossier
       set revision = revision + 1, changed_at = ${by.at}, changed_by_id = ${by.userId}
     where id = ${id} and sent_at is null`.execute(tx);
}

/** What moves in a télédossier once it exists, beside its lines. */
export type FollowUp = Pick<DossierRecord, 'status' | 'sentAt' | 'requerantClosing'>;

export async function updateFollowUp(tx: Tx, id: string, next: FollowUp, by: ChangedBy): Promise<number> {
  const closing = next.requerantClosing;
  const row = await oneRow(
    tx,
    sql<{ revision: number }>`
    update teledossier.dossier set status = ${next.status}, sent_at = ${next.sentAt}, changed_at = ${by.at},
      changed_by_id = ${by.userId},
      requerant_closed_at = ${closing?.at ?? null}, requerant_closed_by = ${json(closing?.by ?? null)},
      requerant_closed_reason = ${closing?.reason ?? null}, revision = revision + 1
     where id = ${id} returning revision`,
  );
  return row.revision;
}

export async function removeDraft(tx: Tx, id: string): Promise<void> {
  await sql`delete from teledossier.dossier_study where dossier_id = ${id}`.execute(tx);
  await sql`delete from teledossier.dossier where id = ${id} and sent_at is null`.execute(tx);
}

function json(value: unknown): RawBuilder<unknown> {
  return sql`${value === null ? null : JSON.stringify(value)}::jsonb`;
}

const lineColumns = sql`id, dossier_id as "dossierId",
  recipient || jsonb_build_object('kind', recipient_kind, 'id', recipient_id) as recipient, status, taken_by as "takenBy",
  taken_at as "takenAt", refused_because as "refusedBecause", opened_at as "openedAt", closed_at, closed_by, closed_reason`;

function toLineRecord(row: Record<string, unknown>): LineRecord {
  const closing = closingOf({ at: row['closed_at'], by: row['closed_by'], reason: row['closed_reason'] });
  return lineRecord.parse({ ...row, closing });
}

/** Lines of these télédossiers, in the order in which they were addressed. */
export async function listLines(tx: Tx, dossierIds: readonly string[]): Promise<LineRecord[]> {
  const found = await rows(
    tx,
    sql<Record<string, unknown>>`
    select ${lineColumns} from teledossier.addressee
     where dossier_id = any (${[...dossierIds]}::uuid[]) order by dossier_id, position, id`,
  );
  return found.map(toLineRecord);
}

export async function insertLines(
  tx: Tx,
  lines: readonly LineRecord[],
  firstPosition: number,
): Promise<void> {
  for (const [index, line] of lines.entries()) {
    const { kind, id, ...named } = line.recipient;
    await sql`insert into teledossier.addressee (id, dossier_id, recipient_kind, recipient_id, recipient, position, status)
      values (${line.id}, ${line.dossierId}, ${kind}, ${id}, ${JSON.stringify(named)}::jsonb, ${firstPosition + index},
        ${line.status})`.execute(tx);
  }
}

/**
 * Changes a line only if it still stands as `before` said: of two who act on it at once, one finds no row.
 * @returns whether it was changed
 */
export async function updateLine(tx: Tx, before: LineRecord, next: LineRecord): Promise<boolean> {
  const changed = await maybeRow(
    tx,
    sql`
    update teledossier.addressee set status = ${next.status}, taken_by_id = ${next.takenBy?.userId ?? null},
      taken_by = ${json(next.takenBy)}, taken_at = ${next.takenAt}, refused_because = ${next.refusedBecause},
      closed_at = ${next.closing?.at ?? null}, closed_by = ${json(next.closing?.by ?? null)},
      closed_reason = ${next.closing?.reason ?? null}
     where id = ${before.id} and status = ${before.status}
       and taken_by_id is not distinct from ${before.takenBy?.userId ?? null}::uuid returning id`,
  );
  return changed !== undefined;
}

/** First opening by someone whom the line addresses. @returns false when it was opened before */
export async function markLineOpened(tx: Tx, id: string, at: Date): Promise<boolean> {
  const marked = await maybeRow(
    tx,
    sql`
    update teledossier.addressee set opened_at = ${at} where id = ${id} and opened_at is null returning id`,
  );
  return marked !== undefined;
}

const recipientRow = z.object({
  kind: z.enum(['community', 'professional']),
  id: z.uuid(),
  label: z.string(),
  detail: z.string(),
  structureName: z.string(),
});
export type RecipientRow = z.infer<typeof recipientRow>;
type RecipientRef = Pick<RecipientRow, 'kind' | 'id'>;

/** Active recipients of the directory among `asked`, named as they are today, in the order asked. */
export async function nameRecipients(tx: Tx, asked: readonly RecipientRef[]): Promise<RecipientRow[]> {
  const found = await rows(
    tx,
    sql`
    with asked as (select kind, id, position from jsonb_to_recordset(${JSON.stringify(asked.map((one, position) => ({ ...one, position })))}::jsonb)
      as a(kind text, id uuid, position integer))
    select a.kind, a.id, c.name as label, concat_ws(', ', c.structure_name, nullif(c.town, '')) as detail,
           c.structure_name as "structureName", a.position
      from asked a join directory.pub_community c on c.id = a.id and c.is_active
     where a.kind = 'community'
    union all
    select a.kind, a.id, upper(m.family_name) || ' ' || m.given_name,
           concat_ws(', ', nullif(max(m.specialty), ''), string_agg(distinct m.community_name, ' · '), max(m.structure_name)),
           max(m.structure_name), a.position
      from asked a join directory.pub_member m on m.professional_id = a.id and m.is_active and 'clinical' = any (m.features)
     where a.kind = 'professional'
     group by a.kind, a.id, m.family_name, m.given_name, a.position
     order by position`,
  );
  return z.array(recipientRow).parse(found);
}

export async function listDraftRecipients(
  tx: Tx,
  dossierIds: readonly string[],
): Promise<(RecipientRef & { dossierId: string })[]> {
  return rows(
    tx,
    sql<RecipientRef & { dossierId: string }>`
    select dossier_id as "dossierId", recipient_kind as kind, recipient_id as id from teledossier.draft_recipient
     where dossier_id = any (${[...dossierIds]}::uuid[]) order by dossier_id, position`,
  );
}

export async function replaceDraftRecipients(
  tx: Tx,
  dossierId: string,
  recipients: readonly RecipientRef[],
): Promise<void> {
  await sql`delete from teledossier.draft_recipient where dossier_id = ${dossierId}`.execute(tx);
  for (const [position, { kind, id }] of recipients.entries()) {
    await sql`insert into teledossier.draft_recipient (dossier_id, recipient_kind, recipient_id, position)
      values (${dossierId}, ${kind}, ${id}, ${position})`.execute(tx);
  }
}

/** Exams attached to these télédossiers, in order. */
export function listStudyIds(
  tx: Tx,
  dossierIds: readonly string[],
): Promise<{ dossierId: string; studyId: string }[]> {
  return rows(
    tx,
    sql<{ dossierId: string; studyId: string }>`
    select dossier_id as "dossierId", study_id as "studyId" from teledossier.dossier_study
     where dossier_id = any (${[...dossierIds]}::uuid[]) order by dossier_id, position, study_id`,
  );
}

export type Attachment = {
  dossierId: string;
  studyId: string;
  complementId: string | null;
  at: Date;
  position: number;
};

export async function insertStudy(tx: Tx, given: Attachment): Promise<void> {
  await sql`insert into teledossier.dossier_study (dossier_id, study_id, complement_id, attached_at, position)
    values (${given.dossierId}, ${given.studyId}, ${given.complementId}, ${given.at}, ${given.position})`.execute(
    tx,
  );
}

export async function removeStudy(tx: Tx, dossierId: string, studyId: string): Promise<void> {
  await sql`delete from teledossier.dossier_study where dossier_id = ${dossierId} and study_id = ${studyId}`.execute(
    tx,
  );
}

/**
 * Studies of a structure that share an identifier with what is wanted, or a birth date for those of the last month; the
 * last received first.
 */
export async function listCandidates(
  tx: Tx,
  structureId: string,
  wanted: { accessionNumber: string; ipp: string; birthDate: string | null },
): Promise<string[]> {
  const { accessionNumber, ipp, birthDate } = wanted;
  const found = await rows(
    tx,
    sql<{ id: string }>`
    select id from (
      (select id, last_received_at from imaging.pub_study
        where structure_id = ${structureId} and accession_number = ${accessionNumber} and accession_number <> ''
        order by last_received_at desc limit 20)
      union
      (select id, last_received_at from imaging.pub_study
        where structure_id = ${structureId} and patient_id = ${ipp} and ${ipp} <> ''
        order by last_received_at desc limit 20)
      union
      (select id, last_received_at from imaging.pub_study
        where structure_id = ${structureId} and birth_date = ${birthDate} and last_received_at > now() - interval '31 days'
        order by last_received_at desc limit 50)) as candidate
     order by last_received_at desc`,
  );
  return found.map(({ id }) => id);
}

/** Who the actor is in the community where he works now; none when he no longer works there. */
export function findPerson(
  tx: Tx,
  userId: string,
  communityId: string,
): Promise<Omit<Person, 'displayName'> | undefined> {
  return maybeRow(
    tx,
    sql<Omit<Person, 'displayName'>>`
    select professional_id as "userId", profession, rpps, coalesce(rpps, internal_id) as "professionalId",
           structure_id as "structureId", coalesce(finess, siret) as "structureCode", structure_name as "structureName",
           community_id as "communityId", community_name as "communityName"
      from directory.pub_member where professional_id = ${userId} and community_id = ${communityId} and is_active`,
  );
}

export type Rights = { readonly canAsk: boolean; readonly canAnswer: boolean };

/** What the transaction's actor may do on these télédossiers, by id. */
export async function listRights(
  tx: Tx,
  dossierIds: readonly string[],
): Promise<ReadonlyMap<string, Rights>> {
  const found = await rows(
    tx,
    sql<Rights & { id: string }>`
    select id, access.may('dossier', id, 'dossier:ask') as "canAsk", access.may('dossier', id, 'dossier:answer') as "canAnswer"
      from unnest(${[...dossierIds]}::uuid[]) as id`,
  );
  return new Map(found.map(({ id, canAsk, canAnswer }) => [id, { canAsk, canAnswer }]));
}
