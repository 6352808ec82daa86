import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import {
  DeflatedExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  newUid,
  readDataSet,
  readDicomdir,
  readPart10,
  storageSopClassUid,
} from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { createApp, type App } from '@liaison/http';
import { catalogueAll, makeCtImage, makeStudy, openContainer, storeImage } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downloadUrl } from '../contract.ts';
import { french } from '../fr.ts';
import { mountTransfers } from '../routes.ts';

const hasDcmtk = spawnSync('dcmdump', ['--version']).status === 0;
if (!hasDcmtk) console.warn('no dcmtk on this machine: zips were not held against it (apt install dcmtk)');

describe('the download of studies as a zip', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let folder: string;
  let storeRoot: string;
  let actor: UserActor | null = null;
  let reader: UserActor;
  let app: App;
  let place: Awaited<ReturnType<typeof makePlace>>;

  beforeAll(async () => {
    database = await openTestDatabase();
    jobs = await openEnqueue(database.urls.appUrl);
    folder = mkdtempSync(join(tmpdir(), 'liaison-download-'));
    storeRoot = join(folder, 'store');
    place = await makePlace(database.system, 'CH des zips');
    reader = await makePerson(database.system, place, 'Lecteur');
    app = await createApp({
      log: openLog('silent'),
      texts: { ...french, 'access/refused': 'refusé', 'http/unauthenticated': 'qui ?' },
      publicUrl: 'http://127.0.0.1',
      isSecure: false,
      isBehindProxy: false,
      tls: null,
      findActor: async () => actor,
      onRefusal: async () => {},
    });
    mountTransfers(app, {
      database: database.app,
      storeRoot,
      ownAeTitle: 'LIAISON',
      enqueue: jobs.enqueue,
      clock: systemClock,
    });
  });
  afterAll(async () => {
    await app.close();
    await jobs.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const study = (imageCount: number, attributes = {}) =>
    makeStudy(database.system, { structureId: place.structureId, imageCount, storeRoot, attributes });

  async function download(studyIds: readonly string[], as: UserActor | null = reader) {
    actor = as;
    return app.inject({ method: 'GET', url: downloadUrl(studyIds) });
  }

  async function unzipped(studyIds: readonly string[], name: string): Promise<string> {
    const reply = await download(studyIds);
    expect(reply.statusCode).toBe(200);
    expect(Number(reply.headers['content-length'])).toBe(reply.rawPayload.length);
    const path = join(folder, `${name}.zip`);
    writeFileSync(path, reply.rawPayload);
    execFileSync('unzip', ['-tq', path]);
    const target = join(folder, name);
    execFileSync('unzip', ['-q', path, '-d', target]);
    return target;
  }

  const images = (root: string) =>
    readdirSync(join(root, 'IMAGES'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();

  it('is a file-set: every image in Part 10, in names of media, found by a DICOMDIR, and journaled', async () => {
    const [first, second] = [
      await study(3),
      await study(2, { PatientID: 'OTHER', PatientName: 'AUTRE^Luc' }),
    ];
    const root = await unzipped([first.studyId, second.studyId], 'two');
    const files = images(root);
    expect(files).toHaveLength(5);
    for (const file of files) expect(file.slice(root.length)).toMatch(/^(\/[A-Z0-9_]{1,8}){4}$/);
    const index = readDicomdir(readFileSync(join(root, 'DICOMDIR')));
    expect(index.patients.map(({ patientId }) => patientId).toSorted()).toEqual(['IPP0042', 'OTHER']);
    const named = index.patients
      .flatMap((patient) => patient.studies)
      .flatMap((each) => each.series)
      .flatMap((series) => series.instances);
    expect(named.map(({ fileId }) => join(root, ...fileId)).toSorted()).toEqual(files);
    for (const { fileId, SOPInstanceUID } of named) {
      const { dataSetBytes, transferSyntaxUID } = readPart10(readFileSync(join(root, ...fileId)));
      expect(readDataSet(dataSetBytes, transferSyntaxUID).dataSet.text('SOPInstanceUID')).toBe(
        SOPInstanceUID,
      );
    }
    expect(readFileSync(join(root, 'LISEZMOI.TXT'), 'utf8')).toContain('5 objets DICOM');
    const told = (await seenEntries(database.system)).filter(({ act }) => act === 'study.downloaded');
    expect(new Set(told.map(({ resource_id }) => resource_id))).toEqual(
      new Set([first.studyId, second.studyId]),
    );
  });

  it.skipIf(!hasDcmtk)('is read by dcmtk: the directory, and each image where it says', async () => {
    // Longer before their pixels than what is read of an image at first.
    const { studyId } = await study(4, { ImageComments: 'x'.repeat(9000) });
    const root = await unzipped([studyId], 'judged');
    const dump = execFileSync('dcmdump', ['+P', 'ReferencedFileID', join(root, 'DICOMDIR')]).toString();
    expect(dump.match(/IMAGES/g)).toHaveLength(4);
    const rowsTold = execFileSync('dcmdump', ['+P', 'Rows', join(root, 'DICOMDIR')]).toString();
    expect(rowsTold.match(/US 4/g)).toHaveLength(4);
    for (const file of images(root)) execFileSync('dcmdump', ['+P', 'PatientName', file]);
    // It refuses names that media do not allow; what a scanner left out, as StudyID here, it invents.
    const names = images(root).map((file) => file.slice(root.length + 1));
    execFileSync('dcmmkdir', ['+I', '+D', join(root, 'JUDGED'), ...names], { cwd: root });
  });

  it('keeps every syntax as it came, deflated too', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    const implicit = makeCtImage({ StudyInstanceUID, InstanceNumber: 1 }, ImplicitVRLittleEndian);
    const uids = { StudyInstanceUID, SOPInstanceUID: newUid(), SeriesInstanceUID: newUid() };
    const deflated = makeCtImage({ ...uids, InstanceNumber: 2 }, DeflatedExplicitVRLittleEndian);
    const { transferSyntaxUID } = deflated;
    const SOPClassUID = storageSopClassUid('CTImageStorage');
    storeImage(container, implicit);
    container.begin({ ...uids, SOPClassUID, transferSyntaxUID, receivedAt: new Date().toISOString() });
    container.write(deflated.bytes);
    container.commit();
    container.close();
    await catalogueAll(database.system, storeRoot);
    const found = await withSystem(database.system, (tx) =>
      sql<{
        id: string;
      }>`select id from imaging.study where study_instance_uid = ${StudyInstanceUID}`.execute(tx),
    );
    const root = await unzipped([found.rows[0]?.id ?? ''], 'syntaxes');
    const kept = images(root).map((file) => readFileSync(file));
    for (const { bytes } of [implicit, deflated])
      expect(kept.some((file) => file.subarray(-bytes.length).equals(bytes))).toBe(true);
    const index = readDicomdir(readFileSync(join(root, 'DICOMDIR')));
    expect(index.patients[0]?.studies[0]?.series.flatMap((series) => series.instances)).toHaveLength(2);
  });

  it('breaks off rather than giving an image that the disk has changed', async () => {
    const { studyId } = await study(2);
    await withSystem(database.system, (tx) =>
      sql`update imaging.instance set crc32 = 7 where study_id = ${studyId} and instance_number = 2`.execute(
        tx,
      ),
    );
    await expect(download([studyId])).rejects.toThrow(/content differs|destroyed|aborted|closed/i);
  });

  it('is refused to a stranger, to nobody, and where there is nothing', async () => {
    const { studyId } = await study(1);
    const elsewhere = await makePlace(database.system, 'CH étranger');
    const stranger = await makePerson(database.system, elsewhere, 'Étranger');
    expect((await download([studyId], stranger)).statusCode).toBe(403);
    expect((await download([studyId], null)).statusCode).toBe(401);
    expect((await download(['not-an-id'])).statusCode).toBe(400);
    const reply = await withActor(database.app, reader, async () => download([studyId]));
    expect(reply.headers['content-disposition']).toMatch(
      /^attachment; filename="images-\d{4}-\d\d-\d\d\.zip"$/,
    );
  });
});
