import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { listOpenContainers, scanContainer } from '@liaison/blobs';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid, readPart10Head, writeFileMeta } from '@liaison/dicom';
import { sampleFiles } from '@liaison/dicom/testing';
import { catalogueAll, makeCtImage } from '@liaison/imaging/testing';
import { seenEntries } from '@liaison/journal/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as contract from './contract.ts';
import { ct, encode } from './testing-files.ts';
import { newDigest, TestImports } from './testing-imports.ts';

describe('imports over HTTP', () => {
  let database: TestDatabase;
  let imports: TestImports;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    imports = await TestImports.open(database);
  });
  afterEach(() => imports.close());

  it('keeps files as they are, tells them stored, and shows them in the catalogue of their study', async () => {
    const study = newUid();
    const images = [ct(study), ct(study), ct(study)];
    const { import: opened } = await imports.open({ fileCount: 3, uid: study });
    const results = await imports.send(
      opened.id,
      ...images.map(({ file }, position) => ({ position, bytes: file })),
    );
    expect(results.map(({ state }) => state)).toEqual(['stored', 'stored', 'stored']);
    const { body } = await imports.ask('POST', `/api/imports/${opened.id}/end`, { as: 'done' });
    expect(contract.importView.parse(body)).toMatchObject({ state: 'done', storedCount: 3, refusals: [] });
    await catalogueAll(database.system, imports.storeRoot);
    const seen = contract.importView.parse((await imports.ask('GET', `/api/imports/${opened.id}`)).body);
    expect(seen.studies).toMatchObject([
      { expectedCount: 3, study: { imageCount: 3, callingAeTitle: 'IMPORT', StudyInstanceUID: study } },
    ]);
    const rows = await seenEntries(database.system);
    const ofImport = rows.filter(({ details }) => details['importId'] === opened.id);
    expect(ofImport.map(({ act }) => act)).toEqual(['study.import-started', 'study.import-ended']);
    expect(ofImport[1]?.details).toMatchObject({ storedCount: 3, refusedCount: 0 });
  });

  const samples = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles);
  it.runIf(samples.length > 0)(
    'keeps every real file bit for bit, deflated and compressed ones too',
    async () => {
      const { import: opened } = await imports.open({ fileCount: samples.length });
      const refused: string[] = [];
      for (const [position, { name, bytes }] of samples.entries()) {
        for (let offset = 0; offset < bytes.length; offset += contract.maxPieceBytes) {
          const end = Math.min(bytes.length, offset + contract.maxPieceBytes);
          const [result] = await imports.send(opened.id, { position, bytes, offset, end });
          if (end === bytes.length && result?.state !== 'stored') refused.push(`${name} ${result?.code}`);
        }
      }
      expect(refused).toEqual([]);
      const kept = new Map<string, Buffer>();
      for (const { path } of listOpenContainers(imports.storeRoot)) {
        const file = readFileSync(path);
        for (const entry of scanContainer(path, 0).entries) {
          if (entry.kind !== 'instance') continue;
          kept.set(
            entry.header.SOPInstanceUID,
            file.subarray(entry.dataOffset, entry.dataOffset + entry.dataLength),
          );
        }
      }
      const different = samples.filter(({ bytes }) => {
        const { meta, storedBytes } = readPart10Head(bytes);
        return kept.get(meta.text('MediaStorageSOPInstanceUID') ?? '')?.equals(storedBytes) !== true;
      });
      expect(different.map(({ name }) => name)).toEqual([]);
    },
  );

  it('goes on where the same files were left, after a restart too', async () => {
    const digest = newDigest();
    const study = newUid();
    const first = await imports.open({ digest, uid: study });
    const long = ct(study, 6 * 1024 * 1024).file;
    await imports.send(
      first.import.id,
      { position: 0, bytes: ct(study).file },
      { position: 1, bytes: ct(study).file },
    );
    await imports.send(first.import.id, { position: 4, bytes: Buffer.from('not an image at all') });
    const [cut] = await imports.send(first.import.id, { position: 7, bytes: long, end: 4 * 1024 * 1024 });
    expect(cut).toMatchObject({ state: 'partial', receivedBytes: 4 * 1024 * 1024 });
    await imports.restart();
    const again = await imports.open({ digest, uid: study });
    expect(again).toMatchObject({
      isResumed: true,
      import: { id: first.import.id, storedCount: 2, refusals: [{ code: 'not-dicom', count: 1 }] },
      settled: [
        [0, 1],
        [4, 4],
      ],
      partial: [{ position: 7, receivedBytes: 4 * 1024 * 1024 }],
    });
    const [whole] = await imports.send(first.import.id, {
      position: 7,
      bytes: long,
      offset: 4 * 1024 * 1024,
    });
    expect(whole).toMatchObject({ state: 'stored' });
    expect((await imports.open({ digest, uid: study })).partial).toEqual([]);
  });

  it('says why it does not take a file', async () => {
    const { import: opened } = await imports.open();
    const { file, dataSet } = ct();
    const noStudy = makeCtImage({ StudyInstanceUID: '' });
    const meta = file.subarray(0, file.length - dataSet.length);
    const unknownSyntax = writeFileMeta({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID: '1.2.3',
      transferSyntaxUID: '1.2.3.4.5',
    });
    const results = await imports.send(
      opened.id,
      { position: 0, bytes: Buffer.alloc(3000, 'MZ') },
      { position: 1, bytes: Buffer.concat([meta, noStudy.bytes]) },
      { position: 2, bytes: file.subarray(0, meta.length + 60) },
      { position: 3, bytes: Buffer.concat([unknownSyntax, dataSet]) },
      { position: 4, bytes: file },
    );
    expect(results.map(({ code }) => code)).toEqual([
      'not-dicom',
      'no-identifiers',
      'unreadable',
      'transfer-syntax',
      null,
    ]);
    expect(imports.stored()).toHaveLength(1);
  });

  it('refuses a file longer than an instance may be, without keeping it', async () => {
    const { import: opened } = await imports.open();
    const long = Buffer.alloc(16 * 1024 * 1024);
    const [result] = await imports.send(opened.id, { position: 0, bytes: long, end: 4 * 1024 * 1024 });
    expect(result).toMatchObject({ state: 'refused', code: 'too-long' });
  });

  it('never believes bytes other than those that were digested', async () => {
    const { import: opened } = await imports.open();
    const { file } = ct();
    const [piece] = await imports.send(opened.id, { position: 0, bytes: file, pieceCrc32: 1 });
    expect(piece?.state).toBe('damaged');
    const long = ct(newUid(), 6 * 1024 * 1024).file;
    const half = 4 * 1024 * 1024;
    await imports.send(opened.id, { position: 1, bytes: long, end: half });
    const [last] = await imports.send(opened.id, { position: 1, bytes: long, offset: half, fileCrc32: 1 });
    expect(last).toMatchObject({ state: 'damaged', receivedBytes: 0 });
    expect(imports.stored()).toEqual([]);
  });

  it('keeps what came whole of a body that breaks off', async () => {
    const digest = newDigest();
    const { import: opened } = await imports.open({ digest });
    const body = encode([
      { position: 0, bytes: ct().file },
      { position: 1, bytes: ct().file },
    ]);
    expect(await imports.post(opened.id, body.subarray(0, body.length - 10))).toMatchObject({
      status: 422,
      body: { code: 'imports/bad-pieces' },
    });
    expect((await imports.open({ digest })).settled).toEqual([[0, 0]]);
  });

  it('tells content under a known identifier as set aside', async () => {
    const study = newUid();
    const uid = newUid();
    const { import: opened } = await imports.open({ uid: study });
    const other = (text: string) => {
      const { bytes, transferSyntaxUID } = makeCtImage({
        StudyInstanceUID: study,
        SOPInstanceUID: uid,
        SeriesDescription: text,
      });
      const meta = writeFileMeta({
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
        SOPInstanceUID: uid,
        transferSyntaxUID,
      });
      return Buffer.concat([meta, bytes]);
    };
    await imports.send(
      opened.id,
      { position: 0, bytes: other('une') },
      { position: 1, bytes: other('autre') },
    );
    await imports.ask('POST', `/api/imports/${opened.id}/end`, { as: 'done' });
    await catalogueAll(database.system, imports.storeRoot);
    const seen = contract.importView.parse((await imports.ask('GET', `/api/imports/${opened.id}`)).body);
    expect(seen.studies[0]?.study).toMatchObject({ imageCount: 1, quarantinedCount: 1 });
  });

  it('is closed to others, to other profiles, and once ended', async () => {
    const { import: opened } = await imports.open();
    const body = encode([{ position: 0, bytes: ct().file }]);
    expect(await imports.post(opened.id, body, 'stranger')).toMatchObject({ status: 404 });
    expect(await imports.post(opened.id, body, 'billing')).toMatchObject({ status: 403 });
    expect(await imports.post(opened.id, body, 'nobody')).toMatchObject({ status: 401 });
    expect(await imports.ask('GET', `/api/imports/${opened.id}`, undefined, 'stranger')).toMatchObject({
      status: 404,
    });
    expect(
      await imports.ask('POST', `/api/imports/${opened.id}/end`, { as: 'cancelled' }, 'stranger'),
    ).toMatchObject({
      status: 404,
    });
    await imports.ask('POST', `/api/imports/${opened.id}/end`, { as: 'cancelled' });
    expect(await imports.post(opened.id, body)).toMatchObject({
      status: 409,
      body: { code: 'imports/already-ended' },
    });
    expect(imports.stored()).toEqual([]);
  });

  it('refuses bodies that lie, and more unfinished imports than one works on', async () => {
    const { import: opened } = await imports.open({ fileCount: 1 });
    const { file } = ct();
    for (const body of [
      Buffer.from('nothing of ours'),
      randomBytes(5000),
      encode([{ position: 1, bytes: file }]),
      encode([{ position: 0, bytes: file }]).subarray(0, 20),
    ])
      expect(await imports.post(opened.id, body)).toMatchObject({ status: 422 });
    const answers: number[] = [];
    for (let extra = 0; extra < 8; extra += 1) {
      const { status } = await imports.ask('POST', '/api/imports', {
        source: 'zip',
        sourceDigest: newDigest(),
        fileCount: 1,
        byteCount: 1,
        studies: [{ StudyInstanceUID: newUid(), expectedCount: 1 }],
      });
      answers.push(status);
    }
    expect(answers).toEqual([200, 200, 200, 200, 429, 429, 429, 429]);
  });
});
