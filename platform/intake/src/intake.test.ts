import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

import { listOpenContainers, openRange, scanContainer } from '@liaison/blobs';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  JPEGLosslessSV1,
  readPart10Head,
  statuses,
  writeDataSet,
  writeFileMeta,
} from '@liaison/dicom';
import { sampleFiles } from '@liaison/dicom/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  intakeSlots,
  openIntake,
  openRepairs,
  recoverIntake,
  storePart10,
  transferSyntaxNotSupported,
  type Intake,
} from './index.ts';

const SOPClassUID = '1.2.840.10008.5.1.4.1.1.2';
const elements = {
  SOPClassUID,
  SOPInstanceUID: '1.2.3.4.5',
  Modality: 'CT',
  PatientName: 'EPREUVE^ZOE',
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.4',
  Rows: 16,
  PixelData: Buffer.alloc(40_000, 9),
};
const origin = {
  node: 'test',
  slot: intakeSlots.web,
  callingAeTitle: 'IMPORT',
  calledAeTitle: 'LIAISON',
  remoteAddress: '192.0.2.1',
  structureId: 'structure-a',
};

let root = '';
let intake: Intake;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'intake-'));
  intake = openIntake({ storeRoot: root, origin, onUnclosed: () => {}, onFailure: () => {} });
});
afterEach(() => {
  intake.closeAll();
  rmSync(root, { recursive: true, force: true });
});

async function readStored(): Promise<{ transferSyntaxUID: string; dataSet: Buffer }[]> {
  const stored = [];
  for (const { path, id } of listOpenContainers(root)) {
    const range = openRange(root, id);
    for (const entry of scanContainer(path, 0).entries) {
      if (entry.kind !== 'instance') continue;
      const dataSet = await range.read(entry.dataOffset, entry.dataLength);
      stored.push({ transferSyntaxUID: entry.header.transferSyntaxUID, dataSet });
    }
    range.close();
  }
  return stored;
}

function* inPieces(bytes: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

function fileOf(transferSyntaxUID: string, dataSet: Buffer): Buffer {
  const meta = writeFileMeta({ SOPClassUID, SOPInstanceUID: '1.2.3.4.5', transferSyntaxUID });
  return Buffer.concat([meta, dataSet]);
}

describe('a file', () => {
  const plain = writeDataSet(elements, ExplicitVRLittleEndian);
  const deflated = deflateRawSync(plain);
  it.each([
    ['explicit', ExplicitVRLittleEndian, plain],
    ['implicit', ImplicitVRLittleEndian, writeDataSet(elements, ImplicitVRLittleEndian)],
    ['big-endian', ExplicitVRBigEndian, writeDataSet(elements, ExplicitVRBigEndian)],
    ['deflated', DeflatedExplicitVRLittleEndian, deflated],
  ])('is stored bit for bit in pieces of any size: %s', async (_name, syntax, dataSet) => {
    for (const length of [1, 7, 100, 1000, 1_000_000]) {
      const { status, header } = await storePart10(intake, inPieces(fileOf(syntax, dataSet), length));
      expect(status).toBe(statuses.success);
      expect(header).toMatchObject({ PatientName: 'EPREUVE^ZOE', transferSyntaxUID: syntax });
    }
    const stored = await readStored();
    expect(stored).toHaveLength(5);
    for (const one of stored) expect(one.dataSet.equals(dataSet)).toBe(true);
  });

  it.each([
    ['without preamble', fileOf(ExplicitVRLittleEndian, plain).subarray(128), ExplicitVRLittleEndian],
    [
      'without preamble nor DICM',
      fileOf(ExplicitVRLittleEndian, plain).subarray(132),
      ExplicitVRLittleEndian,
    ],
    ['without any file meta information', plain, ExplicitVRLittleEndian],
    ['the same, implicit', writeDataSet(elements, ImplicitVRLittleEndian), ImplicitVRLittleEndian],
  ])('is taken %s', async (_name, file, syntax) => {
    expect(await storePart10(intake, file)).toMatchObject({ status: statuses.success });
    expect((await readStored())[0]?.transferSyntaxUID).toBe(syntax);
  });

  const directory = writeFileMeta({
    SOPClassUID: '1.2.840.10008.1.3.10',
    SOPInstanceUID: '1.2.3',
    transferSyntaxUID: ExplicitVRLittleEndian,
  });
  const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
  it.each([
    ['that is something else', Buffer.from('%PDF-1.7 '.repeat(500)), statuses.cannotUnderstand],
    ['that is empty', Buffer.alloc(0), statuses.cannotUnderstand],
    ['that is the directory of a medium', Buffer.concat([directory, plain]), statuses.cannotUnderstand],
    [
      'whose meta information never ends',
      Buffer.concat([
        fileOf('1.2', plain).subarray(0, 132),
        Buffer.from('020001004f420000ffffff7f', 'hex'),
        Buffer.alloc(400_000),
      ]),
      statuses.cannotUnderstand,
    ],
    ['with no data set', fileOf(ExplicitVRLittleEndian, Buffer.alloc(0)), statuses.cannotUnderstand],
    ['in a transfer syntax that nobody knows', fileOf('1.2.3.4', plain), transferSyntaxNotSupported],
    ['that inflates without end', fileOf(DeflatedExplicitVRLittleEndian, bomb), statuses.cannotUnderstand],
    [
      'whose deflated bytes are none',
      fileOf(DeflatedExplicitVRLittleEndian, Buffer.alloc(5000, 0xff)),
      statuses.cannotUnderstand,
    ],
    [
      'without its study',
      fileOf(
        ExplicitVRLittleEndian,
        writeDataSet({ ...elements, StudyInstanceUID: '' }, ExplicitVRLittleEndian),
      ),
      statuses.dataSetMismatch,
    ],
  ])('is refused %s, and the next one is stored', async (_name, file, status) => {
    for (const length of [1000, 10_000_000])
      expect(await storePart10(intake, inPieces(file, length))).toMatchObject({ status });
    expect(await storePart10(intake, fileOf(ExplicitVRLittleEndian, plain))).toMatchObject({ status: 0 });
    expect(await readStored()).toHaveLength(1);
  });

  it('whose pieces break off leaves nothing, and the next one is stored', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield fileOf(ExplicitVRLittleEndian, plain).subarray(0, 20_000);
      throw new Error('gone');
    }
    await expect(storePart10(intake, broken())).rejects.toThrow('gone');
    expect(await storePart10(intake, fileOf(ExplicitVRLittleEndian, plain))).toMatchObject({ status: 0 });
    expect(await readStored()).toHaveLength(1);
  });

  const samples = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles);
  it.runIf(samples.length > 0)('of the real world comes out as it went in', async () => {
    const different: string[] = [];
    for (const { name, bytes } of samples) {
      const { storedBytes, transferSyntaxUID } = readPart10Head(bytes);
      const outcome = await storePart10(intake, inPieces(bytes, 65_536));
      const stored = (await readStored()).filter((one) => one.transferSyntaxUID === transferSyntaxUID);
      const isKept = outcome.status === 0 && stored.some(({ dataSet }) => dataSet.equals(storedBytes));
      if (!isKept) different.push(name);
    }
    expect(different).toEqual([]);
  });
});

