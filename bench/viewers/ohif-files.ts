import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ohifPackage = '@ohif/app@3.13.2';
const cache = join(tmpdir(), 'liaison-bench-cache');

/**
 * The folder of OHIF's built pages, from its npm package, which has them ready. Fetched once by npm into a cache below the
 * temporary folder; part of the measure only, never of the project. Rejects where npm cannot fetch it.
 */
export async function fetchOhif(): Promise<string> {
  const folder = join(cache, ohifPackage.replaceAll(/[^a-z0-9.]+/g, '-'));
  const dist = join(folder, 'package/dist');
  if (existsSync(dist)) return dist;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const { stdout } = await run('npm', ['pack', ohifPackage, '--silent', '--pack-destination', partial], {
    cwd: partial,
    timeout: 120_000,
  });
  await run('tar', ['-xzf', join(partial, stdout.trim()), '-C', partial, '--exclude=*.map']);
  renameSync(partial, folder);
  return dist;
}
