import { readConfig, type Config } from '@liaison/config';
import { backup } from './commands/backup.ts';
import { restore } from './commands/restore.ts';
import { verifyJournalCommand } from './commands/verify-journal.ts';
import { verifyStoreCommand } from './commands/verify-store.ts';
import { describeUnstarted } from './unstarted.ts';

/** What an operator does to an installation, from its own settings: `npm run operate -- <command>`. */
const commands: Readonly<
  Record<string, { usage: string; run: (config: Config, args: string[]) => Promise<number> }>
> = {
  'verify-store': {
    usage: '[--deep] [--repair]   compare le catalogue et les conteneurs',
    run: verifyStoreCommand,
  },
  'verify-journal': {
    usage: '                      vérifie la chaîne du journal et ses témoins',
    run: verifyJournalCommand,
  },
  backup: {
    usage: '<dossier>             copie la base et les conteneurs ensemble, sans arrêt',
    run: backup,
  },
  restore: {
    usage: '<dossier>             remet une copie dans LIAISON_DATA, qui doit être vide',
    run: restore,
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
const parsed = readConfig(process.env, 'supervisor');
if (!command) {
  const lines = Object.entries(commands).map(([known, { usage }]) => `  ${known.padEnd(15)} ${usage}`);
  process.stderr.write(`Commandes :\n${lines.join('\n')}\n`);
  process.exit(2);
}
if (!parsed.ok) {
  process.stderr.write(`Réglages refusés :\n${parsed.error.map((line) => `  · ${line}`).join('\n')}\n`);
  process.exit(2);
}
const code = await command.run(parsed.value, args).catch((error: unknown) => {
  process.stderr.write(`${name} : ${describeUnstarted(error)}.\n`);
  return 2;
});
process.exit(code);
