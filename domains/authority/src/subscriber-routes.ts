/** What subscribers ask under their licence: the stream of pointers, and where they say what they installed. */
import { withSystem, type SystemDatabase } from '@liaison/db';
import { heartbeatMs, openEventStreams, type App, type EventStream } from '@liaison/http';
import { DomainError, newId } from '@liaison/kernel';
import { updatesTopic, type Live } from '@liaison/live';
import { reportsUrl, streamUrl, subscriberReport } from '@liaison/mio-authority';
import { z } from 'zod';
import type { AuthorityDeps } from './deps.ts';
import { readPointer } from './public-routes.ts';
import { recogniseSerial, recogniseSubscriber, type Recognised } from './recognise-subscriber.ts';
import { dropStream, holdStream } from './subscriber-store.ts';
import { takeReport } from './take-report.ts';

export type SubscriberRoutes = AuthorityDeps & {
  readonly system: SystemDatabase;
  readonly live: Live;
  readonly publicUrl: string;
};

/** Of a reader who gives no sign of life. */
const heldForMs = 3 * heartbeatMs;
/** A licence may have several installations, and each may open a stream again before its last one is known dead. */
const mostStreams = 20;
/** What may wait for a subscriber that no longer reads: some pointers. */
const mostWaitingBytes = 4 * 1024 * 1024;

export function mountSubscribers(app: App, given: SubscriberRoutes): void {
  const { system } = given;
  // As subscribers write it: scheme and host, whatever path stands in our own address.
  const recognise = (authorization: string | undefined) =>
    recogniseSubscriber(system, given, authorization, new URL(given.publicUrl).origin);
  const openStream = openEventStreams(app, { mostWaitingBytes });
  app.get(
    streamUrl,
    { schema: { summary: 'Pointeurs signés, poussés dès leur publication (événements « pointer »).' } },
    async (request, reply) => {
      const subscriber = await recognise(request.headers.authorization);
      const id = newId();
      const held = await withSystem(system, (tx) => holdStream(tx, id, subscriber.licence.id, heldForMs));
      if (held > mostStreams) {
        await withSystem(system, (tx) => dropStream(tx, id));
        throw new DomainError('limited', 'authority/too-many-streams');
      }
      pushPointers(openStream(reply), given, subscriber, id);
      return reply;
    },
  );
  app.route({
    method: 'POST',
    url: reportsUrl,
    schema: {
      summary: 'Ce qu’un contrôleur abonné a installé.',
      body: subscriberReport,
      response: { 204: z.undefined() },
    },
    handler: async (request, reply) => {
      const subscriber = await recognise(request.headers.authorization);
      await takeReport(system, subscriber, subscriberReport.parse(request.body));
      return reply.status(204).send();
    },
  });
}

/** `event: pointer` with the signed envelope, at once and then at each publication; `event: beat` shows that the line lives. */
function pushPointers(
  stream: EventStream,
  given: SubscriberRoutes,
  { licence, serial }: Recognised,
  id: string,
): void {
  const { system, live, clock } = given;
  let last = '';
  const push = () => {
    readPointer(system)
      .then((envelope) => {
        // The topic also tells of licences: only a pointer that is new is news.
        if (envelope.pointer === last) return;
        last = envelope.pointer;
        stream.send('pointer', envelope);
      })
      // Nothing published yet, or a database that is away: the next hint or beat tells.
      .catch(() => {});
  };
  const check = () => {
    recogniseSerial(system, serial, clock.now())
      .then(() => withSystem(system, (tx) => holdStream(tx, id, licence.id, heldForMs)))
      // A database that is away for a while ends no subscription; only a refusal does.
      .catch((error: unknown) => {
        if (error instanceof DomainError) stream.end();
      });
  };
  stream.send('beat', {});
  push();
  const look = () => {
    push();
    check();
  };
  stream.onClose(live.subscribe(new Set([updatesTopic]), look));
  stream.onClose(live.onResume(push));
  stream.onBeat(look);
  stream.onClose(() => void withSystem(system, (tx) => dropStream(tx, id)).catch(() => {}));
}
