import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { listOpenContainers } from '@liaison/blobs';
import { newUid } from '@liaison/dicom';
import { PacsError, describeFailure, type PacsLink, type StudyCriteria } from '@liaison/pacs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPacsLink } from './pacs-link.ts';
import { hasDcmtk, makeInstance, TestPacs } from './testing-pacs.ts';

const nothing: StudyCriteria = {
  patientId: '',
  familyName: '',
  givenName: '',
  birthDate: null,
  accessionNumber: '',
  dateFrom: null,
  dateTo: null,
  modality: '',
  StudyInstanceUID: '',
};

let pacs: TestPacs;
let storeRoot = '';
let link: PacsLink;
beforeEach(() => {
  pacs = new TestPacs();
  storeRoot = mkdtempSync(join(tmpdir(), 'liaison-link-'));
  link = openPacsLink({
    caller: { aeTitle: 'LIAISON', connectTimeoutMs: 3000, responseTimeoutMs: 10_000 },
    keeping: { storeRoot, node: 'n1', slot: 901, onFailure: () => undefined },
  });
});
afterEach(async () => {
  await pacs.close();
  rmSync(storeRoot, { recursive: true });
});

const study = newUid();
const series = newUid();
const slices = Array.from({ length: 4 }, (_, index) =>
  makeInstance({ StudyInstanceUID: study, SeriesInstanceUID: series, InstanceNumber: index + 1 }),
);
const other = makeInstance({
  StudyInstanceUID: newUid(),
  PatientName: 'DURAND^Paul',
  PatientID: 'IPP2',
  PatientBirthDate: '19700101',
  AccessionNumber: 'A2',
  StudyDate: '20260215',
  Modality: 'MR',
});

async function failureOf(act: Promise<unknown>): Promise<PacsError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof PacsError) return error;
    throw error;
  }
  throw new Error('no failure');
}

