import { withActor, type AppDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import { systemClock, type Clock } from '@liaison/kernel';
import * as contract from './contract.ts';
import { mountFrames } from './frame-routes.ts';
import { listStudies } from './list-studies.ts';
import { openFrameReader } from './read-frame.ts';
import { readManifest } from './read-manifest.ts';
import { readStudy } from './read-study.ts';

export type ImagingRoutes = {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  clock?: Clock;
};

export function mountImaging(app: App, given: ImagingRoutes): void {
  const { database, storeRoot, clock = systemClock } = given;
  route(app, contract.listStudies, ({ actor, query }) =>
    withActor(database, actor, (tx) => listStudies(tx, actor, query, clock)),
  );
  route(app, contract.readStudy, ({ actor, params }) =>
    withActor(database, actor, (tx) => readStudy(tx, actor, params.studyId)),
  );
  route(app, contract.readManifest, async ({ actor, params, query, reply }) => {
    const manifest = await withActor(database, actor, (tx) =>
      readManifest(tx, actor, params.studyId, query.since ?? null),
    );
    return manifest ?? reply.status(304).send();
  });
  mountFrames(app, openFrameReader(database, storeRoot, clock));
}
