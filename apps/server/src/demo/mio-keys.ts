import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@liaison/config';

const renewedAfterMs = 30 * 86_400_000;

/** Within the folder of the demonstration's keys. */
const names = {
  authority: 'autorite',
  signer: 'controleur',
  /** What the authority's server works with. */
  server: 'serveur',
  phrases: 'phrases.txt',
  trust: join('autorite', 'confiance'),
  /** Lasts a year; the server renews the other list itself. */
  list: join('autorite', 'confiance', 'racine.crl'),
} as const;

/**
 * An authority of the demonstration's own, and a controller's key under it, made once: messages can be certified and
 * verified without any ceremony. Nobody else trusts it. What the operator names himself is left alone.
 * @returns what the roles must know of them
 */
export async function prepareMioKeys(config: Config): Promise<NodeJS.ProcessEnv> {
  if (config.mio.signer || config.mio.trustFolder || config.authority || config.updates) return {};
  const folder = join(config.dataDir, 'mio');
  await keepCeremony(folder);
  const phrases = readPhrases(folder);
  return {
    // This installation is its own authority, and follows it.
    LIAISON_AUTHORITY: join(folder, names.server),
    LIAISON_AUTHORITY_PASSPHRASE: phrases.authority,
    LIAISON_DEMO_AUTHORITY: 'yes',
    LIAISON_MIO_AUTHORITY_URL: config.publicUrl,
    LIAISON_MIO_ROOT: join(folder, names.trust, 'racine-maj.json'),
    LIAISON_MIO_SIGNER: join(folder, names.signer),
    LIAISON_MIO_PASSPHRASE: phrases.controller,
    LIAISON_MIO_TRUST: join(folder, names.trust),
  };
}

/** What makes keys is loaded on the day that it is needed: it weighs more than all that a start loads. */
async function keepCeremony(folder: string): Promise<void> {
  const isHeld = existsSync(join(folder, names.server));
  if (isHeld && Date.now() - statSync(join(folder, names.list)).mtimeMs < renewedAfterMs) return;
  const { holdCeremony, renewDemoLists } = await import('./hold-ceremony.ts');
  if (isHeld) return renewDemoLists(placesIn(folder), readPhrases(folder));
  // One that was cut short is held anew, whole.
  const making = `${folder}.en-cours`;
  for (const remains of [making, folder]) rmSync(remains, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  holdCeremony(placesIn(making), makePhrases(making));
  renameSync(making, folder);
}

export type Places = Readonly<Record<'authority' | 'signer' | 'server', string>>;

function placesIn(folder: string): Places {
  return {
    authority: join(folder, names.authority),
    signer: join(folder, names.signer),
    server: join(folder, names.server),
  };
}

export type Phrases = { readonly authority: string; readonly controller: string };

/** Made by chance: a known phrase would protect nothing. */
function makePhrases(folder: string): Phrases {
  const lines = Array.from({ length: 2 }, () => randomBytes(24).toString('base64url'));
  writeFileSync(join(folder, names.phrases), lines.join('\n'), { mode: 0o600, flag: 'wx' });
  return readPhrases(folder);
}

function readPhrases(folder: string): Phrases {
  const [authority = '', controller = ''] = readFileSync(join(folder, names.phrases), 'utf8').split('\n');
  return { authority, controller };
}