describe.runIf(hasDcmtk()).each([
  ['as it is', []],
  ['that speaks implicit VR only', ['-xi', '+xi']],
])('dcmqrscp %s', (_what, options) => {
  beforeEach(async () => {
    await pacs.open(options);
    pacs.load([...slices, other]);
  });

  const found = async (criteria: Partial<StudyCriteria>) => {
    const { studies } = await link.findStudies(pacs.peer(), { ...nothing, ...criteria });
    return studies.map(({ patientId }) => patientId);
  };

  it('answers a C-ECHO', async () => {
    await expect(link.echo(pacs.peer())).resolves.toBeUndefined();
  });

  it('is searched by each criterion, its accents read', async () => {
    const { studies } = await link.findStudies(pacs.peer(), { ...nothing, patientId: 'IPP1' });
    expect(studies).toMatchObject([
      {
        StudyInstanceUID: study,
        familyName: 'LEFÈVRE',
        givenNames: 'Anaïs',
        birthDate: '1951-03-02',
        accessionNumber: 'A1',
        description: 'Scanner cérébral',
        studyDate: '2026-03-01',
        studyTime: '14:22:33',
      },
    ]);
    expect(await found({ familyName: 'lefèvre' })).toEqual(['IPP1']);
    expect(await found({ familyName: 'dur', givenName: 'P' })).toEqual(['IPP2']);
    expect(await found({ birthDate: '1970-01-01' })).toEqual(['IPP2']);
    expect(await found({ accessionNumber: 'A2' })).toEqual(['IPP2']);
    expect(await found({ dateFrom: '2026-02-01', dateTo: '2026-02-28' })).toEqual(['IPP2']);
    expect(await found({ dateFrom: '2026-01-01' })).toEqual(['IPP1', 'IPP2']);
    expect(await found({ familyName: 'personne' })).toEqual([]);
  });

  it('finds a name typed without its accents', async () => {
    expect(await found({ familyName: 'lefevre', givenName: 'anais' })).toEqual(['IPP1']);
  });

  it('tells how many images there are', async () => {
    expect(await link.countImages(pacs.peer(), study)).toBe(4);
  });

  it('moves a study to us, telling its progress', async () => {
    const told: number[] = [];
    const outcome = await link.retrieve(pacs.peer(), study, ({ completed }) => told.push(completed));
    expect(outcome).toMatchObject({ method: 'move', completed: 4, failed: 0 });
    expect(told.at(-1)).toBe(4);
    expect(pacs.moved()).toHaveLength(4);
  });

  it('gives a study on our own association', async () => {
    const roles = { ...pacs.peer().roles, retrieve: 'get' } as const;
    const outcome = await link.retrieve(pacs.peer({ roles }), study, () => undefined);
    expect(outcome).toMatchObject({ method: 'get', completed: 4, failed: 0 });
    expect(listOpenContainers(storeRoot)).toHaveLength(1);
  });

  it('takes images, re-encoded where it lacks their transfer syntax', async () => {
    const fresh = makeInstance({ StudyInstanceUID: newUid(), PatientID: 'IPP3' });
    const statuses: number[] = [];
    const instance = {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID: fresh.SOPInstanceUID,
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      pieces: () => Readable.from([fresh.bytes]),
    };
    await link.store(pacs.peer(), Readable.from([instance]), ({ status }) => statuses.push(status));
    expect(statuses).toEqual([0]);
    expect(await found({ patientId: 'IPP3' })).toEqual(['IPP3']);
  });

  it('takes the image behind one that cannot be re-encoded', async () => {
    const [broken, fresh] = [0, 1].map(() => makeInstance({ StudyInstanceUID: newUid(), PatientID: 'IPP4' }));
    if (!broken || !fresh) throw new Error('two images expected');
    const sendable = ({ SOPInstanceUID, bytes }: typeof fresh) => ({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID,
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      pieces: () => Readable.from([bytes]),
    });
    // An element without VR behind the pixels: reception keeps such images, and explicit VR does not allow them.
    const instances = [{ ...broken, bytes: Buffer.concat([broken.bytes, Buffer.alloc(8)]) }, fresh].map(
      sendable,
    );
    const statuses: number[] = [];
    await link.store(pacs.peer(), Readable.from(instances), ({ status }) => statuses.push(status));
    // As it is, it may leave: what it is worth is for who receives it.
    const isReencoded = options.length > 0;
    expect(statuses).toEqual([isReencoded ? 0xc000 : 0, 0]);
    expect(await found({ patientId: 'IPP4' })).toContain('IPP4');
  });
});

describe.runIf(hasDcmtk())('a PACS that refuses', () => {
  it('is told apart by what it refuses: our title, its title', async () => {
    await pacs.open();
    const wrong = await failureOf(
      link.findStudies(pacs.peer({ aeTitle: 'AUTRE' }), { ...nothing, patientId: 'X' }),
    );
    expect(describeFailure(wrong.code, '')).toMatch(/^Association refusée/);
  });

  it('gives by C-GET what it does not know how to move, and says why it could not', async () => {
    await pacs.open([], 'ANOTHER');
    pacs.load(slices);
    const outcome = await link.retrieve(pacs.peer(), study, () => undefined);
    expect(outcome).toMatchObject({ method: 'get', completed: 4 });
  });
});

describe('a PACS that is not there', () => {
  it('is told from one that says nothing', async () => {
    const closed = await failureOf(link.echo(pacs.peer({ port: 1 })));
    expect(closed.code).toBe('pacs/connection-refused');
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const abort = new AbortController();
    const searching = failureOf(
      link.findStudies(pacs.peer({ port }), { ...nothing, patientId: 'X' }, abort.signal),
    );
    abort.abort();
    expect((await searching).code).toBe('pacs/cancelled');
    silent.close();
    expect((await failureOf(link.echo(pacs.peer({ host: null, port: null })))).code).toBe(
      'pacs/not-callable',
    );
  });
});
