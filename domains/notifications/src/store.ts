import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import { z } from 'zod';
import { notificationKind } from './contract.ts';
import { subject, type Audience, type NotificationKind, type Subject } from './model.ts';

export type TellableRow = { user_id: string; email: string; is_named: boolean };

/** Active clinical people behind the audience, once each; `is_named` when addressed in person. */
export function listTellable(tx: Tx, audience: readonly Audience[]): Promise<TellableRow[]> {
  const users = audience.filter((one) => one.kind === 'user').map((one) => one.id);
  const communities = audience.filter((one) => one.kind === 'community').map((one) => one.id);
  return rows(
    tx,
    sql<TellableRow>`
    select professional_id as user_id, email, bool_or(professional_id = any (${users}::uuid[])) as is_named
      from directory.pub_member
     where is_active and 'clinical' = any (features)
       and (professional_id = any (${users}::uuid[]) or community_id = any (${communities}::uuid[]))
     group by professional_id, email order by professional_id`,
  );
}

/** Generic mailboxes of the communities of the audience. */
export async function listMailboxes(tx: Tx, audience: readonly Audience[]): Promise<string[]> {
  const communities = audience.filter((one) => one.kind !== 'user').map((one) => one.id);
  const found = await rows(
    tx,
    sql<{ email: string }>`
    select distinct email from directory.pub_community
     where id = any (${communities}::uuid[]) and is_active and email is not null`,
  );
  return found.map((row) => row.email);
}

export type NewNotification = { id: string; userId: string };
type Told = { kind: NotificationKind; dossierId: string; subject: Subject; at: Date };

export async function insertNotifications(
  tx: Tx,
  given: readonly NewNotification[],
  told: Told,
): Promise<void> {
  await sql`insert into notifications.notification (id, user_id, kind, dossier_id, subject, at)
    select n.id, n."userId", ${told.kind}, ${told.dossierId}, ${JSON.stringify(told.subject)}::jsonb, ${told.at}
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as n(id uuid, "userId" uuid)`.execute(tx);
}

export async function insertMail(
  tx: Tx,
  id: string,
  key: string,
  address: string,
  told: Told,
): Promise<void> {
  await sql`insert into notifications.mail (id, key, address, kind, dossier_id, subject, asked_at)
    values (${id}, ${key}, ${address}, ${told.kind}, ${told.dossierId}, ${JSON.stringify(told.subject)}::jsonb,
      ${told.at})`.execute(tx);
}

const mailRow = z.object({ address: z.string(), kind: notificationKind, dossier_id: z.string(), subject });
export type MailRow = z.infer<typeof mailRow>;

/** The mail, locked until the transaction ends; none when it has left already. */
export async function lockUnsentMail(tx: Tx, id: string): Promise<MailRow | undefined> {
  const row = await maybeRow(
    tx,
    sql`select address, kind, dossier_id, subject from notifications.mail
    where id = ${id} and sent_at is null for update`,
  );
  return row === undefined ? undefined : mailRow.parse(row);
}

export async function markMailSent(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update notifications.mail set sent_at = ${at} where id = ${id}`.execute(tx);
}

const notificationRow = z.object({
  id: z.string(),
  kind: notificationKind,
  dossier_id: z.string(),
  subject,
  at: z.date(),
  read_at: z.date().nullable(),
});
export type NotificationRow = z.infer<typeof notificationRow>;

/** The newest first, older than `before` when it is given. Row-level security keeps it to the actor's own. */
export async function listRows(
  tx: Tx,
  userId: string,
  before: string | null,
  limit: number,
): Promise<NotificationRow[]> {
  const found = await rows(
    tx,
    sql`select id, kind, dossier_id, subject, at, read_at from notifications.notification
    where user_id = ${userId} and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`,
  );
  return z.array(notificationRow).parse(found);
}

export async function countUnread(tx: Tx, userId: string): Promise<number> {
  const row = await oneRow(
    tx,
    sql<{ count: number }>`
    select count(*) as count from notifications.notification where user_id = ${userId} and read_at is null`,
  );
  return row.count;
}

export async function markRead(tx: Tx, userId: string, upTo: string, at: Date): Promise<void> {
  await sql`update notifications.notification set read_at = ${at}
    where user_id = ${userId} and id <= ${upTo} and read_at is null`.execute(tx);
}
