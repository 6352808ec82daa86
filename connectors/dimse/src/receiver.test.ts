import { afterEach, describe, expect, it, vi } from 'vitest';

import { listOpenContainers, readContainerAbout, scanContainer } from '@liaison/blobs';
import {
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  readPart10,
  statuses,
  writeDataSet,
  type StoreRequest,
} from '@liaison/dicom';
import { sampleFiles, type SampleFile } from '@liaison/dicom/testing';

import {
  ctImage,
  makeInstance,
  openTestAssociation,
  openTestReceiver,
  type TestReceiver,
} from './testing.ts';

let open: TestReceiver | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function start(options: Parameters<typeof openTestReceiver>[0] = {}): Promise<TestReceiver> {
  open = await openTestReceiver(options);
  return open;
}

function kinds(test: TestReceiver): unknown[] {
  return test.events().map((event) => event['kind']);
}

describe('reception', () => {
  it('stores each image bit for bit before it answers, by association and study', async () => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    const images = ['1.2.3', '1.2.9', '1.2.3', '1.2.3'].map((studyUid, index) =>
      makeInstance({ studyUid, pixelBytes: [100, 300_000, 70_000, 1_000_000][index] ?? 0, fill: index }),
    );
    for (const [index, image] of images.entries()) {
      expect(await association.cStore(image)).toEqual({ status: statuses.success, errorComment: undefined });
      const stored = await test.stored();
      expect(stored).toHaveLength(index + 1);
      const found = stored.find(({ header }) => header.SOPInstanceUID === image.SOPInstanceUID);
      expect(found?.dataSet.equals(image.dataSet)).toBe(true);
    }
    await association.release();
    await vi.waitFor(() => expect(kinds(test)).toEqual(['association-accepted', 'association-released']));
    expect(test.events()[1]).toMatchObject({ storedCount: 4, refusedCount: 0, structureId: 'structure-a' });
    const abouts = listOpenContainers(test.root).map(({ path }) => readContainerAbout(path));
    expect(abouts.map((about) => about.StudyInstanceUID).toSorted()).toEqual(['1.2.3', '1.2.9']);
    expect(abouts[0]).toMatchObject({
      callingAeTitle: 'CHA_PACS',
      calledAeTitle: 'LIAISON',
      remoteAddress: '127.0.0.1',
      structureId: 'structure-a',
      node: 'test',
      slot: 0,
    });
    expect(listOpenContainers(test.root).map(({ path }) => scanContainer(path, 0).state)).toEqual([
      'closed',
      'closed',
    ]);
  });

  it('announces the study while its first image is still coming', async () => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    const image = makeInstance({ pixelBytes: 500_000 });
    const gate = Promise.withResolvers<void>();
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield image.dataSet.subarray(0, 200_000);
      yield image.dataSet.subarray(200_000, 300_000);
      await gate.promise;
      yield image.dataSet.subarray(300_000);
    }
    const response = association.cStore({ ...image, dataSet: slowly() });
    await vi.waitFor(() => {
      const [container] = listOpenContainers(test.root);
      const current = container && scanContainer(container.path, 0).current;
      expect(current).toMatchObject({
        StudyInstanceUID: '1.2.3',
        PatientName: 'ÉPREUVE^Zoé',
        PatientID: 'P1',
        Modality: 'CT',
        StudyDate: '20261121',
      });
    });
    expect(await test.stored()).toHaveLength(0);
    gate.resolve();
    expect((await response).status).toBe(0);
    expect((await test.stored())[0]?.dataSet.equals(image.dataSet)).toBe(true);
    await association.release();
  });

  it('takes a data set in any pieces, its header in many', async () => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port, { maxPduLength: 128 });
    const image = makeInstance({ pixelBytes: 5000 });
    expect((await association.cStore(image)).status).toBe(0);
    expect((await test.stored())[0]?.dataSet.equals(image.dataSet)).toBe(true);
    await association.release();
  });

  it('answers C-ECHO', async () => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    expect(await association.cEcho()).toBe(0);
    await association.release();
  });

  it('keeps what an aborted association had committed, and marks the rest', async () => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    const image = makeInstance();
    await association.cStore(image);
    const half = makeInstance({ pixelBytes: 400_000 });
    const started = Promise.withResolvers<void>();
    async function* never(): AsyncGenerator<Uint8Array> {
      yield half.dataSet.subarray(0, 100_000);
      yield half.dataSet.subarray(100_000, 200_000);
      started.resolve();
      await new Promise(() => undefined);
    }
    association.cStore({ ...half, dataSet: never() }).catch(() => undefined);
    await started.promise;
    association.abort();
    await vi.waitFor(() => expect(kinds(test)).toEqual(['association-accepted', 'association-aborted']));
    const [container] = listOpenContainers(test.root);
    const { entries, state } = scanContainer(container?.path ?? '', 0);
    expect(state).toBe('closed');
    expect(entries.map((entry) => [entry.kind, entry.header.SOPInstanceUID])).toEqual([
      ['instance', image.SOPInstanceUID],
      ['aborted', half.SOPInstanceUID],
    ]);
  });

  it('keeps going past sixteen studies in one association', async () => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    for (let round = 0; round < 2; round += 1) {
      for (let study = 0; study < 20; study += 1) {
        expect((await association.cStore(makeInstance({ studyUid: `1.2.${study}` }))).status).toBe(0);
      }
    }
    await association.release();
    await vi.waitFor(() => expect(kinds(test)).toContain('association-released'));
    expect(await test.stored()).toHaveLength(40);
  });
});

