import { once } from 'node:events';
import { request } from 'node:http';
import { DomainError, newId, type StructureId, type UserActor, type UserId } from '@liaison/kernel';
import { expect, it } from 'vitest';
import { openAdmission } from './admission.ts';
import { openTestApp } from './testing.ts';

const makeUser = (feature: UserActor['features'][number]): UserActor => ({
  kind: 'user',
  userId: newId<UserId>(),
  structureId: newId<StructureId>(),
  communityIds: [],
  features: [feature],
  displayName: 'TEST Camille',
});
const users: Record<string, UserActor> = {
  one: makeUser('buyer'),
  two: makeUser('buyer'),
  three: makeUser('buyer'),
  other: makeUser('clinical'),
};

/** Two requests at once, each over when `end` is called. */
async function openSending() {
  const app = await openTestApp(
    { 'test/busy': 'Attendez.', 'access/refused': 'Vous n’avez pas accès à cet élément.' },
    async ({ headers, raw }) => {
      // One that is still asked for when it leaves.
      if (headers['x-leaves']) await new Promise((resolve) => raw.socket.once('close', resolve));
      return users[String(headers['x-test'])] ?? null;
    },
  );
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const admit = openAdmission({ most: 2, busyCode: 'test/busy' });
  const ends: (() => void)[] = [];
  let gone = 0;
  const lookedAt = Promise.withResolvers<void>();
  app.addHook('onError', async ({ headers }) => void (headers['x-leaves'] && lookedAt.resolve()));
  app.route({
    method: 'POST',
    url: '/api/sent',
    ...admit(
      ({ features }) => {
        if (!features.includes('buyer')) throw new DomainError('forbidden', 'access/refused');
      },
      async (_request, { raw }) => {
        raw.once('close', () => (gone += 1));
        const over = Promise.withResolvers<string>();
        ends.push(() => over.resolve('over'));
        return over.promise;
      },
    ),
  });
  const send = async (who: string) =>
    (await app.inject({ method: 'POST', url: '/api/sent', headers: { 'x-test': who } })).statusCode;
  return { app, send, ends, gone: () => gone, lookedAt: lookedAt.promise };
}

it('takes one request of a user and so many of all, and the next once one is over', async () => {
  const { app, send, ends } = await openSending();
  expect([await send('nobody'), await send('other')]).toEqual([401, 403]);
  const underWay = [send('one'), send('two')];
  await expect.poll(() => ends.length).toBe(2);
  expect([await send('one'), await send('three')]).toEqual([429, 429]);
  ends[0]?.();
  expect(await underWay[0]).toBe(200);
  const next = send('three');
  await expect.poll(() => ends.length).toBe(3);
  for (const end of ends) end();
  expect([await underWay[1], await next]).toEqual([200, 200]);
  await app.close();
});

it('counts nobody who has left before he was known', async () => {
  const { app, send, ends, lookedAt } = await openSending();
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const arrived = once(app.server, 'request');
  const leaving = request(`${origin}/api/sent`, {
    method: 'POST',
    headers: { 'x-test': 'one', 'x-leaves': '1', 'content-type': 'application/xml' },
  });
  leaving.on('error', () => {});
  leaving.write('{');
  await arrived;
  leaving.destroy();
  await lookedAt;
  const next = send('one');
  await expect.poll(() => ends.length).toBe(1);
  ends[0]?.();
  expect(await next).toBe(200);
  await app.close();
});

it('counts who leaves until what he sent is dealt with', async () => {
  const { app, send, ends, gone } = await openSending();
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const leaving = request(`${origin}/api/sent`, { method: 'POST', headers: { 'x-test': 'one' } });
  leaving.on('error', () => {});
  leaving.end();
  await expect.poll(() => ends.length).toBe(1);
  leaving.destroy();
  await expect.poll(gone).toBe(1);
  expect(await send('one')).toBe(429);
  ends[0]?.();
  const next = send('one');
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  expect(await next).toBe(200);
  await app.close();
});
