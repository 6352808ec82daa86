import { enableCompileCache } from 'node:module';
import { readConfig, type Config } from '@liaison/config';
import { compileCacheOf } from './compile-cache.ts';
import { endUnstarted } from './unstarted.ts';

/**
 * The one program. Without an argument it supervises; `web`, `work` and `exchange` are the roles that it starts (`receive` and
 * `render` have entries of their own). A process loads what it runs, and no more.
 */
const roles: Readonly<Record<string, (config: Config) => Promise<void>>> = {
  web: async (config) => (await import('./web.ts')).runWeb(config),
  work: async (config) => (await import('./work.ts')).runWork(config),
  exchange: async (config) => (await import('./exchange.ts')).runExchange(config),
};

async function supervise(config: Config): Promise<void> {
  await (await import('./supervisor.ts')).supervise(config);
}

const parsed = readConfig(process.env, process.argv[2] === undefined ? 'supervisor' : 'role');
if (!parsed.ok) {
  process.stderr.write(
    `Liaison ne démarre pas avec ces réglages :\n${parsed.error.map((line) => `  · ${line}`).join('\n')}\n`,
  );
  process.exit(2);
}
// Before what weighs is loaded. The roles get it from the environment.
enableCompileCache(compileCacheOf(parsed.value));
const run = roles[process.argv[2] ?? ''] ?? supervise;
await run(parsed.value).catch(endUnstarted);
