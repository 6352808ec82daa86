import { connect } from 'node:net';
import { openDatabase } from '@liaison/db';
import { createApp, type App } from '@liaison/http';
import { newId, type CommunityId, type StructureId, type UserActor, type UserId } from '@liaison/kernel';
import type { Hint, Live } from '@liaison/live';
import { openLog } from '@liaison/log';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountLive } from './routes.ts';

const actor: UserActor = {
  kind: 'user',
  userId: newId<UserId>(),
  structureId: newId<StructureId>(),
  communityIds: [newId<CommunityId>()],
  features: ['clinical'],
  displayName: 'TEST Camille',
};

describe('the stream of live hints', () => {
  let app: App;
  let asked: number;
  let known: Promise<void>;
  const listeners = new Set<(hint: Hint) => void>();
  const live: Live = {
    subscribe(_topics, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onResume: () => () => {},
    close: async () => {},
  };
  // His own topics are his without asking: nothing is read from the database.
  const database = openDatabase('app', 'postgres://nobody@127.0.0.1:1/none');

  beforeEach(async () => {
    [asked, known] = [0, Promise.resolve()];
    listeners.clear();
    app = await createApp({
      log: openLog('silent'),
      texts: {},
      publicUrl: 'http://127.0.0.1',
      isSecure: false,
      isBehindProxy: false,
      tls: null,
      findActor: async () => {
        asked += 1;
        await known;
        return actor;
      },
      onRefusal: async () => {},
    });
    mountLive(app, { database, live, findActor: async () => actor });
  });
  afterEach(() => app.close());

  it('holds nothing for who left before it began', async () => {
    const looking = Promise.withResolvers<void>();
    known = looking.promise;
    const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/live`;
    const sockets = Array.from({ length: 20 }, () => connect(Number(new URL(url).port), '127.0.0.1'));
    for (const socket of sockets) socket.write('GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await expect.poll(() => asked).toBe(20);
    for (const socket of sockets) socket.destroy();
    const connections = () =>
      new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)));
    await expect.poll(connections).toBe(0);
    looking.resolve();
    const reply = await fetch(url);
    expect(reply.status).toBe(200);
    expect(listeners.size).toBe(1);
    await reply.body?.cancel();
  });

  it('is refused to who holds too many, and given again when one of them is closed', async () => {
    const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/live`;
    const stop = new AbortController();
    const held = await Promise.all(Array.from({ length: 20 }, () => fetch(url, { signal: stop.signal })));
    expect(held.map((reply) => reply.status)).toEqual(Array(20).fill(200));
    expect((await fetch(url)).status).toBe(429);
    stop.abort();
    await expect.poll(async () => listeners.size).toBe(0);
    const again = await fetch(url);
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });
});
