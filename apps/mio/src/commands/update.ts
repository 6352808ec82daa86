import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readSigner, readUpdateRoot, renewList } from '@liaison/mio-authority';
import {
  BundleError,
  bundleErrorsFr,
  inForce,
  openUpdateStore,
  type InstalledVersion,
  type UpdateStore,
} from '@liaison/mio-bundle';
import {
  describeState,
  openAuthorityClient,
  takeUpdates,
  UpdateError,
  withFolderLock,
  type AuthorityClient,
} from '@liaison/mio-updates';
import manifest from '../../package.json' with { type: 'json' };
import { exitCodes, FileError, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { readFile } from '../files.ts';
import { passphrase } from '../keys/passphrase.ts';
import { parseOptions } from '../parse-options.ts';

export const update: Command = {
  name: 'update',
  summary: 'prend les mises à jour d’une autorité : nomenclatures, règles, clés',
  usage: `mio update <dossier> --from <adresse> [options]
mio update <dossier> --file <lot.zip> [--file …] [options]
  <dossier>             où les mises à jour sont gardées, pour « mio check --lists <dossier> »
  --from <adresse>      l’autorité, par exemple https://mio.example.org
  --file <lot.zip>      sans réseau : des lots reçus par fichier, dans leur ordre
  --root <fichier>      la première fois : racine-maj.json, que l’autorité a remis
  --signer <dossier>    licence sous laquelle dire ce qui est installé (MIO_PASSPHRASE ouvre sa clé)
  --trust <dossier>     dossier de confiance, dont les listes de révocations sont renouvelées
Ce qui est interrompu reprend où il en était. Code de sortie : 0 à jour, 1 mise à jour refusée, 3 réseau ou fichier.`,

  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      from: { type: 'string' },
      file: { type: 'string', multiple: true, default: [] },
      root: { type: 'string' },
      signer: { type: 'string' },
      trust: { type: 'string' },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('un dossier, et un seul, est attendu.');
    if ((values.from === undefined) === (values.file.length === 0))
      throw new UsageError('--from ou --file est attendu, et pas les deux.');
    if (values.from !== undefined && !URL.canParse(values.from))
      throw new UsageError(`--from ${values.from} : attendu une adresse comme https://mio.example.org.`);
    const done = await withFolderLock(folder, async () => {
      const store = openStore(folder, values.root);
      if (values.from === undefined) return importFiles(store, values.file, terminal);
      const signer = values.signer === undefined ? null : readSigner(values.signer, passphrase());
      const client = openAuthorityClient({ url: values.from, signer });
      return pull(store, client, { ...values, isSubscribed: signer !== null }, terminal);
    });
    if (done === null) throw new FileError(`${folder} : une autre mise à jour est en cours.`);
    tellState(store(folder), terminal);
    return done;
  },
};

const store = (folder: string): UpdateStore => openUpdateStore(folder, null, manifest.version);

/** @throws UsageError where this is the first time, and no root is given */
function openStore(folder: string, rootFile: string | undefined): UpdateStore {
  if (existsSync(join(folder, 'state.json'))) return store(folder);
  if (rootFile === undefined)
    throw new UsageError('--root est attendu la première fois : à quelles clés se fier ?');
  const opened = openUpdateStore(folder, readUpdateRoot(rootFile), manifest.version);
  opened.keepRoot();
  return opened;
}

async function pull(
  updates: UpdateStore,
  client: AuthorityClient,
  { trust, isSubscribed }: { trust?: string | undefined; isSubscribed: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const code = await orRefusal(terminal, async () => {
    tellInstalled(await takeUpdates(updates, client, new Date()), terminal);
    if (trust === undefined) return;
    const lists = await client.readLists();
    renewList(trust, 'racine.crl', lists['racine.crl']);
    renewList(trust, 'autorite.crl', lists['autorite.crl']);
  });
  if (!isSubscribed) return code.exit;
  const installation = { name: hostname().slice(0, 80), controllerVersion: manifest.version };
  const told = await orRefusal(terminal, () =>
    client.report(describeState(updates.state(), installation, code.trouble)),
  );
  return code.exit === exitCodes.ok ? told.exit : code.exit;
}

function importFiles(updates: UpdateStore, files: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return orRefusal(terminal, async () => {
    for (const file of files) tellInstalled([updates.install(readFile(file).bytes)], terminal);
  }).then(({ exit }) => exit);
}

async function orRefusal(
  terminal: Terminal,
  work: () => Promise<void>,
): Promise<{ exit: ExitCode; trouble: string | null }> {
  try {
    await work();
    return { exit: exitCodes.ok, trouble: null };
  } catch (error) {
    if (error instanceof BundleError) {
      terminal.err(`${bundleErrorsFr[error.code]}\n`);
      return { exit: exitCodes.refused, trouble: error.code };
    }
    if (!(error instanceof UpdateError)) throw error;
    terminal.err(`${error.message}\n`);
    return { exit: error.reason === 'refused' ? exitCodes.refused : exitCodes.file, trouble: error.reason };
  }
}

function tellInstalled(versions: readonly InstalledVersion[], terminal: Terminal): void {
  for (const { bundleId, version } of versions) terminal.out(`Installé : ${bundleId}, version ${version}.\n`);
}

function tellState(updates: UpdateStore, terminal: Terminal): void {
  const { versions } = updates.state();
  const now = new Date();
  const bundleIds = [...new Set(versions.map(({ bundleId }) => bundleId))].toSorted();
  for (const bundleId of bundleIds) {
    const current = inForce(updates.state(), bundleId, now);
    terminal.out(`${bundleId} : ${current ? `version ${current.version} en vigueur` : 'à venir'}.\n`);
  }
}
