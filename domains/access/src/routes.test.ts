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
    app = await createApp({
      log: openLog('silent'),
      texts: {},
      publicUrl: 'http://127.0.0.1',
      isSecure: false,
      isBehindProxy: false,
      tls: null,
      findActor: async () => actor,
      onRefusal: async () => {},
    });
    mountLive(app, { database, live, findActor: async () => actor });
  });
  afterEach(() => app.close());

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
