import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { adoptSocket, readByEvents } from './adopt-socket.ts';

let server: Server;
afterEach(() => {
  server.close();
});

type Conversation = {
  received: Buffer;
  buffers: Set<ArrayBufferLike>;
  answer: string;
  address: string | undefined;
};

/** Sends `length` bytes to a server that reads them by `adopt`, answers, and sees the end of the connection. */
async function converse(adopt: typeof adoptSocket, length: number): Promise<Conversation> {
  const chunks: Buffer[] = [];
  const buffers = new Set<ArrayBufferLike>();
  let received = 0;
  let adopted: Socket | undefined;
  server = createServer({ pauseOnConnect: true }, (accepted) => {
    adopted = adopt(accepted, (chunk) => {
      buffers.add(chunk.buffer);
      chunks.push(Buffer.from(chunk));
      received += chunk.length;
      if (received === length) adopted?.write('enough');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listening = server.address();
  const port = typeof listening === 'object' && listening ? listening.port : 0;
  const client = connect({ host: '127.0.0.1', port });
  client.write(Buffer.alloc(length, 'abcdefg'));
  const [answer]: unknown[] = await once(client, 'data');
  const address = adopted?.remoteAddress;
  client.end();
  if (adopted) await once(adopted, 'close');
  return { received: Buffer.concat(chunks), buffers, answer: String(answer), address };
}

describe.each([
  ['with a reused buffer', adoptSocket],
  ['by events', readByEvents],
])('an accepted connection read %s', (_name, adopt) => {
  it('gives every byte in order, answers, and closes', async () => {
    const { received, answer, address } = await converse(adopt, 3_000_001);
    expect(received.equals(Buffer.alloc(3_000_001, 'abcdefg'))).toBe(true);
    expect(answer).toBe('enough');
    expect(address).toBe('127.0.0.1');
  });

  it('is no longer counted by the server once closed', async () => {
    await converse(adopt, 10);
    const closed = once(server, 'close');
    server.close();
    await closed;
    expect(server.listening).toBe(false);
  });
});

describe('the reused buffer', () => {
  it('is one for a whole connection: this Node still lets us', async () => {
    const { buffers } = await converse(adoptSocket, 3_000_000);
    expect(buffers.size).toBe(1);
  });

  it('is given up where handles are not what they were', async () => {
    const { received } = await converse((accepted, onChunk) => {
      const handle: unknown = Reflect.get(accepted, '_handle');
      if (typeof handle === 'object' && handle !== null) Reflect.set(handle, 'useUserBuffer', undefined);
      return adoptSocket(accepted, onChunk);
    }, 100_000);
    expect(received).toHaveLength(100_000);
  });
});
