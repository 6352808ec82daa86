import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What decides of a control and of its certificate. */
const packages = ['@liaison/mio', '@liaison/mio-control', '@liaison/mio-certificate', '@liaison/xml'];

let known: string | undefined;

/** SHA-256 over the program's own files, as they run: a certificate says by what it was made. Hexadecimal. */
export function buildSha256(): string {
  known ??= digestOf(packages.map((name) => dirname(fileURLToPath(import.meta.resolve(name)))));
  return known;
}

/** TypeScript in the repository, JavaScript where the package was packed: the files that run, and no others. */
function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  const pattern = `**/*${extname(import.meta.filename)}`;
  for (const folder of folders)
    for (const file of globSync(pattern, { cwd: folder, exclude: ['**/*.test.ts'] }).toSorted())
      hash.update(`${file.replaceAll('\\', '/')}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
