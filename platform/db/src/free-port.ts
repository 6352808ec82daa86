import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, which may take one between its choice and its use. */
const first = 20_000;
const count = 12_000;
/** Processes that look at the same time begin at places of their own. */
let next = (process.pid * 64) % count;

/** A port of this machine that nobody listens on now; none twice from one process before all were given. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < count; tried += 1) {
    const port = first + next;
    next = (next + 1) % count;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${first} to ${first + count} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
