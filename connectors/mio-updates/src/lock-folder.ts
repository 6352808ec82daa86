import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One process writes a folder of updates at a time. The lock of a process that was killed holds nobody up.
 * @returns null, and nothing was done, while another process has it
 */
export async function withFolderLock<Value>(
  folder: string,
  work: () => Promise<Value>,
): Promise<Value | null> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'verrou');
  if (!take(path)) {
    if (isAlive(Number(readFileSync(path, 'utf8')))) return null;
    rmSync(path, { force: true });
    if (!take(path)) return null;
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one that lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
