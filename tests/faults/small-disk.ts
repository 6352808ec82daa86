import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A limit on what may be written below a folder. */
export type SmallDisk = {
  /** What is answered to an image that does not fit: out of resources, or a failed file. */
  readonly status: 0xa700 | 0x0110;
  /** Gives room again. */
  release(): void;
  remove(): void;
};

const megabyte = 1024 * 1024;

/**
 * Leaves about 3 MB below `folder`: on a small disk mounted there, which takes root; otherwise by a limit on the size of the
 * files that the process `pid` writes, which is no full disk but a write that fails as well. Says which it is.
 */
export function limitDisk(folder: string, pid: number): SmallDisk {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]).status === 0) {
    const filler = join(folder, 'filler');
    writeFileSync(filler, Buffer.alloc(9 * megabyte));
    return {
      status: 0xa700,
      release: () => rmSync(filler),
      remove: () => void spawnSync('umount', ['--lazy', folder]),
    };
  }
  console.warn('No small disk could be mounted (root only): a limit on file sizes takes its place.');
  const limit = (soft: string) =>
    spawnSync('prlimit', ['--pid', String(pid), `--fsize=${soft}:unlimited`]).status;
  if (limit(String(3 * megabyte)) !== 0) throw new Error('neither mount nor prlimit could limit the disk');
  return { status: 0x0110, release: () => void limit('unlimited'), remove: () => {} };
}
