import { withActor, type AppDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import { openCovers, sessionCoverMs } from '@liaison/journal';
import { systemClock, type Clock } from '@liaison/kernel';
import * as contract from './contract.ts';
import { mountFrames } from './frames/frame-routes.ts';
import { mountPictures } from './frames/picture-routes.ts';
import { readFrameInfo, toTables } from './frames/read-frame-info.ts';
import { listStudies } from './search/list-studies.ts';
import { openFrameReader } from './frames/read-frame.ts';
import { readManifest } from './study/read-manifest.ts';
import { readStudy } from './study/read-study.ts';

export type ImagingRoutes = {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  clock?: Clock;
};

export function mountImaging(app: App, given: ImagingRoutes): void {
  const { database, storeRoot, clock = systemClock } = given;
  const lists = openCovers(clock, sessionCoverMs);
  const openings = openCovers(clock, sessionCoverMs);
  route(app, contract.listStudies, async ({ actor, query }) => {
    const criteria = JSON.stringify([query.search, query.modality, query.hours]);
    const isCovered = (query.live || query.cursor !== undefined) && lists.covers(actor, criteria);
    const asked = { ...query, isCovered };
    const page = await withActor(database, actor, (tx) => listStudies(tx, actor, asked, clock));
    if (!isCovered) lists.mark(actor, criteria);
    return page;
  });
  route(app, contract.readStudy, async ({ actor, params: { studyId } }) => {
    const isCovered = openings.covers(actor, studyId);
    const study = await withActor(database, actor, (tx) => readStudy(tx, actor, studyId, isCovered));
    if (!isCovered) openings.mark(actor, studyId);
    return study;
  });
  route(app, contract.readManifest, async ({ actor, params: { studyId }, query, reply }) => {
    const isCovered = openings.covers(actor, studyId);
    const manifest = await withActor(database, actor, (tx) =>
      readManifest(tx, actor, studyId, query.since ?? null, isCovered),
    );
    if (!manifest) return reply.status(304).send();
    openings.mark(actor, studyId);
    return manifest;
  });
  const reader = openFrameReader({ database, storeRoot, clock, openings, through: 'viewer' });
  mountFrames(app, reader);
  mountPictures(app, reader, storeRoot);
  route(app, contract.readTables, async ({ actor, params: { studyId, sopInstanceUid } }) => {
    const source = await reader.find(actor, studyId, sopInstanceUid);
    return toTables(await readFrameInfo(storeRoot, source));
  });
}
