import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@liaison/config';
import { describeError, type Log } from '@liaison/log';
import { readSigner } from '@liaison/mio-authority';
import { openUpdateStore, readTrustRoot } from '@liaison/mio-bundle';
import { fictiveNomenclatures, type NomenclatureSource } from '@liaison/mio-control';
import { followAuthority, followNomenclatures, openAuthorityClient, UpdateError } from '@liaison/mio-updates';
import manifest from '../package.json' with { type: 'json' };

const pullEveryMs = 15 * 60_000;
const firstRetryMs = 1000;

const folderOf = ({ dataDir }: Config): string => join(dataDir, 'mio-updates');

/**
 * The code lists that controls go by: those of the authority that is followed, once there are some. Without one, a
 * demonstration has the fictive ones, and others none.
 */
export function nomenclaturesOf(config: Config, log: Log): NomenclatureSource {
  const otherwise = config.environment === 'demo' ? fictiveNomenclatures() : [];
  if (!config.updates) return () => otherwise;
  const installed = followNomenclatures(folderOf(config), (error) =>
    log.error('code lists cannot be read', describeError(error)),
  );
  return () => {
    const sets = installed();
    return sets.length > 0 ? sets : otherwise;
  };
}

/**
 * Takes the authority's updates as they are published, and says what is installed; nothing where none is followed. What the
 * operator has to mend is told, and stops nothing else.
 */
export function startUpdates(config: Config, log: Log): { stop(): Promise<void> } {
  const { updates, mio } = config;
  if (!updates) return { stop: async () => {} };
  try {
    const signer = mio.signer && readSigner(mio.signer.folder, mio.signer.passphrase);
    const root = readTrustRoot(readFileSync(updates.rootFile));
    return followAuthority({
      store: openUpdateStore(folderOf(config), root, manifest.version),
      client: openAuthorityClient({ url: updates.url, signer }),
      installation: {
        name: `${hostname()} ${config.node}`.slice(0, 80),
        controllerVersion: manifest.version,
      },
      isSubscribed: signer !== null,
      trustFolder: mio.trustFolder,
      now: () => new Date(),
      pullEveryMs,
      firstRetryMs,
      onInstalled: (versions) =>
        log.info('updates of the MIO authority installed', { count: versions.length }),
      onTrouble: (error) => tellTrouble(log, error),
    });
  } catch (error) {
    log.error('the MIO authority cannot be followed', describeError(error));
    return { stop: async () => {} };
  }
}

/** An authority that is away for a while, or not up yet, is asked again: nothing for the operator to mend. */
function tellTrouble(log: Log, error: unknown): void {
  const isAway = error instanceof UpdateError && error.reason === 'unreachable';
  log[isAway ? 'info' : 'warn']('updates of the MIO authority not taken', describeError(error));
}
