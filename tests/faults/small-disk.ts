import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A limit on what may be written below a folder. */
export type SmallDisk = {
  /** Gives room again. */
  release(): void;
  /** Makes the disk read-only, and writable again. False: a file is being written, it is to be asked again. */
  allowWrites(isAllowed: boolean): boolean;
  remove(): void;
};

const megabyte = 1024 * 1024;

/**
 * Leaves about 3 MB below `folder`: on a small disk mounted there, which takes root; otherwise by a limit on the size of the
 * files that the process `pid` writes, which is no full disk but a write that fails as well. Says which it is.
 */
export function limitDisk(folder: string, pid: number): SmallDisk {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]).status === 0) {
    const filler = join(folder, 'filler');
    writeFileSync(filler, Buffer.alloc(21 * megabyte));
    return {
      release: () => rmSync(filler),
      allowWrites: (isAllowed) =>
        spawnSync('mount', ['-o', `remount,${isAllowed ? 'rw' : 'ro'}`, folder]).status === 0,
      remove: () => void spawnSync('umount', ['--lazy', folder]),
    };
  }
  console.warn('No small disk could be mounted (root only): a limit on file sizes takes its place.');
  const limit = (soft: string) =>
    spawnSync('prlimit', ['--pid', String(pid), `--fsize=${soft}:unlimited`]).status;
  if (limit(String(3 * megabyte)) !== 0) throw new Error('neither mount nor prlimit could limit the disk');
  return {
    release: () => void limit('unlimited'),
    allowWrites(isAllowed) {
      for (const name of ['.', 'open']) chmodSync(join(folder, name), isAllowed ? 0o755 : 0o555);
      return true;
    },
    remove: () => {},
  };
}
