import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const shared = resolve(
  process.env['LIAISON_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'),
  'dicom',
);

/** Real files to test with, one of each series; none where they are not here. */
export function findSamples(): string[] {
  if (!existsSync(shared)) return [];
  const all = readdirSync(shared, { recursive: true, encoding: 'utf8' });
  return all
    .filter((name) => name.endsWith('.dcm'))
    .toSorted()
    .map((name) => join(shared, name));
}
