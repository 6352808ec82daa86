import { withActor, type AppDatabase } from '@liaison/db';
import { actorOf, refuseUnknown, type App } from '@liaison/http';
import { DomainError, isId, type UserActor } from '@liaison/kernel';
import type { Live, Topic } from '@liaison/live';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authorise, may, type Resource } from './authorise.ts';
import type { Capability } from './policy.ts';

const heartbeatMs = 15_000;
const maxTopics = 50;

export type LiveRoutes = {
  database: AppDatabase;
  live: Live;
  /** Who holds the session of this request now; null once it is over. */
  findActor(request: FastifyRequest): Promise<UserActor | null>;
};

/**
 * `GET /api/live?topics=study:…,dossier:…`: server-sent events that only say which topic changed. His own topics are
 * always in; each other one is authorised here like a reading of the thing itself, and looked at again at each heartbeat,
 * so that a right taken back cuts its hints and no others. When every topic asked for is refused, so is the stream.
 * `event: hint` carries `{"topic"}`; `event: resume` means "refetch all"; `event: beat` only shows that the line lives.
 */
export function mountLive(app: App, given: LiveRoutes): void {
  app.get('/api/live', { preHandler: refuseUnknown }, async (request, reply) => {
    const actor = actorOf(request);
    const asked = parseTopics((request.query as { topics?: unknown }).topics);
    const topics = new Set<Topic>([...ownTopics(actor), ...(await allowedTopics(given.database, actor, asked))]);
    stream(reply, given.live, topics, async () => {
      const present = await given.findActor(request);
      if (!present) throw new DomainError('unauthenticated', 'http/unauthenticated');
      const allowed = new Set(await allowedTopics(given.database, present, asked));
      for (const topic of asked) if (!allowed.has(topic)) topics.delete(topic);
    });
    return reply;
  });
}

function parseTopics(text: unknown): Topic[] {
  if (text === undefined || text === '') return [];
  const names = String(text).split(',');
  const isKnown = (name: string) => /^(study|dossier):/.test(name) && isId(name.slice(name.indexOf(':') + 1));
  if (names.length > maxTopics || !names.every(isKnown)) throw new DomainError('invalid', 'access/unknown-topic');
  return names as Topic[];
}

function ownTopics(actor: UserActor): Topic[] {
  return [`user:${actor.userId}`, `structure:${actor.structureId}`, ...actor.communityIds.map((id): Topic => `community:${id}`)];
}

/** Those of `topics` that he may follow. @throws DomainError `access/refused` when there are some, and none that he may */
async function allowedTopics(database: AppDatabase, actor: UserActor, topics: readonly Topic[]): Promise<Topic[]> {
  if (topics.length === 0) return [];
  return withActor(database, actor, async (tx) => {
    const allowed: Topic[] = [];
    for (const topic of topics) if (await may(tx, actor, ...readingOf(topic))) allowed.push(topic);
    if (allowed.length === 0 && topics[0]) await authorise(tx, actor, ...readingOf(topics[0]));
    return allowed;
  });
}

function readingOf(topic: Topic): [Capability, Resource] {
  const [kind, id] = topic.split(':') as ['study' | 'dossier', string];
  return [kind === 'study' ? 'study:read' : 'dossier:read', { kind, id }];
}

function stream(reply: FastifyReply, live: Live, topics: ReadonlySet<Topic>, check: () => Promise<void>): void {
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  out.write('retry: 2000\nevent: ready\ndata: {}\n\n');
  const unsubscribe = live.subscribe(topics, (hint) => out.write(`event: hint\ndata: ${JSON.stringify(hint)}\n\n`));
  const forget = live.onResume(() => out.write('event: resume\ndata: {}\n\n'));
  const beat = setInterval(() => {
    out.write('event: beat\ndata: {}\n\n');
    // A database that is away for a while takes no right back; only a refusal ends the stream.
    check().catch((error: unknown) => {
      if (error instanceof DomainError) out.end();
    });
  }, heartbeatMs);
  out.on('close', () => {
    clearInterval(beat);
    unsubscribe();
    forget();
  });
}
