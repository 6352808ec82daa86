import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { boundBodies } from './body-time.ts';

/** What a request gets that announces a body of 10 bytes and sends `body`. */
async function ask(path: string, body: string): Promise<string> {
  const app = Fastify();
  boundBodies(app, 20);
  const answer = async () => 'whole';
  app.post('/short', answer);
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  try {
    return await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      let heard = '';
      socket.on('data', (piece) => (heard += piece.toString('latin1')));
      socket.on('error', () => {});
      socket.on('close', () => resolve(heard));
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n${body}`,
      );
    });
  } finally {
    await app.close();
  }
}

it('ends a request whose body does not come, and answers one that does', async () => {
  expect(await ask('/short', '')).not.toContain('whole');
  expect(await ask('/short', '0123456789')).toContain('whole');
});
