import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { statementName } from './statement-name.ts';

/**
 * A pool for Kysely that makes fewer trips and plans less. A transaction begins with its first statement: BEGIN travels
 * with it where that has no parameters; one that asks nothing never begins. Statements that come again are prepared.
 */
export function frugalPool(pool: pg.Pool): PostgresPool {
  return {
    Client: pg.Client,
    options: pool.options,
    connect: async () => frugalClient(await pool.connect()),
    end: () => pool.end(),
  };
}

const nothing = { command: 'SELECT', rowCount: 0, rows: [] } as const;

function frugalClient(client: pg.PoolClient): PostgresPoolClient {
  let isBeginDue = false;
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    if (text === 'begin') {
      isBeginDue = true;
      return nothing;
    }
    const isFirst = isBeginDue;
    isBeginDue = false;
    if (!isFirst) return ask(client, text, parameters);
    if (text === 'commit') return { ...nothing, command: 'COMMIT' };
    if (text === 'rollback') return { ...nothing, command: 'ROLLBACK' };
    if (parameters.length > 0) {
      await client.query('begin');
      return ask(client, text, parameters);
    }
    const results: unknown = await client.query(`begin; ${text}`);
    return Array.isArray(results) ? results.at(-1) : results;
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other overload is for cursors, and nothing of ours reads by one
    query: query as PostgresPoolClient['query'],
    release: (isBroken) => client.release(isBroken),
  };
}

function ask(client: pg.PoolClient, text: string, parameters: readonly unknown[]): Promise<unknown> {
  const values = [...parameters];
  const name = values.length > 0 ? statementName(text) : null;
  return name === null ? client.query(text, values) : client.query({ name, text, values });
}
