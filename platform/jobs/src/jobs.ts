import type { SystemDatabase, Tx } from '@liaison/db';
import { describeError, type Log } from '@liaison/log';
import { CompiledQuery } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Queue } from './queue.ts';

/** Puts jobs into queues inside the caller's transaction: committed with it, or never there. */
export type Enqueue = <Payload extends object>(
  tx: Tx,
  queue: Queue<Payload>,
  payload: Payload,
  options?: { delaySeconds?: number },
) => Promise<void>;

/** What a domain offers for a queue. It must bear being run twice: a job may be repeated after a crash. */
export type Handler = { queue: Queue; run(payload: unknown): Promise<void> };

export function handle<Payload extends object>(
  queue: Queue<Payload>,
  run: (payload: Payload) => Promise<void>,
): Handler {
  return { queue, run: (payload) => run(queue.payload.parse(payload)) };
}

/**
 * The sending side: needs no connection of its own, every statement runs in the caller's transaction.
 * pg-boss keeps a cache of queue definitions that it reads through its own connection, hence `database`.
 */
export async function openEnqueue(url: string): Promise<{ enqueue: Enqueue; close(): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: url,
    max: 2,
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
  });
  boss.on('error', () => {});
  await boss.start();
  return {
    enqueue: async (tx, queue, payload, options = {}) => {
      const send = options.delaySeconds ? { startAfter: options.delaySeconds } : {};
      await boss.send(queue.name, payload, { ...send, db: inTransaction(tx) });
    },
    close: () => boss.stop({ graceful: false }),
  };
}

function inTransaction(tx: Tx) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => {
      const result = await tx.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rows: [...result.rows] as unknown[] };
    },
  };
}

/** All that pg-boss may keep of a failure in its tables: the cause may quote a row, and stays in the log's terms. */
class JobFailedError extends Error {
  override readonly name = 'JobFailedError';
}

/** Runs the handlers until it is stopped; a failure is logged without its message and retried as its queue says. */
export async function startWorkers(
  database: SystemDatabase,
  handlers: readonly Handler[],
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: database.url,
    max: 4,
    migrate: false,
    createSchema: false,
    useListenNotify: true,
  });
  boss.on('error', (error) => log.warn('job queue trouble', describeError(error)));
  await boss.start();
  // A fresh job wakes its worker by NOTIFY; a retry comes due without one, hence the short poll.
  for (const handler of handlers) {
    await boss.work(
      handler.queue.name,
      {
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 1,
        localConcurrency: handler.queue.abreast,
      },
      async ([job]) => {
        if (!job) return;
        try {
          await handler.run(job.data);
        } catch (error) {
          log.warn('job failed', { queue: handler.queue.name, job_id: job.id, ...describeError(error) });
          throw new JobFailedError();
        }
      },
    );
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}
