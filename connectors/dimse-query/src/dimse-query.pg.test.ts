import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, maybeRow, withSystem } from '@liaison/db';
import {
  newUid,
  readDataSet,
  readPart10,
  statuses,
  studyRootFind,
  writeDataSet,
  type DataSet,
} from '@liaison/dicom';
import { makePlace } from '@liaison/directory/testing';
import { grantStudyTo } from '@liaison/imaging';
import { seenEntries } from '@liaison/journal/testing';
import { makePeer } from '@liaison/pacs/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { QueryBench } from './testing-bench.ts';
import { callReceiver, failureOf, hasSame, readFolder, startStorescp, uidOf } from './testing-peer.ts';

const hasDcmtk = spawnSync('findscu', ['--version']).status === 0;
if (!hasDcmtk) console.warn('no dcmtk on this machine: queries were not held against it (apt install dcmtk)');

describe('what peers ask of us', () => {
  let bench: QueryBench;
  let peerPort = 0;
  let otherId = '';

  beforeAll(async () => {
    bench = await QueryBench.open();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    peerPort = await freePort();
    await bench.begin({ peerPort });
    otherId = (await makePlace(bench.database.system, `CHU ${newUid().slice(-12)}`)).structureId;
  });
  afterEach(() => bench.end());

  /** Runs a program of dcmtk; gives its exit code and what it said. */
  function run(program: string, options: readonly string[]): Promise<{ code: number | null; said: string }> {
    const args = [
      '-aet',
      'CHA_PACS',
      '-aec',
      'LIAISON',
      ...options,
      '127.0.0.1',
      String(bench.receiver.receiver.port),
    ];
    const child = spawn(program, args, { cwd: bench.folder, env: { ...process.env, TCP_NODELAY: '1' } });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }

  const keysOf = (keys: Readonly<Record<string, string>>): string[] =>
    Object.entries(keys).flatMap(([name, value]) => ['-k', value === '' ? name : `${name}=${value}`]);

  /** Answers of findscu, in a folder of their own. */
  async function find(root: '-S' | '-P', keys: Readonly<Record<string, string>>): Promise<DataSet[]> {
    const answers = mkdtempSync(join(bench.folder, 'answers-'));
    const { code, said } = await run('findscu', [root, '-X', '-od', answers, ...keysOf(keys)]);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    const names = readdirSync(answers).toSorted();
    return names.map((name) => {
      const { dataSetBytes, transferSyntaxUID } = readPart10(readFileSync(join(answers, name)));
      return readDataSet(dataSetBytes, transferSyntaxUID).dataSet;
    });
  }

  describe.runIf(hasDcmtk)('held against dcmtk', () => {
    it('finds studies of the structure alone, by name, dates and identifiers', async () => {
      const { uid } = await bench.receive();
      await bench.receive({
        PatientName: 'DURAND^Paul',
        PatientID: 'IPP7',
        StudyDate: '20250101',
      });
      const foreign = await bench.receive({}, 3, otherId);
      const level = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '', PatientName: '', StudyDate: '' };
      const uids = async (keys: Record<string, string>) =>
        (await find('-S', { ...level, ...keys })).map((answer) => answer.text('StudyInstanceUID'));
      expect(await uids({})).toHaveLength(2);
      expect(await uids({ PatientName: 'LEF*' })).toEqual([uid]);
      expect(await uids({ StudyDate: '20260101-20261231' })).toEqual([uid]);
      expect(await uids({ PatientID: 'IPP00?2' })).toEqual([uid]);
      expect(await uids({ StudyInstanceUID: `${uid}\\${foreign.uid}` })).toEqual([uid]);
      expect(await uids({ ModalitiesInStudy: 'MR' })).toEqual([]);
      const seen = await seenEntries(bench.database.system);
      expect(
        seen.filter(({ act, actor_name: name }) => act === 'study.listed' && name === 'CHA_PACS').length,
      ).toBe(6);
    });

    it('tells what was asked, what it counts, and nothing for what it does not know', async () => {
      const { uid } = await bench.receive();
      const [answer] = await find('-S', {
        QueryRetrieveLevel: 'STUDY',
        StudyInstanceUID: uid,
        PatientName: '',
        NumberOfStudyRelatedInstances: '',
        StudyDescription: '',
        PatientReligiousPreference: '',
      });
      expect(answer?.text('PatientName')).toBe('LEFÈVRE^Anaïs^Marie');
      expect(answer?.text('NumberOfStudyRelatedInstances')).toBe('3');
      expect(answer?.text('RetrieveAETitle')).toBe('LIAISON');
      expect(answer?.text('InstanceAvailability')).toBe('ONLINE');
      expect(answer?.text('SpecificCharacterSet')).toBe('ISO_IR 100');
      expect(answer?.has('PatientReligiousPreference')).toBe(true);
      expect(answer?.has('AccessionNumber')).toBe(false);
      const [modern] = await find('-S', {
        SpecificCharacterSet: 'ISO_IR 192',
        QueryRetrieveLevel: 'STUDY',
        PatientName: '',
      });
      expect(modern?.text('SpecificCharacterSet')).toBe('ISO_IR 192');
      expect(modern?.text('PatientName')).toBe('LEFÈVRE^Anaïs^Marie');
    });

    it('answers at every level of both roots', async () => {
      const { uid, images } = await bench.receive();
      const patients = await find('-P', {
        QueryRetrieveLevel: 'PATIENT',
        PatientID: 'IPP0042',
        NumberOfPatientRelatedStudies: '',
      });
      expect(patients.map((answer) => answer.text('NumberOfPatientRelatedStudies'))).toEqual(['1']);
      const series = await find('-S', {
        QueryRetrieveLevel: 'SERIES',
        StudyInstanceUID: uid,
        SeriesInstanceUID: '',
        Modality: '',
      });
      expect(series.map((answer) => answer.text('Modality'))).toEqual(['CT']);
      const found = await find('-P', {
        QueryRetrieveLevel: 'IMAGE',
        PatientID: 'IPP0042',
        StudyInstanceUID: uid,
        SOPInstanceUID: '',
      });
      expect(found.map((answer) => answer.text('SOPInstanceUID') ?? '').toSorted()).toEqual(
        images.map(uidOf).toSorted(),
      );
    });

    it('gives back by C-GET, bit for bit', async () => {
      const { uid, images } = await bench.receive();
      const target = join(bench.folder, 'got');
      mkdirSync(target);
      const keys = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: uid });
      const { code, said } = await run('getscu', ['-S', '+B', '-od', target, ...keys]);
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(hasSame(readFolder(target), images)).toBe(true);
      const acts = (await seenEntries(bench.database.system)).filter(
        ({ actor_name: name }) => name === 'CHA_PACS',
      );
      expect(acts.map(({ act }) => act)).toEqual(expect.arrayContaining(['study.opened', 'study.sent']));
    });

    it('gives by C-MOVE to a peer of the structure, and to no one else', async () => {
      const { uid, images } = await bench.receive();
      const target = join(bench.folder, 'moved');
      mkdirSync(target);
      const keys = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: uid });
      const destination = await startStorescp('CHA_PACS', target, peerPort);
      try {
        const { code, said } = await run('movescu', ['-S', '-aem', 'CHA_PACS', ...keys]);
        expect({ code, said }).toEqual({ code: 0, said: '' });
      } finally {
        destination.kill();
      }
      expect(hasSame(readFolder(target), images)).toBe(true);
      const refused = await run('movescu', ['-v', '-S', '-aem', 'NOBODY', ...keys]);
      expect(refused.said).toContain('MoveDestinationUnknown');
    });

    it('moves to another structure only what that one may read', async () => {
      const port = await freePort();
      const binding = { aeTitle: 'CHB_PACS', structureId: otherId, host: '127.0.0.1', port };
      await makePeer(bench.database.system, { ...binding, roles: { store: true } });
      const { uid } = await bench.receive();
      const target = join(bench.folder, 'shared');
      mkdirSync(target);
      const keys = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: uid });
      const destination = await startStorescp('CHB_PACS', target, port);
      try {
        const refused = await run('movescu', ['-v', '-S', '-aem', 'CHB_PACS', ...keys]);
        expect(refused.code).not.toBe(0);
        expect(readdirSync(target)).toEqual([]);
        await withSystem(bench.database.system, async (tx) => {
          const found = await maybeRow<{ id: string }>(
            tx,
            sql`select id from imaging.study where study_instance_uid = ${uid}`,
          );
          await grantStudyTo(tx, found?.id ?? '', [otherId], 'shared-by-test');
        });
        expect((await run('movescu', ['-S', '-aem', 'CHB_PACS', ...keys])).code).toBe(0);
        expect(readdirSync(target)).toHaveLength(3);
      } finally {
        destination.kill();
      }
    });
  });

  it('refuses an identifier without level, or one that is none', async () => {
    const association = await openFind();
    const ask = (identifier: (syntax: string) => Uint8Array) => failureOf(association, identifier);
    expect(await ask((syntax) => writeDataSet({ PatientID: '1' }, syntax))).toMatchObject({ status: 0xa900 });
    expect(await ask(() => Buffer.alloc(100, 0xa5))).toMatchObject({ status: 0xa900 });
    const patientLevel = { QueryRetrieveLevel: 'PATIENT', PatientID: '1' };
    expect(await ask((syntax) => writeDataSet(patientLevel, syntax))).toMatchObject({ status: 0xa900 });
    const badDate = { QueryRetrieveLevel: 'STUDY', StudyDate: 'yesterday' };
    expect(await ask((syntax) => writeDataSet(badDate, syntax))).toMatchObject({ status: 0xa900 });
    await association.release();
  });

  it('is refused to a peer that may not ask, and answered "later" while the service is away', async () => {
    const association = await openFind();
    const ask = () =>
      failureOf(association, (syntax) =>
        writeDataSet({ QueryRetrieveLevel: 'STUDY', PatientID: '' }, syntax),
      );
    expect(await ask()).toBeNull();
    await bench.service.stop();
    expect(await ask()).toMatchObject({ status: statuses.outOfResources });
    await bench.startService();
    expect(await ask()).toBeNull();
    await association.release();
    bench.receiver.writePeers([{ ...bench.peer(), mayQuery: false }]);
    await vi.waitFor(
      async () => {
        const later = await openFind();
        const identifier = (syntax: string) => writeDataSet({ QueryRetrieveLevel: 'STUDY' }, syntax);
        const asked = later.cFind({ SOPClassUID: studyRootFind, identifier })[Symbol.asyncIterator]().next();
        await expect(asked).rejects.toMatchObject({ status: statuses.notAuthorized });
        await later.release();
      },
      { timeout: 10_000 },
    );
  });

  const openFind = () => callReceiver(bench.receiver.receiver.port, studyRootFind);
});
