import type { PostgresPool, PostgresPoolClient } from 'kysely';
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

const nothing = { command: 'SELECT', rowCount: 0, rows: [] } as const;

function frugalClient(client: pg.PoolClient): PostgresPoolClient {
  /** What leaves with the next statement. */
  let due: Statement[] = [];
  let state: 'none' | 'due' | 'begun' = 'none';
  const send = (last: Statement): Promise<unknown> => {
    const statements = [...due, last];
    due = [];
    return askAll(client, statements);
  };
  const end = async (text: string): Promise<unknown> => {
    const isSent = state === 'begun' || (text === 'commit' && due.some(({ values }) => values.length > 0));
    state = 'none';
    if (text === 'rollback') due = [];
    if (isSent) return send({ text, values: [] });
    due = [];
    return { ...nothing, command: text.toUpperCase() };
  };
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    if (text === 'begin') {
      state = 'due';
      due = [{ text, values: [] }];
      return nothing;
    }
    if (text === 'commit' || text === 'rollback') return end(text);
    if (state !== 'none' && text.startsWith(toldMark)) {
      due = joined(due, { text: text.slice(toldMark.length), values });
      return nothing;
    }
    if (state === 'due') state = 'begun';
    return send({ text, values });
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other overload is for cursors, and nothing of ours reads by one
    query: query as PostgresPoolClient['query'],
    release: (isBroken) => client.release(isBroken),
  };
}

/** Statements without parameters travel as one. */
function joined(due: readonly Statement[], next: Statement): Statement[] {
  const last = due.at(-1);
  if (!last || last.values.length > 0 || next.values.length > 0) return [...due, next];
  return [...due.slice(0, -1), { text: `${last.text}; ${next.text}`, values: [] }];
}

/** In one pipeline; gives the answer to the last. The first that fails is why the others do. */
async function askAll(client: pg.PoolClient, statements: readonly Statement[]): Promise<unknown> {
  if (statements.length > 1) client.connection.stream.cork();
  const asked = statements.map((statement) => ask(client, statement));
  if (statements.length > 1) client.connection.stream.uncork();
  await Promise.allSettled(asked);
  const answers = await Promise.all(asked);
  return answers.at(-1);
}

/** Of statements without parameters, those worth preparing; several at once cannot be. */
const isSingleRead = /^\s*select [^;]*$/;

async function ask(client: pg.PoolClient, { text, values }: Statement): Promise<unknown> {
  const given = [...values];
  const name = given.length > 0 || isSingleRead.test(text) ? statementName(text) : null;
  return name === null ? client.query(text, given) : client.query({ name, text, values: given });
}
