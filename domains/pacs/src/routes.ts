import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { route, type App } from '@liaison/http';
import type { Enqueue } from '@liaison/jobs';
import type { Clock, UserActor } from '@liaison/kernel';
import type { FastifyReply } from 'fastify';
import { approvePeerQueries, approvePeerSendings } from './approve-peer.ts';
import { cancelRetrieval } from './cancel-retrieval.ts';
import * as contract from './contract.ts';
import { listPeers, readPeerEvents } from './list-peers.ts';
import { listRetrievals } from './list-retrievals.ts';
import type { PacsLink } from './ports.ts';
import { requestRetrieval } from './request-retrieval.ts';
import { retryRetrieval } from './retry-retrieval.ts';
import { addPeer, changePeer, type SheetRules } from './save-peer.ts';
import { emptyCriteria } from './search-criteria.ts';
import { listSearchable, searchPacs } from './search-pacs.ts';
import { testPeer } from './test-peer.ts';

export type PacsRoutes = {
  database: AppDatabase;
  link: PacsLink;
  enqueue: Enqueue;
  clock: Clock;
  rules: SheetRules;
  /** What peers must know of us. */
  own: { aeTitle: string; port: number };
};

/** Mounts the endpoints of the contract. What calls a PACS holds no transaction open, and ends when the request does. */
export function mountPacs(app: App, given: PacsRoutes): void {
  mountPeers(app, given);
  mountSearch(app, given);
  mountRetrievals(app, given);
}

function inTransaction({ database }: PacsRoutes) {
  return <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) => withActor(database, actor, work);
}

function mountPeers(app: App, given: PacsRoutes): void {
  const run = inTransaction(given);
  route(app, contract.listPeers, async ({ actor }) => ({
    ...(await run(actor, (tx) => listPeers(tx, actor))),
    own: given.own,
  }));
  route(app, contract.addPeer, ({ actor, body }) =>
    run(actor, (tx) => addPeer(tx, actor, body, given.rules)),
  );
  route(app, contract.changePeer, async ({ actor, params, body }) => {
    await run(actor, (tx) => changePeer(tx, actor, params.peerId, body, given.rules));
    return undefined;
  });
  route(app, contract.approvePeerQueries, async ({ actor, params, body }) => {
    await run(actor, (tx) => approvePeerQueries(tx, actor, params.peerId, body, given.rules));
    return undefined;
  });
  route(app, contract.approvePeerSendings, async ({ actor, params, body }) => {
    await run(actor, (tx) => approvePeerSendings(tx, actor, params.peerId, body, given.rules));
    return undefined;
  });
  route(app, contract.testPeer, ({ actor, params, reply }) =>
    testPeer(given, actor, params.peerId, untilClosed(reply)),
  );
  route(app, contract.readPeerEvents, async ({ actor, params }) => ({
    events: await run(actor, (tx) => readPeerEvents(tx, actor, params.peerId)),
  }));
}

function mountSearch(app: App, given: PacsRoutes): void {
  const run = inTransaction(given);
  route(app, contract.listSearchable, async ({ actor }) => ({
    peers: await run(actor, (tx) => listSearchable(tx, actor)),
  }));
  route(app, contract.searchPacs, ({ actor, params, body, reply }) => {
    const asked = { peerId: params.peerId, criteria: { ...emptyCriteria, ...body } };
    return searchPacs(given, actor, asked, untilClosed(reply));
  });
}

function mountRetrievals(app: App, given: PacsRoutes): void {
  const run = inTransaction(given);
  route(app, contract.requestRetrieval, async ({ actor, params, body }) => ({
    retrievals: await run(actor, (tx) => requestRetrieval(tx, actor, given, { ...params, ...body })),
  }));
  route(app, contract.listRetrievals, async ({ actor, query }) => ({
    retrievals: await run(actor, (tx) => listRetrievals(tx, actor, query)),
  }));
  route(app, contract.retryRetrieval, async ({ actor, params }) => {
    await run(actor, (tx) => retryRetrieval(tx, actor, given, params.retrievalId));
    return undefined;
  });
  route(app, contract.cancelRetrieval, async ({ actor, params }) => {
    await run(actor, (tx) => cancelRetrieval(tx, actor, given.clock, params.retrievalId));
    return undefined;
  });
}

/** Aborted where the browser leaves before the answer: the PACS is then told to stop. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const abort = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableEnded) abort.abort();
  });
  return abort.signal;
}
