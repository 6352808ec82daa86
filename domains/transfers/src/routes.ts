import { Readable } from 'node:stream';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { actorOf, refuseUnknown, route, type App } from '@liaison/http';
import { openCovers, sessionCoverMs } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import { z } from 'zod';
import { askCommitmentAgain } from './deliveries/ask-commitment-again.ts';
import { cancelDelivery } from './deliveries/cancel-delivery.ts';
import * as contract from './contract.ts';
import { downloadStudies } from './download/download-studies.ts';
import { listDeliveries } from './deliveries/list-deliveries.ts';
import { listDestinations } from './deliveries/list-destinations.ts';
import { createRoute, listRoutes, orderRoutes, removeRoute, updateRoute } from './routing/manage-routes.ts';
import { packStudies } from './download/pack-studies.ts';
import { readDelivery } from './deliveries/read-delivery.ts';
import { readRouteHistory } from './routing/read-route-history.ts';
import { retryDelivery } from './deliveries/retry-delivery.ts';
import { sendStudies, type Deps } from './deliveries/send-studies.ts';
import { tryRoute } from './routing/try-route.ts';
import { zipLength, zipPieces } from './download/zip.ts';

export type TransfersRoutes = Deps & {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  /** Ours, as peers call us. */
  ownAeTitle: string;
};

/** Mounts the endpoints of the contract and the download. Each request is one transaction of its actor. */
export function mountTransfers(app: App, given: TransfersRoutes): void {
  mountDeliveries(app, given);
  mountRoutes(app, given);
  mountDownload(app, given);
}

function inTransaction({ database }: TransfersRoutes) {
  return <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) => withActor(database, actor, work);
}

/** For acts that have nothing to tell. */
async function silently(work: Promise<unknown>): Promise<undefined> {
  await work;
}

function mountDeliveries(app: App, given: TransfersRoutes): void {
  const run = inTransaction(given);
  const lists = openCovers(given.clock, sessionCoverMs);
  route(app, contract.listDestinations, ({ actor, query }) =>
    run(actor, (tx) => listDestinations(tx, actor, query.studyId ?? null)),
  );
  route(app, contract.sendStudies, ({ actor, body }) =>
    run(actor, (tx) => sendStudies(tx, actor, given, body)),
  );
  route(app, contract.listDeliveries, async ({ actor, query }) => {
    const criteria = JSON.stringify([query.filter, query.studyId]);
    const isCovered = (query.live || query.cursor !== undefined) && lists.covers(actor, criteria);
    const page = await run(actor, (tx) => listDeliveries(tx, actor, { ...query, isCovered }));
    if (!isCovered) lists.mark(actor, criteria);
    return page;
  });
  route(app, contract.readDelivery, ({ actor, params }) =>
    run(actor, (tx) => readDelivery(tx, actor, params.deliveryId)),
  );
  route(app, contract.retryDelivery, ({ actor, params }) =>
    silently(run(actor, (tx) => retryDelivery(tx, actor, given, params.deliveryId))),
  );
  route(app, contract.askCommitment, ({ actor, params }) =>
    silently(run(actor, (tx) => askCommitmentAgain(tx, actor, given, params.deliveryId))),
  );
  route(app, contract.cancelDelivery, ({ actor, params }) =>
    silently(run(actor, (tx) => cancelDelivery(tx, actor, given.clock, params.deliveryId))),
  );
}

function mountRoutes(app: App, given: TransfersRoutes): void {
  const run = inTransaction(given);
  route(app, contract.listRoutes, ({ actor, params }) =>
    run(actor, (tx) => listRoutes(tx, actor, params.structureId)),
  );
  route(app, contract.createRoute, ({ actor, params, body }) =>
    run(actor, (tx) => createRoute(tx, actor, params.structureId, body)),
  );
  route(app, contract.orderRoutes, ({ actor, params, body }) =>
    silently(run(actor, (tx) => orderRoutes(tx, actor, params.structureId, body.routeIds))),
  );
  route(app, contract.tryRoute, ({ actor, params, body }) =>
    run(actor, (tx) => tryRoute(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.updateRoute, ({ actor, params, body }) =>
    silently(run(actor, (tx) => updateRoute(tx, actor, params.routeId, body))),
  );
  route(app, contract.removeRoute, ({ actor, params }) =>
    silently(run(actor, (tx) => removeRoute(tx, actor, params.routeId))),
  );
  route(app, contract.readRouteHistory, ({ actor, params, query }) =>
    run(actor, (tx) => readRouteHistory(tx, actor, { ...params, ...query })),
  );
}

/** Up to 50 ids, parted by commas. */
const asked = z.object({
  studies: z.string().regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,49}$/),
});

/** A zip of known length: the browser shows how much remains, and tells a cut download from a whole one. */
function mountDownload(app: App, given: TransfersRoutes): void {
  app.get('/api/transfers/download', {
    compress: false,
    preHandler: refuseUnknown,
    schema: { summary: 'Les images d’examens dans un zip, avec DICOMDIR.', querystring: asked },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const studies = asked.parse(request.query).studies.split(',');
      const instances = await withActor(given.database, actor, (tx) => downloadStudies(tx, actor, studies));
      const madeAt = given.clock.now();
      const packing = { storeRoot: given.storeRoot, madeAt, sourceAeTitle: given.ownAeTitle };
      const entries = await packStudies(packing, instances);
      const day = madeAt.toISOString().slice(0, 10);
      return reply
        .type('application/zip')
        .header('content-length', zipLength(entries))
        .header('content-disposition', `attachment; filename="images-${day}.zip"`)
        .send(Readable.from(zipPieces(entries, madeAt), { objectMode: false }));
    },
  });
}
