import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { statementName } from './statement-name.ts';

/** Begins a statement that nobody waits for (`tell`). */
export const toldMark = '/* told */ ';

/**
 * A pool for Kysely that makes fewer trips and plans less. A transaction begins with the first statement that is waited for:
 * BEGIN, and what was told before, travel with it in one pipeline; one that asks nothing never begins. Statements that come
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

type Statement = { readonly text: string; readonly values: readonly unknown[] };

/** The answer to what is not asked yet, or needs not be. */
const nothing = (): PostgresQueryResult<never> => ({ command: 'SELECT', rowCount: 0, rows: [] });
const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'] as const;

function frugalClient(client: pg.PoolClient): PostgresPoolClient {
  /** What leaves with the next statement. */
  let due: Statement[] = [];
  let state: 'none' | 'due' | 'begun' = 'none';
  const send = (last: Statement): Promise<pg.QueryResult> => {
    const before = due;
    due = [];
    return askAll(client, before, last);
  };
  const end = async (text: string): Promise<PostgresQueryResult<never>> => {
    const isSent = state === 'begun' || (text === 'commit' && due.some((one) => one.text !== 'begin'));
    state = 'none';
    if (text === 'rollback') due = [];
    if (isSent) await send({ text, values: [] });
    due = [];
    return nothing();
  };
  const ask = async <Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>> => {
    if (text === 'begin') {
      state = 'due';
      due = [{ text, values: [] }];
      return nothing();
    }
    if (text === 'commit' || text === 'rollback') return end(text);
    if (state !== 'none' && text.startsWith(toldMark)) {
      due = joined(due, { text: text.slice(toldMark.length), values });
      return nothing();
    }
    if (state === 'due') state = 'begun';
    const { command, rowCount, rows } = await send({ text, values });
    return { command: changes.find((one) => one === command) ?? 'SELECT', rowCount: rowCount ?? 0, rows };
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
  const told = before.map((statement) => askOne(client, statement));
  const asked = askOne(client, last);
  stream.uncork();
  await Promise.allSettled([...told, asked]);
  await Promise.all(told);
  return asked;
}

/** Of statements without parameters, those worth preparing; several at once cannot be. */
const isSingleRead = /^\s*select [^;]*$/;

async function askOne(client: pg.PoolClient, { text, values }: Statement): Promise<pg.QueryResult> {
  const given = [...values];
  const name = given.length > 0 || isSingleRead.test(text) ? statementName(text) : null;
  return name === null ? client.query(text, given) : client.query({ name, text, values: given });
}
