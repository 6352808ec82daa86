import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

export const root = resolve(import.meta.dirname, '..');

/** Builds the pages when anything they are made of changed since the last build. */
export async function buildWeb() {
  const stamp = join(root, 'apps/web/dist/.built-from');
  const wanted = sourcesDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Construction des pages…');
  await build({ root: join(root, 'apps/web'), logLevel: 'warn' });
  writeFileSync(stamp, wanted);
}

function sourcesDigest() {
  const files = globSync(
    [
      'apps/web/{src,public}/**/*',
      'apps/web/*.{html,ts,json}',
      '{domains,platform,simulators}/*/src/**/*.ts',
      'package-lock.json',
    ],
    {
      cwd: root,
      exclude: ['**/*.test.ts'],
      withFileTypes: true,
    },
  );
  const hash = createHash('sha256');
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.toSorted()) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}
