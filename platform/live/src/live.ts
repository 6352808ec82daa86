import { sendAlong, type Tx } from '@liaison/db';
import { isId } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { sql } from 'kysely';
import pg from 'pg';

/** What changed: a kind and an id, never data (DESIGN decision 6). A client refetches through the ordinary endpoint. */
export type Topic = `${'user' | 'community' | 'structure' | 'dossier' | 'study' | 'authority'}:${string}`;
export type Hint = { topic: Topic };

/** An installation has one MIO authority at most: its registers and subscribers, as its people see them. */
export const authorityTopic: Topic = 'authority:0199a000-0000-7000-8000-000000000001';

/** What its subscribers wait for: another pointer, or a licence that changes. */
export const updatesTopic: Topic = 'authority:0199a000-0000-7000-8000-000000000002';

const topicKinds = ['user', 'community', 'structure', 'dossier', 'study', 'authority'] as const;

/** The topic that `text` is; null when it is none. */
export function parseTopic(text: string | undefined): Topic | null {
  const kind = topicKinds.find((known) => text?.startsWith(`${known}:`));
  const id = text?.slice((kind?.length ?? 0) + 1);
  return kind && isId(id) ? `${kind}:${id}` : null;
}

const channel = 'liaison_live';

/** Tells every node, when and only when the transaction commits, that these topics changed. */
export async function announce(tx: Tx, topics: readonly Topic[]): Promise<void> {
  if (topics.length === 0) return;
  await sendAlong(tx, sql`select pg_notify(${channel}, t) from unnest(${[...new Set(topics)]}::text[]) as t`);
}

export type Live = {
  /** Calls `listener` for each hint on one of `topics`, until the returned function is called. */
  subscribe(topics: ReadonlySet<Topic>, listener: (hint: Hint) => void): () => void;
  /** Calls `listener` after the connection to the database was lost and found again: hints may have been missed. */
  onResume(listener: () => void): () => void;
  close(): Promise<void>;
};

/** One unpooled LISTEN connection per node. Reconnects for ever; what was missed is said through `onResume`. */
export function openLive(url: string, log: Log): Live {
  const subscribers = new Set<{ topics: ReadonlySet<Topic>; listener: (hint: Hint) => void }>();
  const resumers = new Set<() => void>();
  let client: pg.Client | null = null;
  let closed = false;
  let attempts = 0;

  const connect = async (): Promise<void> => {
    if (closed) return;
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'liaison-live',
      connectionTimeoutMillis: 5000,
      // A machine that vanished says nothing: without these, hints would be missed for hours.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    fresh.on('notification', ({ payload }) => {
      const topic = parseTopic(payload);
      if (!topic) return;
      for (const { topics, listener } of subscribers) if (topics.has(topic)) listener({ topic });
    });
    fresh.on('error', () => {});
    fresh.on('end', () => retry(fresh));
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      client = fresh;
      if (closed) await fresh.end();
      if (attempts > 0) for (const resume of resumers) resume();
      attempts = 0;
    } catch (error) {
      log.warn('live hints are cut off from the database', describeError(error));
      await fresh.end().catch(() => {});
      retry(fresh);
    }
  };

  const waiting = new WeakSet<pg.Client>();
  const retry = (lost: pg.Client): void => {
    if (closed || waiting.has(lost)) return;
    waiting.add(lost);
    attempts += 1;
    setTimeout(() => void connect(), Math.min(200 * attempts, 3000)).unref();
  };

  void connect();
  return {
    subscribe(topics, listener) {
      const subscriber = { topics, listener };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    onResume(listener) {
      resumers.add(listener);
      return () => resumers.delete(listener);
    },
    async close() {
      closed = true;
      await client?.end().catch(() => {});
    },
  };
}
