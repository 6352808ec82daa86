import { readConfig, type Config } from '@liaison/config';
import { runExchange } from './exchange.ts';
import { runWeb } from './web.ts';
import { runWork } from './work.ts';
import { supervise } from './supervisor.ts';
import { endUnstarted } from './unstarted.ts';

/** The one program. Without an argument it supervises; `web`, `work` and `exchange` are the roles that it starts (`receive` and `render` have entries of their own). */
const roles: Readonly<Record<string, (config: Config) => Promise<void>>> = {
  web: runWeb,
  work: runWork,
  exchange: runExchange,
};

const parsed = readConfig(process.env, process.argv[2] === undefined ? 'supervisor' : 'role');
if (!parsed.ok) {
  process.stderr.write(
    `Liaison ne démarre pas avec ces réglages :\n${parsed.error.map((line) => `  · ${line}`).join('\n')}\n`,
  );
  process.exit(2);
}
const run = roles[process.argv[2] ?? ''] ?? supervise;
await run(parsed.value).catch(endUnstarted);
