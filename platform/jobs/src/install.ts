import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Queue } from './queue.ts';

/**
 * Creates pg-boss's tables and our queues as the owner role, then lets the app enqueue and the system role work.
 * Runs at each start after the migrations; does nothing where all is there.
 */
export async function installQueues(ownerUrl: string, queues: readonly Queue[]): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const queue of queues) {
    const options = {
      notify: true,
      retryLimit: queue.retryLimit,
      retryDelay: queue.retryDelay,
      retryBackoff: true,
      retryDelayMax: queue.retryDelayMax,
    };
    await (known.has(queue.name)
      ? boss.updateQueue(queue.name, options)
      : boss.createQueue(queue.name, options));
  }
  await boss.stop({ graceful: false });
  await grant(ownerUrl);
}

async function grant(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      grant usage on schema pgboss to liaison_app, liaison_system;
      grant select, insert, update, delete on all tables in schema pgboss to liaison_app, liaison_system;
      grant usage on all sequences in schema pgboss to liaison_app, liaison_system;
      grant execute on all functions in schema pgboss to liaison_app, liaison_system`);
  } finally {
    await client.end();
  }
}

/** The queues of every domain below `root`/domains: what their `src/queues.ts` exports as `queues`. */
export async function discoverQueues(root: string): Promise<Queue[]> {
  const found: Queue[] = [];
  for (const domain of readdirSync(join(root, 'domains'))) {
    const file = join(root, 'domains', domain, 'src', 'queues.ts');
    if (!existsSync(file)) continue;
    const module: { queues: readonly Queue[] } = await import(pathToFileURL(file).href);
    found.push(...module.queues);
  }
  return found;
}
