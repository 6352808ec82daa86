import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Takes a name on this machine until this process ends, however it ends.
 * @returns false while another process has it
 */
export async function takeLock(name: string): Promise<boolean> {
  const path = pathOf(name);
  if (await listen(path)) return true;
  // Where the address is a file, it outlives a process that was killed: nobody answers behind it.
  if (path.startsWith('\0') || (await isAnswered(path))) return false;
  rmSync(path, { force: true });
  return listen(path);
}

/** Linux's abstract sockets and Windows's pipes vanish with their process; elsewhere a socket is a file. */
function pathOf(name: string): string {
  const short = `liaison-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${short}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${short}` : join(tmpdir(), `${short}.sock`);
}

function listen(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(path, () => resolve(true));
    server.unref();
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
