import type { AppDatabase } from '@liaison/db';
import { refuseUnknown, type App } from '@liaison/http';
import { openFrameReader, type SearchLevel } from '@liaison/imaging';
import { intakeSlots, openRepairs, recoverIntake } from '@liaison/intake';
import { openCovers } from '@liaison/journal';
import { DomainError, systemClock, type Clock } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { openPixelPool } from '@liaison/pixels';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { retrieveBulkData } from './bulk-data.ts';
import { Openings } from './opening.ts';
import { instancePath, placeOf, root, seriesPath, studyPath } from './place.ts';
import { answerRefusals } from './refusal.ts';
import { retrieveRendered, retrieveThumbnail } from './render.ts';
import { retrieveMetadata } from './retrieve-metadata.ts';
import { retrieveFrames, retrieveInstances, type Retrieval } from './retrieve.ts';
import { search } from './search.ts';
import { Store } from './stow.ts';

export type DicomwebDeps = {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  /** Name of this machine in the containers that it writes. */
  node: string;
  log: Log;
  clock?: Clock;
};

/** A client asks for a study in many requests: those of ten minutes are one opening in the journal. */
const openingMs = 10 * 60_000;
/** Behind what answers requests, before what works ahead. */
const nice = 5;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
/** Images are sent as they are, and what can be packed is by who sends it. */
const common = { preHandler: refuseUnknown, schema: { hide: true }, compress: false } as const;
const pathOf = z.object({ '*': z.string() });

/**
 * DICOMweb (PS3.18 chapter 10): search, retrieval and storage, under the same rights and journal as the pages. What an
 * earlier life of this process left open is made whole before anything is taken.
 */
export function mountDicomweb(app: App, deps: DicomwebDeps): void {
  const { database, storeRoot, node, log, clock = systemClock } = deps;
  const covers = openCovers(clock, openingMs);
  const reader = openFrameReader({ database, storeRoot, clock, openings: covers, through: 'dicomweb' });
  const pool = openPixelPool({ threads: 2, nice });
  const openings = new Openings(database, covers, clock);
  const onFailure = (error: unknown) => log.error('container not closed', describeError(error));
  const repairs = openRepairs({ storeRoot, onRepaired: () => undefined, onFailure });
  recoverIntake(storeRoot, node, intakeSlots.web, (path) => repairs.add(path));
  const store = new Store({ database, storeRoot, node, log, onUnclosed: (path) => repairs.add(path) });
  app.addHook('onClose', async () => {
    repairs.close();
    await pool.close();
  });
  void app.register(async (scope: App) => {
    answerRefusals(scope);
    mountSearches(scope, openings, storeRoot);
    mountRetrievals(scope, { openings, reader, storeRoot, pool });
    mountStorage(scope, store);
  });
}

function mountSearches(app: App, openings: Openings, storeRoot: string): void {
  const mount = (level: SearchLevel, ...paths: string[]) => {
    for (const path of paths)
      app.get(path, common, (request, reply) => search(openings, storeRoot, level, request, reply));
  };
  mount('study', `${root}/studies`);
  mount('series', `${root}/series`, `${studyPath}/series`);
  mount('instance', `${root}/instances`, `${studyPath}/instances`, `${seriesPath}/instances`);
}

function mountRetrievals(app: App, retrieval: Retrieval): void {
  const mount = (url: string, handler: Handler) => app.get(url, common, handler);
  for (const path of [studyPath, seriesPath, instancePath]) {
    mount(path, (request, reply) => retrieveInstances(retrieval, request, reply));
    mount(`${path}/metadata`, (request, reply) => retrieveMetadata(retrieval, request, reply));
  }
  for (const path of [studyPath, seriesPath, instancePath]) {
    mount(`${path}/rendered`, (request, reply) => retrieveRendered(retrieval, request, reply));
    mount(`${path}/thumbnail`, (request, reply) => retrieveThumbnail(retrieval, request, reply));
  }
  // A wildcard, for the length of a parameter is bounded; what follows the list says what is made of it.
  mount(`${instancePath}/frames/*`, (request, reply) => framesOf(retrieval, request, reply));
  mount(`${instancePath}/bulkdata/*`, (request, reply) => retrieveBulkData(retrieval, request, reply));
}

/** `…/frames/{list}`, `…/frames/{list}/rendered`, `…/frames/{list}/thumbnail`. */
async function framesOf(
  retrieval: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [list = '', form, ...rest] = pathOf.parse(request.params)['*'].split('/');
  request.params = { ...placeOf(request), '*': list };
  if (form === undefined) return retrieveFrames(retrieval, request, reply);
  if (form === 'rendered' && rest.length === 0) return retrieveRendered(retrieval, request, reply);
  if (form === 'thumbnail' && rest.length === 0) return retrieveThumbnail(retrieval, request, reply);
  throw new DomainError('missing', 'http/missing');
}

function mountStorage(app: App, store: Store): void {
  app.removeAllContentTypeParsers();
  // The body is read as it comes, by what stores it.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const path of [`${root}/studies`, studyPath])
    app.post(
      path,
      { preHandler: refuseUnknown, schema: { hide: true }, config: { takesLong: true } },
      (request, reply) => store.store(request, reply),
    );
}
