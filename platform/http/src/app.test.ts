import { DomainError, newId, type StructureId, type UserActor, type UserId } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp, type App } from './app.ts';
import { endpoint, noContent, privateQueryHeader } from './contract.ts';
import { route } from './route.ts';

const actor: UserActor = {
  kind: 'user',
  userId: newId<UserId>(),
  structureId: newId<StructureId>(),
  communityIds: [],
  features: ['clinical'],
  displayName: 'TEST Camille',
};

const greet = endpoint({
  method: 'POST',
  url: '/api/greet/:rank',
  summary: 'Salue.',
  params: z.object({ rank: z.coerce.number().int() }),
  body: z.object({ name: z.string().max(20) }),
  reply: z.object({ greeting: z.string() }),
});
const seek = endpoint({
  method: 'GET',
  url: '/api/seek',
  summary: 'Cherche.',
  query: z.object({ search: z.string().max(20).default(''), limit: z.coerce.number().default(5) }),
  privateQuery: ['search'],
  reply: z.object({ search: z.string(), limit: z.number() }),
});
const fall = endpoint({
  method: 'GET',
  url: '/api/fall',
  access: 'public',
  summary: 'Tombe.',
  query: z.object({ how: z.string() }),
  reply: noContent,
});

describe('the HTTP layer', () => {
  let app: App;
  const lines: string[] = [];
  const refusals: unknown[] = [];

  beforeAll(async () => {
    app = await createApp({
      log: openLog('info', {}, (line) => lines.push(line)),
      texts: { 'access/refused': 'Vous n’avez pas accès à cet élément.' },
      findActor: async (request) => (request.headers['x-test'] === 'in' ? actor : null),
      onRefusal: async (_request, details) => void refusals.push(details),
      publicUrl: 'http://127.0.0.1:8080',
      isSecure: false,
      isBehindProxy: true,
      tls: null,
    });
    app.get('/api/address', async (request) => request.ip);
    route(app, greet, async ({ params, body }) => ({
      greeting: `${params.rank} ${body.name}`,
      secret: 'left out',
    }));
    route(app, seek, async ({ query }) => query);
    route(app, fall, async ({ query }) => {
      if (query.how === 'refused')
        throw new DomainError('forbidden', 'access/refused', { resourceKind: 'study' });
      if (query.how === 'foreign') throw new DomainError('forbidden', 'pacs/not-your-structure');
      if (query.how === 'hidden') throw new DomainError('hidden', 'imaging/no-study', { uid: '1.2' });
      if (query.how === 'deadlock') throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      if (query.how === 'away')
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      if (query.how === 'unstorable')
        throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
      if (query.how === 'badly') throw new Error('row (LEFEVRE, 1951-03-02) already exists');
      return undefined;
    });
    await app.ready();
  });
  afterAll(() => app.close());

  const post = (headers: Record<string, string> = {}, payload: object = { name: 'Ana' }) =>
    app.inject({ method: 'POST', url: '/api/greet/3', headers: { 'x-test': 'in', ...headers }, payload });

  it('parses input, and lets out only what the contract promises', async () => {
    const answered = await post();
    expect([answered.statusCode, answered.json()]).toEqual([200, { greeting: '3 Ana' }]);
  });

  it('answers 401 to nobody, before anything else', async () => {
    const answered = await app.inject({ method: 'POST', url: '/api/greet/3', payload: { name: 'Ana' } });
    expect([answered.statusCode, answered.json().code]).toEqual([401, 'http/unauthenticated']);
  });

  it('names the fields at fault, not their values', async () => {
    const answered = await post({}, { name: 'LEFÈVRE'.repeat(9) });
    expect(answered.statusCode).toBe(400);
    expect(answered.json().detail).toContain('name');
    expect(answered.body).not.toContain('LEFÈVRE');
  });

  it('takes the private part of a query from its header, and no other part', async () => {
    const headers = { 'x-test': 'in', [privateQueryHeader]: 'search=LEF%C3%88VRE+%C3%89lodie&limit=9' };
    const found = await app.inject({ url: '/api/seek?limit=3', headers });
    expect(found.json()).toEqual({ search: 'LEFÈVRE Élodie', limit: 3 });
    const tooLong = await app.inject({
      url: '/api/seek',
      headers: { 'x-test': 'in', [privateQueryHeader]: `search=${'a'.repeat(21)}` },
    });
    expect(tooLong.statusCode).toBe(400);
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'null' }],
  ])('refuses what another site makes a browser send: %o', async (headers) => {
    expect((await post(headers)).json().code).toBe('http/foreign-origin');
  });

  it('takes what our own pages send', async () => {
    expect(
      (await post({ origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' })).statusCode,
    ).toBe(200);
  });

  it('tells a refusal in French and has it journaled', async () => {
    const answered = await app.inject('/api/fall?how=refused');
    expect(answered.headers['content-type']).toContain('application/problem+json');
    expect([answered.statusCode, answered.json().title]).toEqual([
      403,
      'Vous n’avez pas accès à cet élément.',
    ]);
    expect(refusals).toEqual([{ resourceKind: 'study' }]);
    expect((await app.inject('/api/fall?how=hidden')).statusCode).toBe(404);
    expect(refusals.at(-1)).toEqual({ uid: '1.2' });
    expect((await app.inject('/api/fall?how=foreign')).statusCode).toBe(403);
    expect(refusals).toHaveLength(3);
  });

  it('says that the database is away with 503, and what nobody foresaw with 500 and no message', async () => {
    expect((await app.inject('/api/fall?how=away')).statusCode).toBe(503);
    expect((await app.inject('/api/fall?how=deadlock')).statusCode).toBe(503);
    expect((await app.inject('/api/fall?how=unstorable')).statusCode).toBe(400);
    const badly = await app.inject('/api/fall?how=badly');
    expect(badly.statusCode).toBe(500);
    expect(badly.json().requestId).toBe(badly.headers['x-request-id']);
    expect(badly.body + lines.join('')).not.toMatch(/LEFEVRE|1951/);
  });

  it('sends a strict policy with every page and answer', async () => {
    const { headers } = await app.inject('/api/fall?how=well');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('logs the pattern of a route, never the address', async () => {
    await app.inject('/api/fall?how=LEFEVRE');
    expect(lines.at(-1)).toContain('"route":"/api/fall"');
    expect(lines.join('')).not.toContain('how=');
  });

  it('believes of the proxy’s list of addresses only what the proxy itself wrote', async () => {
    const headers = { 'x-forwarded-for': '6.6.6.6, 192.0.2.7' };
    expect((await app.inject({ url: '/api/address', headers })).body).toBe('192.0.2.7');
  });

  it('draws OpenAPI from the contracts', () => {
    const document = app.swagger();
    expect(document.paths?.['/api/greet/{rank}']?.post?.summary).toBe('Salue.');
  });

  it('answers an unknown address with a problem in French', async () => {
    const answered = await app.inject('/api/nowhere');
    expect([answered.statusCode, answered.json().code]).toEqual([404, 'http/missing']);
  });
});
