import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './start-platform.ts';

const shared = process.env['LIAISON_SHARED_DATA'] ?? resolve(root, '../shared/data');

/** The slices of a real head CT, where this machine has them; otherwise says what the test lacked. */
export function realHeadCt(): string[] {
  const folder = join(shared, 'dicom/ct-brain');
  if (!existsSync(folder)) {
    console.warn(`Without ${folder} (set LIAISON_SHARED_DATA): the synthetic CT takes the place of the real one.`);
    return [];
  }
  return globSync('*.dcm', { cwd: folder }).toSorted().map((name) => join(folder, name));
}
