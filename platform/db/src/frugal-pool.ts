import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { statementName } from './statement-name.ts';

/** Begins a statement that nobody waits for (`sendAlong`). */
export const alongMark = '/* along */ ';

/**
 * A pool for Kysely that makes fewer trips and plans less. A transaction begins with the first statement that is waited for:
 * BEGIN, and what nobody waits for, travel with it in one pipeline; one that asks nothing never begins. Statements that come
 * again are prepared. `pool` must have `pipeline`.
 */
export function frugalPool(pool: pg.Pool): PostgresPool {
  return {
    Client: pg.Client,
    options: pool.options,
    connect: async () => frugalClient(await pool.connect()),
    end: () => pool.end(),
  };
}

type Command = PostgresQueryResult<unknown>['command'];
type Answer = Pick<pg.QueryResult, 'command' | 'rowCount' | 'rows'>;
type Statement = { readonly text: string; readonly values: readonly unknown[] };

/** The answer to what is not asked yet, or needs not be. */
const nothing = (command: Command = 'SELECT'): PostgresQueryResult<never> => ({
  command,
  rowCount: 0,
  rows: [],
});
/** Those that Kysely reads: how many rows changed, and what became of a transaction. */
const commands = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COMMIT', 'ROLLBACK'] as const;

function frugalClient(client: pg.PoolClient): PostgresPoolClient {
  /** What leaves with the next statement. */
  let due: Statement[] = [];
  let state: 'none' | 'due' | 'begun' = 'none';
  const send = (last: Statement): Promise<pg.QueryResult> => {
    const before = due;
    due = [];
    return askAll(client, before, last);
  };
  const end = async (text: 'commit' | 'rollback'): Promise<Answer> => {
    const isSent = state === 'begun' || (text === 'commit' && due.some((one) => one.text !== 'begin'));
    state = 'none';
    if (text === 'rollback' || !isSent) due = [];
    // The answer tells whether what was to be committed had failed before.
    return isSent ? send({ text, values: [] }) : nothing(text === 'commit' ? 'COMMIT' : 'ROLLBACK');
  };
  const ask = async <Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>> => {
    if (text === 'begin') {
      state = 'due';
      due = [{ text, values: [] }];
      return nothing();
    }
    if (text === 'commit' || text === 'rollback') return toResult<Row>(await end(text));
    if (state !== 'none' && text.startsWith(alongMark)) {
      due = joined(due, { text: text.slice(alongMark.length), values });
      return nothing();
    }
    if (state === 'due') state = 'begun';
    return toResult<Row>(await send({ text, values }));
  };
  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(
    asked: string | PostgresCursor<Row>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof asked !== 'string') throw new TypeError('a pipeline has no cursors');
    return ask(asked, values);
  }
  return { query, release: (isBroken) => client.release(isBroken) };
}

function toResult<Row>({ command, rowCount, rows }: Answer): PostgresQueryResult<Row> {
  return { command: commands.find((one) => one === command) ?? 'SELECT', rowCount: rowCount ?? 0, rows };
}

/** Statements without parameters travel as one. */
function joined(due: readonly Statement[], next: Statement): Statement[] {
  const last = due.at(-1);
  if (!last || last.values.length > 0 || next.values.length > 0) return [...due, next];
  return [...due.slice(0, -1), { text: `${last.text}; ${next.text}`, values: [] }];
}

/** In one pipeline; gives the answer to `last`. The first that fails is why the others do. */
async function askAll(
  client: pg.PoolClient,
  before: readonly Statement[],
  last: Statement,
): Promise<pg.QueryResult> {
  const { stream } = client.connection;
  stream.cork();
  const along = before.map((statement) => askOne(client, statement));
  const asked = askOne(client, last);
  stream.uncork();
  await Promise.allSettled([...along, asked]);
  await Promise.all(along);
  return asked;
}

/** Of statements without parameters, those worth preparing; several at once cannot be. */
const isSingleRead = /^\s*select [^;]*$/;

async function askOne(client: pg.PoolClient, { text, values }: Statement): Promise<pg.QueryResult> {
  const given = [...values];
  const name = given.length > 0 || isSingleRead.test(text) ? statementName(text) : null;
  return name === null ? client.query(text, given) : client.query({ name, text, values: given });
}
