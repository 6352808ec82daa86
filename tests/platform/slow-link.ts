import { createServer, connect, type Socket } from 'node:net';

/** A TCP link to `target` on this machine whose upload passes at `bytesPerSecond`, changeable while it runs. */
export type SlowLink = { port: number; setRate(bytesPerSecond: number): void; close(): Promise<void> };

const tickMs = 20;

export async function openSlowLink(target: number, bytesPerSecond: number): Promise<SlowLink> {
  let rate = bytesPerSecond;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    upstream.pipe(client);
    throttle(client, upstream, () => rate);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    setRate(next) {
      rate = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function throttle(from: Socket, to: Socket, rate: () => number): void {
  let isEnded = false;
  const pass = setInterval(() => {
    const allowance = Math.max(1, Math.floor((rate() * tickMs) / 1000));
    const available = Math.min(allowance, from.readableLength);
    // Asked for nothing, it still tells its end.
    const chunk: Buffer | null = from.read(available);
    if (chunk) to.write(chunk);
    if (isEnded && from.readableLength === 0) to.end();
  }, tickMs);
  from.on('readable', () => {});
  from.on('end', () => {
    isEnded = true;
    to.end();
  });
  from.on('close', () => {
    clearInterval(pass);
    // Who sent is gone without a word: so is the link.
    if (!isEnded) to.destroy();
  });
  to.on('close', () => from.destroy());
}
