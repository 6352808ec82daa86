import type { Tx } from '@liaison/db';
import type { Enqueue } from '@liaison/jobs';
import { newId, type UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { goesByMail, type Audience, type NotificationKind, type Subject } from './model.ts';
import { notificationMail } from './queues.ts';
import { insertMail, insertNotifications, listMailboxes, listTellable } from './store.ts';

export type Telling = {
  kind: NotificationKind;
  dossierId: string;
  /** Identity of the act that is told: one mail per act and mailbox. */
  eventId: string;
  subject: Subject;
  /** Who is told; the actor himself never is. */
  to: readonly Audience[];
  at: Date;
};

/**
 * Tells people of an act, inside the transaction of that act: nothing is told when it fails. Everyone is told on
 * screen; persons addressed by name and the generic mailboxes of communities also by mail.
 */
export async function notify(tx: Tx, actor: UserActor, enqueue: Enqueue, telling: Telling): Promise<void> {
  const people = (await listTellable(tx, telling.to)).filter((person) => person.user_id !== actor.userId);
  const given = people.map((person) => ({ id: newId(), userId: person.user_id }));
  if (given.length > 0) await insertNotifications(tx, given, telling);
  await announce(
    tx,
    people.map((person) => `user:${person.user_id}` as const),
  );
  if (!goesByMail[telling.kind]) return;
  const named = people.filter((person) => person.is_named).map((person) => person.email);
  for (const address of new Set([...named, ...(await listMailboxes(tx, telling.to))])) {
    const mailId = newId();
    await insertMail(tx, mailId, `${telling.eventId} ${address}`, address, telling);
    await enqueue(tx, notificationMail, { mailId });
  }
}
