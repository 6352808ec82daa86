/** What stands between a subscriber and an authority, and does what networks do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Proxy = {
  readonly url: string;
  /** Ranges that were asked for, of files of bundles. */
  readonly ranges: string[];
  /** After so many bytes of a file of a bundle the line breaks; null: never. */
  breakAfter: number | null;
  /** Lets pass so many bytes of a file of a bundle, then nothing, and holds the line; null: all of it. */
  hangAfter: number | null;
  /** Bytes of a file of a bundle that come otherwise than they were sent. */
  isCorrupting: boolean;
  close(): Promise<void>;
};

export async function openProxy(target: string): Promise<Proxy> {
  const server = createServer((request, response) => {
    void pass(request, response, target, proxy).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const proxy: Proxy = {
    url: `http://127.0.0.1:${address.port}`,
    ranges: [],
    breakAfter: null,
    hangAfter: null,
    isCorrupting: false,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  proxy: Proxy,
): Promise<void> {
  const path = request.url ?? '/';
  const isFile = path.includes('/bundle-files/');
  const { range, authorization } = request.headers;
  if (isFile) proxy.ranges.push(range ?? '');
  const answer = await fetch(`${target}${path}`, {
    headers: { ...(range ? { range } : {}), ...(authorization ? { authorization } : {}) },
  });
  const body = Buffer.from(await answer.arrayBuffer());
  if (isFile && proxy.isCorrupting) body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length });
  const most = isFile ? (proxy.breakAfter ?? proxy.hangAfter) : null;
  if (most === null) return void response.end(body);
  response.write(body.subarray(0, most), () => {
    if (proxy.breakAfter !== null) response.destroy();
  });
}
