import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What is installed for each peer; exceljs 4.4.0 asks for packages that are no longer there unless others replace them. */
const peers = {
  exceljs: {
    version: '4.4.0',
    overrides: { unzipper: '^0.12.3', archiver: '^7.0.1', uuid: '^11', tmp: '^0.2.3' },
  },
  'xml-crypto': { version: '6.3.2', overrides: {} },
} as const;
export type Peer = keyof typeof peers;

const cache = join(tmpdir(), 'liaison-bench-cache');

export function nameOf(peer: Peer): string {
  return `${peer} ${peers[peer].version}`;
}

export function folderOf(peer: Peer): string {
  return join(cache, `${peer}-${peers[peer].version}`);
}

/**
 * Installs a peer by npm into a cache below the temporary folder, once; part of the measure only, never of the project.
 * Gives why it could not be, null where it is there.
 */
export async function installPeer(peer: Peer): Promise<string | null> {
  const folder = folderOf(peer);
  if (existsSync(folder)) return null;
  const { version, overrides } = peers[peer];
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const manifest = { private: true, dependencies: { [peer]: version }, overrides };
  writeFileSync(join(partial, 'package.json'), JSON.stringify(manifest));
  try {
    const options = { cwd: partial, timeout: 120_000 };
    await run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'], options);
  } catch {
    return `npm install ${peer}@${version}`;
  }
  renameSync(partial, folder);
  return null;
}
