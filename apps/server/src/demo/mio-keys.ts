import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, entrustAuthority, issueController, renewLists } from '@liaison/mio-authority';
import type { Config } from '@liaison/config';

/** Fictive. */
const licensee = {
  organisation: 'Liaison, démonstration',
  // No SIREN begins with 000: nobody's, with a right key.
  siret: '00000002600005',
  licence: 'MIO-DEMO-0001',
};

/**
 * An authority of the demonstration's own, and a controller's key under it, made once: messages can be certified and
 * verified without any ceremony. Nobody else trusts it. What the operator names himself is left alone.
 * @returns what the roles must know of them
 */
export function prepareMioKeys(config: Config): NodeJS.ProcessEnv {
  if (config.mio.signer || config.mio.trustFolder) return {};
  const folder = join(config.dataDir, 'mio');
  const authority = join(folder, 'autorite');
  const signer = join(folder, 'controleur');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passphrase = phraseIn(join(folder, 'phrases.txt'));
  if (existsSync(signer)) renewLists(authority, passphrase.authority, new Date());
  else make(authority, signer, passphrase);
  // This installation is its own authority, and follows it.
  const server = join(folder, 'serveur');
  entrustAuthority(authority, server, new Date());
  return {
    LIAISON_AUTHORITY: server,
    LIAISON_AUTHORITY_PASSPHRASE: passphrase.authority,
    LIAISON_MIO_AUTHORITY_URL: config.publicUrl,
    LIAISON_MIO_ROOT: join(authority, 'confiance', 'racine-maj.json'),
    LIAISON_MIO_SIGNER: signer,
    LIAISON_MIO_PASSPHRASE: passphrase.controller,
    LIAISON_MIO_TRUST: join(authority, 'confiance'),
  };
}

type Phrases = { readonly authority: string; readonly controller: string };

function make(authority: string, signer: string, phrases: Phrases): void {
  const now = new Date();
  const ceremony = { authority: phrases.authority, holder: () => phrases.authority };
  createAuthority(authority, 'Autorité MIO de démonstration', ceremony, now);
  issueController(authority, licensee, signer, phrases, now);
}

/** Made by chance at the first start: a known phrase would protect nothing. */
function phraseIn(file: string): Phrases {
  if (!existsSync(file)) {
    const lines = Array.from({ length: 2 }, () => randomBytes(24).toString('base64url'));
    writeFileSync(file, lines.join('\n'), { mode: 0o600, flag: 'wx' });
  }
  const [authority = '', controller = ''] = readFileSync(file, 'utf8').split('\n');
  return { authority, controller };
}
