import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The program of the `receive` role. */
export const receiveEntry = join(import.meta.dirname, 'receive.ts');

/**
 * Options of Node for it. Images pass through buffers outside the heap, and what little lives on it dies
 * young: the young generation needs no 16 MB, of which it would keep what loading the modules took.
 */
export const receiveExecArgv: readonly string[] = ['--max-semi-space-size=2'];

/**
 * Leaves the program of the role in a compile cache (a folder), its types stripped, by a process that ends at once: one
 * that strips them itself weighs 30 MB more for its whole life.
 */
export async function loadReceiveRole(compileCache: string): Promise<void> {
  const child = fork(receiveEntry, ['load'], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    execArgv: [...process.execArgv, ...receiveExecArgv],
  });
  await once(child, 'exit');
}
