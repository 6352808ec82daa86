import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kept = new Set<string>();

/** A folder of its own below the system's temporary one; gone when the process ends, whichever way it ends. */
export function makeScratch(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `liaison-bench-${name}-`));
  kept.add(path);
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
    kept.delete(path);
  };
  return { path, remove };
}

process.on('exit', () => {
  for (const path of kept) rmSync(path, { recursive: true, force: true });
});

/** Has the file system write what it owes, so that one run does not pay for what another wrote. */
export function settleDisk(): void {
  spawnSync('sync', ['-f', tmpdir()], { stdio: 'ignore' });
}
