import { setTimeout as pause } from 'node:timers/promises';
import { makeFolders, openFolder } from '@liaison/exchange-folder';
import { FileSpaceError, SettledFiles, type FileSpace, type FoundFile } from '@liaison/file-space';
import { readNeed } from '@liaison/mio-control';
import { openSigner } from '@liaison/mio-sdk';
import { exitCodes, FileError, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { readFile } from '../files.ts';
import { passphrase } from '../keys/passphrase.ts';
import { openController } from '../open-controller.ts';
import { onlyFile, parseOptions } from '../parse-options.ts';
import { tellTrouble } from '../watch/troubles.ts';
import { WatchedDrop, watchedFolders } from '../watch/watched-drop.ts';

const everyMs = 500;
/** How long a file must stay the same before it is taken for whole. */
const restMs = 2000;

export const watch: Command = {
  name: 'watch',
  summary: 'surveille un dossier : contrôle et certifie ce qui y est déposé, sans serveur',
  usage: `MIO_PASSPHRASE=… mio watch <dossier> [options]
  Ce qui est mis dans <dossier>/depot (XML, JSON, CSV ou classeur) est contrôlé, puis rangé dans envoyes
  (prêt à partir) ou erreurs ; le résultat est dans rapports. Ctrl-C pour arrêter.
  --signer <dossier>    certifie ce qui est conforme, avec cette clé
  --need <M10.xml>      la demande de prix à laquelle les offres répondent
  --once                traite ce qui est là, puis s’arrête
  --demo                avec les nomenclatures fictives de la démonstration`,

  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      signer: { type: 'string' },
      need: { type: 'string' },
      once: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
    });
    const root = onlyFile(positionals);
    const signer = values.signer === undefined ? null : openSigner(values.signer, passphrase());
    const need = values.need === undefined ? undefined : readNeed(readFile(values.need).bytes);
    if (values.need !== undefined && !need)
      throw new UsageError(`${values.need} n’est pas une demande de prix (M10) lisible.`);
    const space = await open(root);
    const drop = new WatchedDrop({
      space,
      signer,
      controller: openController({ isDemo: values.demo }),
      need,
    });
    const watched = { root, space, drop, terminal };
    return values.once ? lookOnce(watched) : watchOn(watched);
  },
};

async function open(root: string): Promise<FileSpace> {
  try {
    await makeFolders(root, watchedFolders);
    return await openFolder(root, watchedFolders);
  } catch (error) {
    if (!(error instanceof FileSpaceError)) throw error;
    throw new FileError(`${root} : ce dossier ne s’ouvre pas (${error.detail}).`, { cause: error });
  }
}

type Watched = {
  readonly root: string;
  readonly space: FileSpace;
  readonly drop: WatchedDrop;
  readonly terminal: Terminal;
};

type Look = {
  /** Some of what was taken does not conform. */
  hasRefused: boolean;
  /** What was left where it is, and why. */
  readonly troubles: string[];
};

/** Takes what `choose` keeps of the files that are there. What goes wrong with one of them holds up no other. */
async function look(
  { root, space, drop, terminal }: Watched,
  choose: (found: readonly FoundFile[]) => readonly FoundFile[],
  stop?: AbortSignal,
): Promise<Look> {
  const seen: Look = { hasRefused: false, troubles: [] };
  const orTrouble = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof FileSpaceError)) throw error;
      seen.troubles.push(tellTrouble(what, error));
    }
  };
  await orTrouble(root, async () => {
    for (const { name } of choose(await space.list('depot'))) {
      if (stop?.aborted) return;
      await orTrouble(name, async () => {
        const { isAccepted, told } = await drop.take(name);
        terminal.out(`${told}\n`);
        seen.hasRefused ||= !isAccepted;
      });
    }
  });
  return seen;
}

/** All that is there counts as whole. */
async function lookOnce(watched: Watched): Promise<ExitCode> {
  const { hasRefused, troubles } = await look(watched, (found) => found);
  for (const told of troubles) watched.terminal.err(`${told}\n`);
  if (troubles.length > 0) return exitCodes.file;
  return hasRefused ? exitCodes.refused : exitCodes.ok;
}

/** Until it is interrupted; what fails is told once, and tried again. */
async function watchOn(watched: Watched): Promise<ExitCode> {
  const { root, terminal } = watched;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const settled = new SettledFiles(restMs);
  terminal.out(`${root} est surveillé. Déposez les messages dans depot ; Ctrl-C pour arrêter.\n`);
  let before: readonly string[] = [];
  while (!stop.signal.aborted) {
    const { troubles } = await look(watched, (found) => settled.look(found), stop.signal);
    for (const told of troubles) if (!before.includes(told)) terminal.err(`${told}\n`);
    before = troubles;
    await pause(everyMs, undefined, { signal: stop.signal }).catch(() => {});
  }
  return exitCodes.ok;
}
