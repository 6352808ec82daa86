import { setTimeout as pause } from 'node:timers/promises';
import { openFolder } from '@liaison/exchange-folder';
import { FileSpaceError, SettledFiles, type FileSpace } from '@liaison/file-space';
import { readNeed } from '@liaison/mio-control';
import { openSigner } from '@liaison/mio-sdk';
import { exitCodes, FileError, UsageError, type Command, type Terminal } from '../command.ts';
import { readFile } from '../files.ts';
import { passphrase } from '../keys/passphrase.ts';
import { openController } from '../open-controller.ts';
import { onlyFile, parseOptions } from '../parse-options.ts';
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
    const report = (told: string) => terminal.out(`${told}\n`);
    if (values.once) return (await lookOnce(space, drop, report)) ? exitCodes.ok : exitCodes.refused;
    return watchOn({ root, space, drop, report }, terminal);
  },
};

async function open(root: string): Promise<FileSpace> {
  try {
    return await openFolder(root, watchedFolders);
  } catch (error) {
    if (!(error instanceof FileSpaceError)) throw error;
    throw new FileError(`${root} : ce dossier ne s’ouvre pas (${error.detail}).`, { cause: error });
  }
}

type Report = (told: string) => void;

/** All that is there counts as whole. @returns whether all of it conforms */
async function lookOnce(space: FileSpace, drop: WatchedDrop, report: Report): Promise<boolean> {
  let isRight = true;
  for (const { name } of await space.list('depot')) {
    const { isAccepted, told } = await drop.take(name);
    report(told);
    isRight &&= isAccepted;
  }
  return isRight;
}

type Watching = {
  readonly root: string;
  readonly space: FileSpace;
  readonly drop: WatchedDrop;
  readonly report: Report;
};

/** Until it is interrupted; what fails is told, and tried again. */
async function watchOn({ root, space, drop, report }: Watching, terminal: Terminal) {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const settled = new SettledFiles(restMs);
  report(`${root} est surveillé. Déposez les messages dans depot ; Ctrl-C pour arrêter.`);
  while (!stop.signal.aborted) {
    try {
      for (const { name } of settled.look(await space.list('depot'))) {
        if (stop.signal.aborted) break;
        report((await drop.take(name)).told);
      }
    } catch (error) {
      if (!(error instanceof FileSpaceError)) throw error;
      terminal.err(`${root} : ${error.trouble} ${error.detail}. Nouvel essai.\n`);
    }
    await pause(everyMs, undefined, { signal: stop.signal }).catch(() => {});
  }
  return exitCodes.ok;
}
