import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** dcmtk and dicom3tools as judges of what this package reads and writes. */

/** Whether a program is on this machine; says once that nothing is held against it where it is not. */
export function hasJudge(program: string): boolean {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  if (!isThere) console.warn(`no ${program} on this machine: nothing was held against it`);
  return isThere;
}

/** Runs a judge on a file of these bytes, last among its arguments; both outputs as UTF-8. */
export function judge(
  program: string,
  options: readonly string[],
  file: Buffer,
): { stdout: string; stderr: string } {
  return withFile(file, (path) =>
    spawnSync(program, [...options, path], { encoding: 'utf8', maxBuffer: 1 << 30 }),
  );
}

/** Calls `act` with the path of a file of these bytes, alone in its folder; both are gone afterwards. */
export function withFile<Result>(file: Buffer, act: (path: string, folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-dicom-'));
  try {
    const path = join(folder, 'FILE');
    writeFileSync(path, file);
    return act(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
