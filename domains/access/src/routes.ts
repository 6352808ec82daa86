import { withActor, type AppDatabase } from '@liaison/db';
import { actorOf, refuseUnknown, type App } from '@liaison/http';
import { DomainError, isId, type UserActor } from '@liaison/kernel';
import type { Live, Topic } from '@liaison/live';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authorise } from './authorise.ts';

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
 * so that a right taken back cuts its hints. `event: hint` carries `{"topic"}`; `event: resume` means "refetch all".
 */
export function mountLive(app: App, given: LiveRoutes): void {
  app.get('/api/live', { preHandler: refuseUnknown }, async (request, reply) => {
    const actor = actorOf(request);
    const asked = parseTopics((request.query as { topics?: unknown }).topics);
    await authoriseTopics(given.database, actor, asked);
    const topics = new Set<Topic>([...ownTopics(actor), ...asked]);
    stream(reply, given.live, topics, async () => {
      const present = await given.findActor(request);
      if (!present) throw new DomainError('unauthenticated', 'http/unauthenticated');
      await authoriseTopics(given.database, present, asked);
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

async function authoriseTopics(database: AppDatabase, actor: UserActor, topics: readonly Topic[]): Promise<void> {
  if (topics.length === 0) return;
  await withActor(database, actor, async (tx) => {
    for (const topic of topics) {
      const [kind, id] = topic.split(':') as ['study' | 'dossier', string];
      await authorise(tx, actor, kind === 'study' ? 'study:read' : 'dossier:read', { kind, id });
    }
  });
}

function stream(reply: FastifyReply, live: Live, topics: ReadonlySet<Topic>, check: () => Promise<void>): void {
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  out.write('retry: 2000\nevent: ready\ndata: {}\n\n');
  const unsubscribe = live.subscribe(topics, (hint) => out.write(`event: hint\ndata: ${JSON.stringify(hint)}\n\n`));
  const forget = live.onResume(() => out.write('event: resume\ndata: {}\n\n'));
  const beat = setInterval(() => {
    out.write(': .\n\n');
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
