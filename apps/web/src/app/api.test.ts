import { endpoint } from '@liaison/http/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { mkdtempSync, openAsBlob, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

import { addressOf, ApiError, callEndpoint, onSignedOut, sendFile } from './api.ts';

const readThing = endpoint({
  method: 'GET',
  url: '/things/:thingId',
  summary: 'Une chose.',
  params: z.object({ thingId: z.string() }),
  query: z.object({
    search: z.string().optional(),
    limit: z.coerce.number().default(5),
    state: z.array(z.string()).optional(),
  }),
  reply: z.object({ name: z.string() }),
});

let server: Server | undefined;
const realFetch = globalThis.fetch;

/** A real server that always gives this answer; relative addresses go to it, as in a page. */
async function answering(status: number, body: string, type = 'application/json'): Promise<void> {
  server = createServer((_request, reply) =>
    reply.writeHead(status, { 'content-type': type, 'x-request-id': 'r-1' }).end(body),
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  globalThis.fetch = (path, init) =>
    realFetch(new URL(typeof path === 'string' ? path : '/', `http://127.0.0.1:${port}`), init);
}

afterEach(() => {
  globalThis.fetch = realFetch;
  server?.close();
});

const call = () => callEndpoint(readThing, { params: { thingId: 'a/b' } });

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('a failure was expected');
}

describe('calling an endpoint', () => {
  it('escapes what goes in the path and leaves out an empty query', () => {
    expect(addressOf(readThing, { params: { thingId: 'a/b' }, query: { search: '', limit: 3 } })).toBe(
      '/things/a%2Fb?limit=3',
    );
  });

  it('names once each of several values, and nothing for none', () => {
    const asked = (state: string[]) => addressOf(readThing, { params: { thingId: 'a' }, query: { state } });
    expect(asked(['failed', 'quarantined'])).toBe('/things/a?state=failed&state=quarantined');
    expect(asked([])).toBe('/things/a');
  });

  it('gives the reply as the contract parses it', async () => {
    await answering(200, '{"name":"x","more":1}');
    expect(await call()).toEqual({ name: 'x' });
  });

  it('refuses a reply that breaks the contract', async () => {
    await answering(200, '{"nom":"x"}');
    expect((await failureOf(call())).code).toBe('web/unexpected-reply');
  });

  it('keeps the code, the French title and the request id of a problem', async () => {
    await answering(
      409,
      JSON.stringify({
        type: 'urn:x',
        title: 'Déjà pris.',
        status: 409,
        code: 'teledossier/already-taken',
        requestId: 'r-1',
      }),
    );
    expect(await failureOf(call())).toMatchObject({
      code: 'teledossier/already-taken',
      title: 'Déjà pris.',
      requestId: 'r-1',
    });
  });

  it('says so when something else than the server answered', async () => {
    await answering(502, '<html>proxy</html>', 'text/html');
    expect(await failureOf(call())).toMatchObject({
      code: 'web/unexpected-reply',
      status: 502,
      requestId: 'r-1',
    });
  });

  it('says so when nothing answered', async () => {
    globalThis.fetch = () => realFetch('http://127.0.0.1:1/');
    expect(await failureOf(call())).toMatchObject({ code: 'web/unreachable', status: 0 });
  });

  it('tells that the session is over', async () => {
    await answering(401, '{}');
    let told = 0;
    const stop = onSignedOut(() => (told += 1));
    await failureOf(call());
    stop();
    expect(told).toBe(1);
  });
});

describe('sending a file', () => {
  const send = (body: Blob | FormData = new Blob(['x'])) => sendFile('/files', body);

  it('gives the answer, or the refusal that every endpoint gives', async () => {
    await answering(200, 'a file', 'text/plain');
    expect(await (await send()).text()).toBe('a file');
    server?.close();
    const told = { type: 'urn:x', title: 'Déjà certifié.', status: 409, code: 'x/y', requestId: 'r-1' };
    await answering(409, JSON.stringify(told));
    expect(await failureOf(send())).toMatchObject({ code: 'x/y', title: 'Déjà certifié.' });
  });

  it('tells that the session is over', async () => {
    await answering(401, '{}');
    let told = 0;
    const stop = onSignedOut(() => (told += 1));
    expect(await failureOf(send())).toMatchObject({ code: 'http/unauthenticated' });
    stop();
    expect(told).toBe(1);
  });

  it('tells a network that is down from a file that was changed since it was chosen', async () => {
    globalThis.fetch = () => realFetch('http://127.0.0.1:1/');
    expect(await failureOf(send())).toMatchObject({ code: 'web/unreachable', status: 0 });
    const path = join(mkdtempSync(join(tmpdir(), 'liaison-api-')), 'offre.xml');
    writeFileSync(path, '<a/>');
    const changed = await openAsBlob(path);
    writeFileSync(path, '<changed/>');
    expect(await failureOf(send(changed))).toMatchObject({ code: 'web/file-changed' });
    const form = new FormData();
    form.set('message', new Blob(['x']));
    expect(await failureOf(send(form))).toMatchObject({ code: 'web/unreachable' });
  });
});
