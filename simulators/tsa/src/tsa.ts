import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '@liaison/kernel';
import { TspError, readTimestampQuery } from '@liaison/tsp';
import { grantTimestamp, refuseTimestamp } from './grant.ts';
import type { TimestampSigner } from './grant.ts';

/** `policy`: the object identifier under which tokens are granted; queries that ask for another are refused. */
export type TsaOptions = { readonly signer: TimestampSigner; readonly policy: string; readonly clock: Clock };

export type Tsa = AsyncDisposable & { readonly url: string };

const mostQueryBytes = 4096;

/** A time-stamping authority on a port of its own, on loopback (RFC 3161, 3.4). */
export async function startTsa(options: TsaOptions): Promise<Tsa> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/tsa`, [Symbol.asyncDispose]: () => stop(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: TsaOptions,
): Promise<void> {
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/timestamp-query') {
    response.writeHead(request.method === 'POST' ? 415 : 405).end();
    return;
  }
  const query = await readQuery(request);
  if (!query) {
    response.writeHead(413).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply(query, options));
}

function reply(query: Buffer, { signer, policy, clock }: TsaOptions): Buffer {
  try {
    const asked = readTimestampQuery(query);
    if (asked.policy !== null && asked.policy !== policy) return refuseTimestamp('unaccepted policy');
    return grantTimestamp(asked, signer, { time: clock.now(), policy });
  } catch (error) {
    if (error instanceof TspError) return refuseTimestamp(error.code);
    throw error;
  }
}

async function readQuery(request: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) return null;
    length += piece.length;
    if (length > mostQueryBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
