import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, withActor } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { readDataSet, readPart10 } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Coercion } from '../contract.ts';
import { startDeliverer, type Deliverer } from './deliverer.ts';
import { readDelivery } from './read-delivery.ts';
import { sendStudies } from './send-studies.ts';
import { makePeer, scuLink } from '../testing.ts';

const hasDcmtk = spawnSync('storescp', ['--version']).status === 0;
if (!hasDcmtk)
  console.warn('no dcmtk on this machine: deliveries were not held against it (apt install dcmtk)');

describe.skipIf(!hasDcmtk)('images that reach dcmtk’s storescp', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let folder: string;
  let sender: UserActor;
  let structureId: string;
  let peerId: string;
  let storescp: ChildProcess;
  let deliverer: Deliverer;
  const received = () => readdirSync(join(folder, 'received')).map((name) => join(folder, 'received', name));

  beforeAll(async () => {
    database = await openTestDatabase();
    jobs = await openEnqueue(database.urls.appUrl);
    folder = mkdtempSync(join(tmpdir(), 'liaison-coercion-'));
    mkdirSync(join(folder, 'received'));
    const place = await makePlace(database.system, 'CH des identifiants');
    ({ structureId } = place);
    sender = await makePerson(database.system, place, 'Expéditeur');
    const port = await freePort();
    storescp = spawn('storescp', ['-aet', 'CHU_PACS', '+xa', '-od', join(folder, 'received'), String(port)]);
    await vi.waitFor(async () => {
      if (!(await isListening(port))) throw new Error('not yet');
    }, 10_000);
    peerId = await makePeer(database.system, { structureId, port, aeTitle: 'CHU_PACS' });
    deliverer = startDeliverer({
      database: database.system,
      storeRoot: folder,
      link: scuLink,
      clock: systemClock,
      enqueue: jobs.enqueue,
      log: openLog('silent'),
      sweepMs: 20,
    });
  });
  afterAll(async () => {
    await deliverer.stop();
    storescp.kill('SIGKILL');
    await jobs.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let lastDeliveryId = '';

  async function deliver(coercion: Coercion | null, attributes = {}): Promise<string[]> {
    const before = new Set(received());
    const made = await makeStudy(database.system, {
      structureId,
      storeRoot: folder,
      imageCount: 2,
      attributes,
    });
    const deps = { enqueue: jobs.enqueue, clock: systemClock };
    const asked = { studyIds: [made.studyId], peerId, coercion };
    const sent = await withActor(database.app, sender, (tx) => sendStudies(tx, sender, deps, asked));
    const deliveryId = sent.deliveryIds[0] ?? '';
    lastDeliveryId = deliveryId;
    const state = async () => {
      const found = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, deliveryId));
      return found.delivery.state;
    };
    await expect.poll(state, { timeout: 10_000 }).toBe('done');
    return received().filter((file) => !before.has(file));
  }

  it('are those that were received, unless other identifiers are asked for', async () => {
    const files = await deliver(null);
    expect(files).toHaveLength(2);
    for (const file of files) {
      const dataSet = read(file);
      expect(dataSet.text('PatientID')).toBe('IPP0042');
      expect(dataSet.has('OriginalAttributesSequence')).toBe(false);
    }
  });

  it('are put in the character set that the PACS reads, where it has all their letters', async () => {
    const unicode = { SpecificCharacterSet: 'ISO_IR 192' };
    for (const file of await deliver(null, { ...unicode, PatientName: 'LEFÈVRE^Zoé' })) {
      const dataSet = read(file);
      expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 100');
      expect(dataSet.bytes('PatientName')?.toString('latin1').trim()).toBe('LEFÈVRE^Zoé');
    }
    // Others go as they are, and who sent them is told.
    for (const file of await deliver(null, { ...unicode, PatientName: 'ŁUKASZ^Zoé' })) {
      expect(read(file).text('SpecificCharacterSet')).toBe('ISO_IR 192');
      expect(read(file).text('PatientName')).toBe('ŁUKASZ^Zoé');
    }
    const told = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, lastDeliveryId));
    expect(told.delivery).toMatchObject({ state: 'done', sent: 2, warned: 2 });
    expect(told.troubled[0]).toMatchObject({
      outcome: 'warned',
      text: expect.stringContaining('caractères'),
    });
  });

  it('carry the identifiers of the destination, and keep their own beside, pixels and UIDs untouched', async () => {
    const coercion = {
      patientId: 'CHU-77',
      issuerOfPatientId: 'CHU',
      accessionNumber: 'B12',
      traits: null,
    };
    const qualified = {
      IssuerOfPatientID: 'CHA',
      IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: '1.2.250.1', UniversalEntityIDType: 'ISO' }],
    };
    const files = await deliver(coercion, qualified);
    for (const file of files) {
      const dataSet = read(file);
      expect(dataSet.text('PatientID')).toBe('CHU-77');
      expect(dataSet.text('IssuerOfPatientID')).toBe('CHU');
      expect(dataSet.items('IssuerOfPatientIDQualifiersSequence')).toHaveLength(0);
      expect(dataSet.text('AccessionNumber')).toBe('B12');
      expect(dataSet.text('PatientName')).toBe('LEFÈVRE^Anaïs^Marie');
      const [original] = dataSet.items('OriginalAttributesSequence');
      const [modified] = original?.items('ModifiedAttributesSequence') ?? [];
      expect(original?.text('ReasonForTheAttributeModification')).toBe('COERCE');
      expect(modified?.text('PatientID')).toBe('IPP0042');
      expect(modified?.text('IssuerOfPatientID')).toBe('CHA');
      expect(modified?.text('AccessionNumber')).toBe('A2026-17');
      const number = dataSet.number('InstanceNumber') ?? 0;
      expect(dataSet.bytes('PixelData')?.readInt16LE(0)).toBe(number * 100);
      execFileSync('dcmdump', ['-q', file]);
    }
    expect(new Set(files.map((file) => read(file).text('StudyInstanceUID'))).size).toBe(1);
  });

  it('never keep the issuer of an identifier that was replaced by one without issuer', async () => {
    const coercion = { patientId: 'X1', issuerOfPatientId: null, accessionNumber: null, traits: null };
    const [file = ''] = await deliver(coercion, { IssuerOfPatientID: 'CHA' });
    expect(read(file).text('IssuerOfPatientID')).toBeUndefined();
    expect(read(file).text('AccessionNumber')).toBe('A2026-17');
  });

  it('change name, birth date and sex only when that is asked for by itself', async () => {
    const traits = { familyName: 'MARTIN', givenNames: 'Zoé', birthDate: '1950-01-31', sex: 'M' as const };
    const coercion = { patientId: null, issuerOfPatientId: null, accessionNumber: null, traits };
    const [file = ''] = await deliver(coercion, { IssuerOfPatientID: 'CHA' });
    const dataSet = read(file);
    expect(dataSet.text('PatientName')).toBe('MARTIN^Zoé');
    expect(dataSet.text('PatientBirthDate')).toBe('19500131');
    expect(dataSet.text('PatientSex')).toBe('M');
    expect(dataSet.text('PatientID')).toBe('IPP0042');
    expect(dataSet.text('IssuerOfPatientID')).toBe('CHA');
    const [original] = dataSet.items('OriginalAttributesSequence');
    const [modified] = original?.items('ModifiedAttributesSequence') ?? [];
    expect(modified?.text('PatientName')).toBe('LEFÈVRE^Anaïs^Marie');
  });
});

function read(file: string) {
  const { dataSetBytes, transferSyntaxUID } = readPart10(readFileSync(file));
  return readDataSet(dataSetBytes, transferSyntaxUID).dataSet;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.end();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
