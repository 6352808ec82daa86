import { Kysely, PostgresDialect, sql, type RawBuilder, type Transaction } from 'kysely';
import pg from 'pg';
import { featuresOf, subjectsOf, type Actor } from '@liaison/kernel';
import { frugalPool, alongMark } from './frugal-pool.ts';

/** A transaction: the first argument of every store function. SQL is written as SQL, in `sql` templates. */
export type Tx = Transaction<unknown>;

/**
 * A pool bound to one role. `app`: no row without the actor's rights (row-level security applies). `system`: workers
 * and reception, with named policies. The two never mix: what takes one cannot be given the other.
 */
export type Database<Role extends 'app' | 'system' = 'app' | 'system'> = {
  readonly role: Role;
  readonly kysely: Kysely<unknown>;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
};
export type AppDatabase = Database<'app'>;
export type SystemDatabase = Database<'system'>;

// Instants come back as Date, calendar dates as 'YYYY-MM-DD' (a Date would drag a time zone in), bigint as number
// (counts and byte offsets stay far below 2^53).
const types = new pg.TypeOverrides();
types.setTypeParser(1082, (text) => text);
types.setTypeParser(20, Number);

/** A request holds a connection and its locks no longer than anyone waits for the answer. */
const patience = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 };

export type PoolOptions = { max?: number; applicationName?: string; onError?(error: Error): void };

export function openDatabase<Role extends 'app' | 'system'>(
  role: Role,
  url: string,
  options: PoolOptions = {},
): Database<Role> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? `liaison-${role}`,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    pipeline: true,
    // Compiling a plan takes longer than any of ours runs; conditions on rights make it look costly enough.
    options: '-c jit=off',
    ...(role === 'app' ? patience : {}),
    types,
  });
  // An idle connection that breaks must not end the process: the next query opens another or says what fails.
  pool.on('error', (error) => options.onError?.(error));
  // The pool listens to idle clients only; one lost between two queries of a transaction must not end it either: the
  // next query fails, and the transaction with it.
  pool.on('connect', (client) => client.on('error', () => {}));
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: frugalPool(pool) }) });
  return { role, kysely, pool, url, close: () => kysely.destroy() };
}

/**
 * Runs `work` in a transaction that knows who acts: row-level security reads these settings. They are local to the
 * transaction, so that a pooled connection never carries one actor's rights to the next.
 */
export async function withActor<Value>(
  database: AppDatabase,
  actor: Actor,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  const features = featuresOf(actor);
  const userId = actor.kind === 'user' ? actor.userId : '';
  return database.kysely.transaction().execute(async (tx) => {
    await sendAlong(
      tx,
      settings({
        'liaison.subjects': `{${subjectsOf(actor).join(',')}}`,
        'liaison.features': `{${features.join(',')}}`,
        'liaison.user_id': userId,
        'liaison.structure_id': actor.structureId ?? '',
      }),
    );
    return work(tx);
  });
}

/** For this transaction. Without parameters, so that it is one statement with BEGIN. */
function settings(values: Readonly<Record<string, string>>): RawBuilder<unknown> {
  const each = Object.entries(values).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  );
  return sql.raw(`select ${each.join(', ')}`);
}

/** Runs `work` in a transaction of the platform itself, for workers, reception and sign-in. */
export async function withSystem<Value>(
  database: SystemDatabase,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  return database.kysely.transaction().execute(work);
}

/** The rows of one statement of the platform itself, which is a transaction by itself: one trip. */
export async function askSystem<Row>(database: SystemDatabase, query: RawBuilder<Row>): Promise<Row[]> {
  const { rows: found } = await query.execute(database.kysely);
  return found;
}

/**
 * A statement whose answer nobody reads: it leaves with the next one that is waited for, or with the commit, in one trip.
 * Where it fails, that one does, for the same reason, and with it the transaction.
 */
export async function sendAlong(tx: Tx, statement: RawBuilder<unknown>): Promise<void> {
  await sql`${sql.raw(alongMark)}${statement}`.execute(tx);
}

/** The rows of a query. */
export async function rows<Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> {
  return (await query.execute(tx)).rows;
}

/** The first row of a query, if there is one. */
export async function maybeRow<Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row | undefined> {
  return (await query.execute(tx)).rows[0];
}

/** The row of a query that always has one. */
export async function oneRow<Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row> {
  const row = await maybeRow(tx, query);
  if (row === undefined) throw new TypeError('a query that always has a row gave none');
  return row;
}

/** The start refuses a role that row-level security does not bind: its second lock would be open. */
export async function refuseUnboundAppRole(database: AppDatabase): Promise<void> {
  const found = await sql<{ name: string; unbound: boolean }>`
    select rolname as name, rolsuper or rolbypassrls as unbound from pg_roles where rolname = current_user`.execute(
    database.kysely,
  );
  const role = found.rows[0];
  if (role?.unbound) {
    throw new Error(
      `le rôle « ${role.name} » de DATABASE_URL contourne la sécurité par ligne : utilisez liaison_app`,
    );
  }
}

/** Whether the database answers now. */
export async function ping(database: Database): Promise<boolean> {
  try {
    await sql`select 1`.execute(database.kysely);
    return true;
  } catch {
    return false;
  }
}
