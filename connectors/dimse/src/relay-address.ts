import { createHash } from 'node:crypto';
import { openSync } from 'node:fs';
import { platform } from 'node:os';
import { basename, dirname } from 'node:path';

/** Of `sun_path`, its end included, where it is shortest (104 on macOS, 108 on Linux). */
const longestPath = 103;

/**
 * What to listen on or connect to for a socket at `path`. Windows has pipes with names instead. A path longer than a socket
 * may have is reached on Linux through its open folder; elsewhere it is refused (`TypeError`).
 */
export function relayAddress(path: string): string {
  if (platform() === 'win32') {
    return `\\\\.\\pipe\\liaison-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  }
  if (Buffer.byteLength(path) <= longestPath) return path;
  if (platform() !== 'linux')
    throw new TypeError('the path of the data folder is too long for a local socket');
  return `/proc/self/fd/${openFolder(dirname(path))}/${basename(path)}`;
}

/** One descriptor for each folder, for the life of the process. */
const openFolders = new Map<string, number>();

function openFolder(folder: string): number {
  const known = openFolders.get(folder);
  if (known !== undefined) return known;
  const descriptor = openSync(folder, 'r');
  openFolders.set(folder, descriptor);
  return descriptor;
}
