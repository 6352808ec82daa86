import { rows, withActor, withSystem, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openEnqueue, startWorkers, type Enqueue } from '@liaison/jobs';
import { seenEntries } from '@liaison/journal/testing';
import { fixedClock, newId, systemClock, type UserActor } from '@liaison/kernel';
import type { Mail, Mailer } from '@liaison/mail';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NotificationKind } from './model.ts';
import { notify } from './notify.ts';
import { markNotificationsRead, readNotifications } from './read-notifications.ts';
import { handlers } from './send-mail.ts';

const quiet: Parameters<typeof startWorkers>[2] = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => quiet,
};
const subject = {
  number: 'AVC-2611-000001',
  typeLabel: 'demande d’avis AVC aigu',
  structureName: 'CH de Valombre',
};

/** A mail server that refuses its first `failures` mails. */
function mailerThatFails(failures: number): Pick<Mailer, 'send'> & { sent: Mail[]; tries: number } {
  const mailer = {
    sent: [] as Mail[],
    tries: 0,
    async send(mail: Mail) {
      mailer.tries += 1;
      if (mailer.tries <= failures) throw new Error('connection refused');
      mailer.sent.push(mail);
    },
  };
  return mailer;
}

/** What is enqueued is kept aside, with no queue behind. */
function listening() {
  const ids: string[] = [];
  const enqueue: Enqueue = async (_tx, _queue, payload) => void ids.push(String(Object.values(payload)[0]));
  return { enqueue, ids };
}

describe('notifications', () => {
  let database: TestDatabase;
  let asker: UserActor;
  let expert: UserActor;
  let clerk: UserActor;
  let stroke: Awaited<ReturnType<typeof makePlace>>;
  const dossierId = newId();
  beforeAll(async () => {
    database = await openTestDatabase();
    asker = await makePerson(database.system, await makePlace(database.system, 'CH de Valombre'), 'Noyer');
    stroke = await makePlace(database.system, 'CHU de Valmont', 'unv@demo.liaison');
    expert = await makePerson(database.system, stroke, 'Martin');
    clerk = await makePerson(database.system, stroke, 'Guichet', ['billing']);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const tell = (
    enqueue: Enqueue,
    kind: NotificationKind,
    to: { kind: 'user' | 'community'; id: string }[],
    at = new Date(),
  ) => as(asker, (tx) => notify(tx, asker, enqueue, { kind, dossierId, eventId: newId(), subject, to, at }));
  const read = (actor: UserActor, limit = 10, cursor?: string) =>
    as(actor, (tx) => readNotifications(tx, actor, { limit, cursor }));

  it('tells the clinical members of a community and its mailbox, but neither its clerk nor who acted', async () => {
    const { enqueue, ids } = listening();
    await tell(enqueue, 'dossier-received', [
      { kind: 'community', id: stroke.communityId },
      { kind: 'user', id: asker.userId },
    ]);
    expect((await read(expert)).notifications).toMatchObject([
      {
        kind: 'dossier-received',
        text: 'Nouvelle demande d’avis AVC aigu AVC-2611-000001, CH de Valombre',
        link: `/teledossiers/${dossierId}`,
      },
    ]);
    expect((await read(clerk)).notifications).toEqual([]);
    expect((await read(asker)).notifications).toEqual([]);
    expect(ids).toHaveLength(1);
  });

  it('mails a person addressed by name, save of a taking', async () => {
    const { enqueue, ids } = listening();
    await tell(enqueue, 'answer-received', [{ kind: 'user', id: expert.userId }]);
    expect(ids).toHaveLength(1);
    await tell(enqueue, 'dossier-taken', [{ kind: 'user', id: expert.userId }]);
    expect(ids).toHaveLength(1);
  });

  it('tries a mail again until the server takes it, and never sends it twice', async () => {
    const mailer = mailerThatFails(1);
    const sender = await openEnqueue(database.urls.appUrl);
    const given = {
      database: database.system,
      mailer,
      publicUrl: 'https://liaison.example',
      clock: fixedClock(new Date()),
    };
    const workers = await startWorkers(database.system, handlers(given), quiet);
    try {
      await tell(sender.enqueue, 'answer-received', [{ kind: 'user', id: expert.userId }]);
      await vi.waitFor(() => expect(mailer.sent).toHaveLength(1), { timeout: 25_000, interval: 100 });
    } finally {
      await workers.stop();
      await sender.close();
    }
    expect(mailer.tries).toBe(2);
    expect(mailer.sent[0]?.subject).toBe(
      'Liaison\u00a0: Réponse à la demande AVC-2611-000001, CH de Valombre',
    );
    expect(mailer.sent[0]?.text).toContain(`https://liaison.example/teledossiers/${dossierId}`);
    const [job] = await withSystem(database.system, (tx) =>
      rows(tx, sql<{ id: string }>`select id from notifications.mail where sent_at is not null`),
    );
    await handlers(given)[0]?.run({ mailId: job?.id });
    expect(mailer.sent).toHaveLength(1);
    const journal = await seenEntries(database.system);
    expect(journal.filter((entry) => entry.act === 'notification.sent')).toMatchObject([
      { actor_name: 'mailer', resource_id: dossierId, details: { kind: 'answer-received', channel: 'mail' } },
    ]);
  });

  it('pages from the newest and marks as read up to one, for its own person only', async () => {
    const { enqueue } = listening();
    const reader = await makePerson(database.system, stroke, 'Lambert');
    for (const kind of ['answer-received', 'dossier-taken', 'dossier-refused'] as const) {
      await tell(enqueue, kind, [{ kind: 'user', id: reader.userId }]);
    }
    const first = await read(reader, 2);
    expect(first.notifications.map((one) => one.kind)).toEqual(['dossier-refused', 'dossier-taken']);
    const second = await read(reader, 2, first.nextCursor ?? '');
    expect(second).toMatchObject({
      notifications: [{ kind: 'answer-received' }],
      nextCursor: null,
      unreadCount: 3,
    });
    const upTo = first.notifications[1]?.id ?? '';
    await as(expert, (tx) => markNotificationsRead(tx, expert, systemClock, upTo));
    expect((await read(reader)).unreadCount).toBe(3);
    await as(reader, (tx) => markNotificationsRead(tx, reader, systemClock, upTo));
    expect((await read(reader)).notifications.map((one) => one.readAt !== null)).toEqual([false, true, true]);
  });

  it('shows nobody the rows of another, even by SQL, nor any mail', async () => {
    const seen = await as(expert, (tx) =>
      rows(tx, sql<{ user_id: string }>`select distinct user_id from notifications.notification`),
    );
    expect(seen).toEqual([{ user_id: expert.userId }]);
    await expect(as(expert, (tx) => sql`select * from notifications.mail`.execute(tx))).rejects.toThrow(
      'permission denied',
    );
  });
});