describe('a source', () => {
  it('takes one instance at a time', () => {
    const sink = intake.begin({ transferSyntaxUID: JPEGLosslessSV1 });
    expect(() => intake.begin({ transferSyntaxUID: JPEGLosslessSV1 })).toThrow('under way');
    sink.abort();
    expect(intake.begin({ transferSyntaxUID: JPEGLosslessSV1 }).end().status).toBe(statuses.dataSetMismatch);
  });

  it('refuses an instance that is not the one announced', () => {
    for (const announced of [{ SOPInstanceUID: '1.2.9' }, { SOPClassUID: '1.2.9' }]) {
      const sink = intake.begin({ transferSyntaxUID: ExplicitVRLittleEndian, ...announced });
      sink.write(writeDataSet(elements, ExplicitVRLittleEndian));
      expect(sink.end()).toMatchObject({ status: statuses.dataSetMismatch });
    }
  });

  it('that died is made whole by the next life of its slot', async () => {
    const dataSet = writeDataSet(elements, ExplicitVRLittleEndian);
    await storePart10(intake, dataSet);
    const sink = intake.begin({ transferSyntaxUID: ExplicitVRLittleEndian });
    sink.write(dataSet.subarray(0, 10_000));
    expect(recoverIntake(root, 'test', intakeSlots.exchange)).toEqual([]);
    expect(recoverIntake(root, 'test', intakeSlots.web)).toMatchObject([
      { outcome: 'closed', instanceCount: 1 },
    ]);
    expect(await readStored()).toHaveLength(1);
  });

  it('has what it could not close repaired later', async () => {
    await storePart10(intake, writeDataSet(elements, ExplicitVRLittleEndian));
    const [container] = listOpenContainers(root);
    const told: unknown[] = [];
    const repairs = openRepairs({
      storeRoot: root,
      onRepaired: ({ outcome }) => told.push(outcome),
      onFailure: (error) => told.push(error),
    });
    repairs.add(container?.path ?? '');
    repairs.close();
    expect(told).toEqual(['closed']);
  });
});