describe('an image that is not what it says', () => {
  const image = makeInstance();
  const elements = {
    SOPClassUID: ctImage,
    SOPInstanceUID: '1.2.3.4.5',
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.3.4',
    Rows: 16,
  };
  it.each([
    ['another SOPInstanceUID', { ...elements, SOPInstanceUID: '1.2.3.4.6' }, statuses.dataSetMismatch],
    ['another SOPClassUID', { ...elements, SOPClassUID: '1.2.3' }, statuses.dataSetMismatch],
    ['no SOPInstanceUID', { ...elements, SOPInstanceUID: '' }, statuses.dataSetMismatch],
    ['no StudyInstanceUID', { ...elements, StudyInstanceUID: '' }, statuses.dataSetMismatch],
    [
      'a StudyInstanceUID that is a path',
      { ...elements, StudyInstanceUID: '../../etc' },
      statuses.dataSetMismatch,
    ],
    ['no SeriesInstanceUID', { ...elements, SeriesInstanceUID: '' }, statuses.dataSetMismatch],
  ])('is refused with %s, and the next one is stored', async (_name, input, status) => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    const dataSet = writeDataSet(input, ExplicitVRLittleEndian);
    const response = await association.cStore({ ...image, SOPInstanceUID: '1.2.3.4.5', dataSet });
    expect(response.status).toBe(status);
    expect(response.errorComment).toBeTruthy();
    expect((await association.cStore(makeInstance())).status).toBe(0);
    expect(await test.stored()).toHaveLength(1);
    expect(test.events().find((event) => event['kind'] === 'store-refused')).toMatchObject({
      status: 'A900',
    });
    await association.release();
  });

  it.each([
    ['random bytes', Buffer.alloc(5000, 0xa5)],
    ['nothing but a truncated element', image.dataSet.subarray(0, 50)],
    [
      'a sequence that never ends',
      Buffer.concat(Array.from({ length: 70_000 }, () => Buffer.from('0800401153510000ffffffff', 'hex'))),
    ],
    ['an element longer than what is held', Buffer.from('0900011055540000ffffff7f', 'hex')],
  ])('is refused with %s', async (_name, dataSet) => {
    const test = await start();
    const association = await openTestAssociation(test.receiver.port);
    expect((await association.cStore({ ...image, dataSet })).status).toBe(statuses.cannotUnderstand);
    expect((await association.cStore(makeInstance())).status).toBe(0);
    await association.release();
  });

  it('is refused when its header does not end within what may be held', async () => {
    const test = await start({ limits: { maxHeaderBytes: 10_000 } });
    const association = await openTestAssociation(test.receiver.port);
    const dataSet = writeDataSet({ ...elements, PatientID: 'x'.repeat(20_000) }, ImplicitVRLittleEndian);
    expect((await association.cStore({ ...image, dataSet })).status).toBe(statuses.cannotUnderstand);
    await association.release();
  });

  it('is refused when it is longer than an instance may be, without staying on the disk', async () => {
    const test = await start({ limits: { maxInstanceBytes: 100_000 } });
    const association = await openTestAssociation(test.receiver.port);
    expect((await association.cStore(makeInstance({ pixelBytes: 200_000 }))).status).toBe(
      statuses.outOfResources,
    );
    expect((await association.cStore(makeInstance({ pixelBytes: 50_000 }))).status).toBe(0);
    expect(await test.stored()).toHaveLength(1);
    await association.release();
  });
});

describe('stopping', () => {
  it('lets associations end, and takes no new one', async () => {
    const test = await start();
    const { port } = test.receiver;
    const association = await openTestAssociation(port);
    const drained = test.receiver.drain();
    await expect(openTestAssociation(port)).rejects.toMatchObject({ kind: 'unreachable' });
    expect((await association.cStore(makeInstance())).status).toBe(0);
    await association.release();
    await drained;
    expect(await test.stored()).toHaveLength(1);
  });

  it('aborts what does not end in time', async () => {
    const test = await start({ limits: { drainMs: 50 } });
    const association = await openTestAssociation(test.receiver.port);
    await association.cStore(makeInstance());
    await test.receiver.drain();
    await expect(association.cEcho()).rejects.toMatchObject({ name: 'AssociationError' });
    const [container] = listOpenContainers(test.root);
    expect(scanContainer(container?.path ?? '', 0).state).toBe('closed');
  });
});

describe('real files', () => {
  const files = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles).map(readFile);

  it.runIf(files.length > 0)('are stored bit for bit, whatever their class and transfer syntax', async () => {
    const test = await start();
    const contexts = files.map((file) => ({
      abstractSyntax: file.SOPClassUID,
      transferSyntaxes: [file.transferSyntaxUID],
    }));
    const association = await openTestAssociation(test.receiver.port, { contexts });
    const statusCodes = [];
    for (const file of files) statusCodes.push((await association.cStore(file)).status);
    await association.release();
    expect(statusCodes).toEqual(files.map(() => 0));
    const stored = new Map(
      (await test.stored()).map(({ header, dataSet }) => [header.SOPInstanceUID, dataSet]),
    );
    const different = files.filter((file) => !stored.get(file.SOPInstanceUID)?.equals(file.dataSet));
    expect(different.map((file) => file.name)).toEqual([]);
  });
});

function readFile({ name, bytes }: SampleFile): StoreRequest & { name: string; dataSet: Buffer } {
  const { meta, transferSyntaxUID, dataSetBytes } = readPart10(bytes);
  return {
    name,
    SOPClassUID: meta.text('MediaStorageSOPClassUID') ?? '',
    SOPInstanceUID: meta.text('MediaStorageSOPInstanceUID') ?? '',
    transferSyntaxUID,
    dataSet: dataSetBytes,
  };
}
