import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { withSystem } from '@liaison/db';
import { newUid, type JsonDataSet } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { grantStudyTo, purgeStudy, revokeStudyFrom } from '@liaison/imaging';
import {
  makeCtImage,
  makeStudy,
  openContainer,
  packStudyMetadata,
  storeImage,
  type MadeStudy,
} from '@liaison/imaging/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from './testing-service.ts';

describe('metadata that were packed', () => {
  let service: TestService;
  let study: MadeStudy;
  let asks = 0;
  beforeAll(async () => {
    service = await startTestService();
  });
  beforeEach(async () => {
    const { structureId } = service.reader;
    study = await makeStudy(service.database.system, {
      structureId,
      imageCount: 3,
      storeRoot: service.storeRoot,
    });
  });
  afterAll(() => service.close());

  /** Under an address that nobody asked for, so that no answer kept in memory is given. */
  const ask = (path = '', who = 'reader') => {
    asks += 1;
    return service.ask(`/studies/${study.StudyInstanceUID}${path}/metadata?ask=${asks}`, {}, who);
  };
  const read = async (path = ''): Promise<JsonDataSet[]> => (await ask(path)).json();
  const pack = () => packStudyMetadata(service.database.system, study);
  const countPacks = async () => {
    const found = await withSystem(service.database.system, (tx) =>
      sql<{ count: number }>`select count(*) as count from imaging.series_metadata
        where study_id = ${study.studyId}`.execute(tx),
    );
    return found.rows[0]?.count;
  };
  const receive = async (given: Parameters<typeof makeCtImage>[0]) => {
    const { StudyInstanceUID } = study;
    const { structureId } = service.reader;
    const container = openContainer(service.storeRoot, { structureId, StudyInstanceUID });
    storeImage(container, makeCtImage({ StudyInstanceUID, ...given }));
    container.close();
    await service.settle();
  };
  const seriesOf = (json: readonly JsonDataSet[]) => String(json[0]?.['0020000E']?.Value?.[0]);

  it('are those that are read from the images, without reading them', async () => {
    const before = await read();
    expect(before).toHaveLength(3);
    await pack();
    expect(await read()).toEqual(before);
    rmSync(join(service.storeRoot, 'sealed'), { recursive: true });
    expect(await read()).toEqual(before);
    expect(await read(`/series/${seriesOf(before)}`)).toEqual(before);
    expect((await ask(`/series/${newUid()}`)).status).toBe(404);
  });

  it('name the address at which they are asked for', async () => {
    await pack();
    const addressOf = (json: readonly JsonDataSet[]) => String(json[0]?.['7FE00010']?.BulkDataURI);
    const address = addressOf(await read());
    expect(address.startsWith(`${service.url}/studies/${study.StudyInstanceUID}/series/`)).toBe(true);
    const elsewhere = `${service.url}/studies/${study.StudyInstanceUID}/metadata`.replace(
      '127.0.0.1',
      'localhost',
    );
    const reply = await fetch(elsewhere, { headers: { 'x-test': 'reader' } });
    expect(addressOf(await reply.json())).toBe(address.replace('127.0.0.1', 'localhost'));
  });

  it('never hide an image that came since, in a series that was packed or in another', async () => {
    const before = await read();
    await pack();
    await receive({ SeriesInstanceUID: seriesOf(before), InstanceNumber: 4 });
    expect((await read()).map((one) => one['00200013']?.Value?.[0])).toEqual([1, 2, 3, 4]);
    await receive({ InstanceNumber: 5, SeriesNumber: 9 });
    expect((await read()).map((one) => one['00200013']?.Value?.[0])).toEqual([1, 2, 3, 4, 5]);
    const all = await read();
    await pack();
    expect([await read(), await countPacks()]).toEqual([all, 2]);
  });

  it('go with the images that are purged, and say what comes again', async () => {
    const before = await read();
    await pack();
    await withSystem(service.database.system, (tx) => purgeStudy(tx, study.studyId));
    expect([(await ask()).status, await countPacks()]).toEqual([404, 0]);
    await receive({ SeriesInstanceUID: seriesOf(before), SeriesDescription: 'Revenue' });
    expect((await read()).map((one) => one['0008103E']?.Value?.[0])).toEqual(['Revenue']);
  });

  it('are for who may read the study, as long as he may', async () => {
    await pack();
    const elsewhere = await makePlace(service.database.system, `CHU ${newUid().slice(-12)}`);
    const guest = await makePerson(service.database.system, elsewhere, 'Invité');
    service.actors.set('guest', guest);
    expect((await ask('', 'guest')).status).toBe(404);
    const subjects = [elsewhere.communityId];
    await withSystem(service.database.system, (tx) => grantStudyTo(tx, study.studyId, subjects, 'dossier:1'));
    expect((await ask('', 'guest')).status).toBe(200);
    await withSystem(service.database.system, (tx) =>
      revokeStudyFrom(tx, study.studyId, subjects, 'dossier:1'),
    );
    expect((await ask('', 'guest')).status).toBe(404);
  });
});
