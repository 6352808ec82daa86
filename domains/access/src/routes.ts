import { withActor, type AppDatabase } from '@liaison/db';
import { actorOf, openEventStreams, refuseUnknown, type App, type EventStream } from '@liaison/http';
import { DomainError, type UserActor } from '@liaison/kernel';
import { authorityTopic, parseTopic, type Live, type Topic } from '@liaison/live';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authorise, may, type Resource } from './authorise.ts';
import { hasFeature, type Capability } from './policy.ts';

const maxTopics = 50;
/** One browser holds one stream; a person has a few browsers. */
const maxStreamsPerUser = 20;
/** What may wait for a browser that no longer reads. */
const mostWaitingBytes = 64 * 1024;

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
  const openStream = openEventStreams(app, { mostWaitingBytes });
  const held = new Set<{ readonly userId: string }>();
  app.get('/api/live', { preHandler: refuseUnknown }, async (request, reply) => {
    const actor = actorOf(request);
    const { userId } = actor;
    if ([...held].filter((one) => one.userId === userId).length >= maxStreamsPerUser)
      throw new DomainError('limited', 'access/too-many-streams');
    const asked = parseTopics(queryOf.parse(request.query).topics);
    const topics = new Set<Topic>([
      ...ownTopics(actor),
      ...(await allowedTopics(given.database, actor, asked)),
    ]);
    const stream = openStream(reply);
    const hold = { userId };
    held.add(hold);
    stream.onClose(() => held.delete(hold));
    tellHints(stream, given.live, topics, async () => {
      const present = await given.findActor(request);
      // Whoever works elsewhere since has other topics of his own: his browser opens another stream.
      if (!present || ownTopics(present).join() !== ownTopics(actor).join())
        throw new DomainError('unauthenticated', 'http/unauthenticated');
      const allowed = new Set(await allowedTopics(given.database, present, asked));
      for (const topic of asked) if (!allowed.has(topic)) topics.delete(topic);
    });
    return reply;
  });
}

const queryOf = z.object({ topics: z.string().max(4000).default('') });

/** Only a study or a dossier can be asked for: the reader's own topics are his without asking. */
type Askable = Topic & (`study:${string}` | `dossier:${string}`);

function parseTopics(text: string): Askable[] {
  const names = text.split(',').filter(Boolean);
  const topics = names
    .map(parseTopic)
    .filter((topic): topic is Askable => topic !== null && /^(study|dossier):/.test(topic));
  if (topics.length !== names.length || topics.length > maxTopics)
    throw new DomainError('invalid', 'access/unknown-topic');
  return topics;
}

function ownTopics(actor: UserActor): Topic[] {
  return [
    `user:${actor.userId}`,
    `structure:${actor.structureId}`,
    ...actor.communityIds.map((id): Topic => `community:${id}`),
    ...(hasFeature(actor, 'authority:register') ? [authorityTopic] : []),
  ];
}

/** Those of `topics` that he may follow. @throws DomainError `access/refused` when there are some, and none that he may */
async function allowedTopics(
  database: AppDatabase,
  actor: UserActor,
  topics: readonly Askable[],
): Promise<Askable[]> {
  if (topics.length === 0) return [];
  return withActor(database, actor, async (tx) => {
    const allowed: Askable[] = [];
    for (const topic of topics) if (await may(tx, actor, ...readingOf(topic))) allowed.push(topic);
    if (allowed.length === 0 && topics[0]) await authorise(tx, actor, ...readingOf(topics[0]));
    return allowed;
  });
}

function readingOf(topic: Askable): [Capability, Resource] {
  return topic.startsWith('study:')
    ? ['study:read', { kind: 'study', id: topic.slice('study:'.length) }]
    : ['dossier:read', { kind: 'dossier', id: topic.slice('dossier:'.length) }];
}

function tellHints(
  stream: EventStream,
  live: Live,
  topics: ReadonlySet<Topic>,
  check: () => Promise<void>,
): void {
  stream.send('ready', {});
  stream.onClose(live.subscribe(topics, (hint) => stream.send('hint', hint)));
  stream.onClose(live.onResume(() => stream.send('resume', {})));
  stream.onBeat(() => {
    // A database that is away for a while takes no right back; only a refusal ends the stream.
    check().catch((error: unknown) => {
      if (error instanceof DomainError) stream.end();
    });
  });
}
