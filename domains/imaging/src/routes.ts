import { withActor, type AppDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import { systemClock, type Clock } from '@liaison/kernel';
import * as contract from './contract.ts';
import { mountFrames } from './frame-routes.ts';
import { listStudies } from './list-studies.ts';
import { openOpenings } from './openings.ts';
import { openFrameReader } from './read-frame.ts';
import { readManifest } from './read-manifest.ts';
import { readStudy } from './read-study.ts';

export type ImagingRoutes = {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  clock?: Clock;
};

/** As long as a session lasts: a viewer may stay open through a night on call. */
const openingMs = 12 * 3_600_000;

export function mountImaging(app: App, given: ImagingRoutes): void {
  const { database, storeRoot, clock = systemClock } = given;
  route(app, contract.listStudies, ({ actor, query }) =>
    withActor(database, actor, (tx) => listStudies(tx, actor, query, clock)),
  );
  route(app, contract.readStudy, ({ actor, params }) =>
    withActor(database, actor, (tx) => readStudy(tx, actor, params.studyId)),
  );
  const openings = openOpenings(clock, openingMs);
  route(app, contract.readManifest, async ({ actor, params: { studyId }, query, reply }) => {
    const isCovered = openings.covers(actor, studyId);
    const manifest = await withActor(database, actor, (tx) =>
      readManifest(tx, actor, studyId, query.since ?? null, isCovered),
    );
    if (!manifest) return reply.status(304).send();
    openings.mark(actor, studyId);
    return manifest;
  });
  mountFrames(app, openFrameReader({ database, storeRoot, clock, openings, through: 'viewer' }));
}
