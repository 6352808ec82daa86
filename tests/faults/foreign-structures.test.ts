import {
  DimseError,
  ExplicitVRLittleEndian,
  isDone,
  newUid,
  openAssociation,
  storageCommitment,
  statuses,
  storageCommitmentInstance,
  studyRootFind,
  writeDataSet,
} from '@liaison/dicom';
import { openTestAssociation } from '@liaison/dimse/testing';
import { seenEntries } from '@liaison/journal/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import {
  DicomPrograms,
  findscu,
  hasForeignPacs,
  keysOf,
  readKept,
  type Kept,
} from '../platform/dicom-programs.ts';
import { arrived, sendStudy } from '../platform/exchanges.ts';
import { makeStudyImages, writeFiles } from '../platform/images.ts';
import { addPeer, approvePeer, changePeer, structureIdOf } from '../platform/peers.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';
import { patient, type Image } from './images.ts';
import { expectNoPatientData } from './logs.ts';

/** A study of one hospital, and the PACS and people of another, who have no right to it. */
describe.skipIf(!hasForeignPacs())('strangers to a study', () => {
  const programs = new DicomPrograms();
  const images = makeStudyImages(2);
  const own = structureIdOf('CHA_PACS');
  const study = { StudyInstanceUID: images[0]?.StudyInstanceUID ?? '' };
  let platform: Platform;
  let reader: ApiClient;
  let admin: ApiClient;
  let stranger: ApiClient;
  let regional: ApiClient;
  let studyId: string;
  let destination: Kept;
  let ids: { peer: string; foreignPeer: string; delivery: string; route: string; import: string };

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    [reader, admin, stranger, regional] = await Promise.all([
      signIn(platform, 'requerant@demo.liaison'),
      signIn(platform, 'admin.local@demo.liaison'),
      signIn(platform, 'urgences.b@demo.liaison'),
      signIn(platform, 'admin.regional@demo.liaison'),
    ]);
    destination = await programs.storescp('CHB_PACS');
    const roles = { mayStore: true, mayQuery: true, store: true } as const;
    const foreignPeer = await changePeer(regional, 'CHB_PACS', {
      host: '127.0.0.1',
      port: destination.port,
      roles,
    });
    const association = await openTestAssociation(platform.dicomPort);
    for (const image of images)
      if (!isDone((await association.cStore(image)).status)) throw new Error('refused');
    await association.release();
    studyId = (await arrived(reader, study.StudyInstanceUID, images.length)).id;
    // It takes images, and is never done: nothing listens there.
    const peer = await addPeer(admin, own, {
      aeTitle: 'NULLE_PART',
      port: 9,
      roles: { store: true, query: true, retrieve: 'move' },
    });
    await approvePeer(regional, peer);
    const delivery = await sendStudy(reader, studyId, peer);
    const route = await admin.post<{ routeId: string }>(
      `/api/transfers/structures/${own}/routes`,
      rule(peer),
    );
    const begun = await reader.post<{ import: { id: string } }>(
      '/api/imports',
      importOf(study.StudyInstanceUID),
    );
    ids = { peer, foreignPeer, delivery, route: route.body.routeId, import: begun.body.import.id };
    await changePeer(regional, 'CHA_PACS', { roles: { mayQuery: true } });
    // Both may ask once each finds its own.
    const theirs = makeStudyImages(1, { PatientName: 'AUTRE^Paul', PatientID: 'B1' });
    const files = writeFiles(programs.folderOf('theirs'), theirs);
    const where = ['127.0.0.1', String(platform.dicomPort)];
    await programs.run('storescu', ['-aet', 'CHB_PACS', '-aec', 'LIAISON', ...where, ...files]);
    for (const from of ['CHA_PACS', 'CHB_PACS'])
      await eventually(
        async () => (await find({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '' }, from)).length > 0,
      );
  });
  afterAll(async () => {
    await platform?.stop();
    await programs.close();
  });

  const find = (keys: Record<string, string>, from = 'CHB_PACS') =>
    findscu(programs, { from, to: 'LIAISON', port: platform.dicomPort }, keys);

  it.each([
    { QueryRetrieveLevel: 'STUDY', PatientID: patient.PatientID },
    { QueryRetrieveLevel: 'STUDY', PatientName: 'Q*' },
    { QueryRetrieveLevel: 'STUDY', ...study },
    { QueryRetrieveLevel: 'SERIES', ...study, SeriesInstanceUID: '' },
    { QueryRetrieveLevel: 'IMAGE', ...study, SOPInstanceUID: images[0]?.SOPInstanceUID ?? '' },
  ])('the PACS of another hospital finds nothing by %o', async (keys) => {
    expect(await find(keys)).toEqual([]);
  });

  it('the PACS of its own hospital finds it', async () => {
    expect(await find({ QueryRetrieveLevel: 'STUDY', ...study }, 'CHA_PACS')).toHaveLength(1);
  });

  it('the PACS of another hospital gets nothing by C-MOVE or C-GET, wherever it wants it', async () => {
    const keys = keysOf({ QueryRetrieveLevel: 'STUDY', ...study });
    const names = ['-aet', 'CHB_PACS', '-aec', 'LIAISON', '-S'];
    const where = ['127.0.0.1', String(platform.dicomPort)];
    for (const target of ['CHB_PACS', 'NULLE_PART', 'NOBODY'])
      await programs.run('movescu', [...names, '-aem', target, ...keys, ...where]);
    const folder = programs.folderOf('got');
    await programs.run('getscu', [...names, '+B', '-od', folder, ...keys, ...where]);
    expect([readKept(destination.folder).size, readKept(folder).size]).toEqual([0, 0]);
    const opened = (await seenEntries(platform.system)).filter(
      ({ act, actor_name: name }) => name === 'CHB_PACS' && ['study.opened', 'study.sent'].includes(act),
    );
    expect(opened).toEqual([]);
  });

  it('a PACS that may not ask is refused', async () => {
    await changePeer(regional, 'CHU_PACS', { roles: { mayQuery: false } });
    const ask = async () => {
      const association = await openAssociation({
        host: '127.0.0.1',
        port: platform.dicomPort,
        callingAeTitle: 'CHU_PACS',
        calledAeTitle: 'LIAISON',
        contexts: [{ abstractSyntax: studyRootFind, transferSyntaxes: [ExplicitVRLittleEndian] }],
      });
      const identifier = (syntax: string) => writeDataSet({ QueryRetrieveLevel: 'STUDY', ...study }, syntax);
      const search = association.cFind({ SOPClassUID: studyRootFind, identifier });
      try {
        for await (const match of search) throw new Error(`found ${match.text('StudyInstanceUID')}`);
        return null;
      } catch (error) {
        return error instanceof DimseError ? error.status : error;
      } finally {
        await association.release();
      }
    };
    // Until reception knows of the change.
    expect(await eventually(ask)).toBe(statuses.notAuthorized);
  });

  it('its report on what we asked of another PACS is not believed', async () => {
    const transactionUid = newUid();
    await sql`update transfers.delivery set commitment = 'asked', commitment_uid = ${transactionUid}
               where id = ${ids.delivery}`.execute(platform.system.kysely);
    const association = await openAssociation({
      host: '127.0.0.1',
      port: platform.dicomPort,
      callingAeTitle: 'CHB_PACS',
      calledAeTitle: 'LIAISON',
      contexts: [{ abstractSyntax: storageCommitment, transferSyntaxes: [ExplicitVRLittleEndian] }],
      roles: [{ SOPClassUID: storageCommitment, scu: false, scp: true }],
    });
    const answer = await association.nEventReport({
      SOPClassUID: storageCommitment,
      SOPInstanceUID: storageCommitmentInstance,
      EventTypeID: 1,
      dataSet: (syntax) =>
        writeDataSet(
          { TransactionUID: transactionUid, ReferencedSOPSequence: images.map(referenceTo) },
          syntax,
        ),
    });
    await association.release();
    expect(answer.status).not.toBe(0);
    const proofs = await reader.get<{ proofs: object[] }>(`/api/retention/studies/${studyId}/proofs`);
    expect(proofs.body.proofs).toEqual([]);
  });

  it('people of another hospital are refused at every door, and each refusal is in the journal', async () => {
    const delivery = `/api/transfers/deliveries/${ids.delivery}`;
    const search = { familyName: 'X' };
    const doors: [ApiClient, string, string, object?][] = [
      [stranger, 'GET', `/api/imaging/studies/${studyId}`],
      [stranger, 'GET', `/dicomweb/studies/${study.StudyInstanceUID}/metadata`],
      [stranger, 'GET', `/dicomweb/studies/${study.StudyInstanceUID}`],
      [stranger, 'POST', `/api/pacs/peers/${ids.peer}/search`, search],
      [
        stranger,
        'POST',
        `/api/pacs/peers/${ids.peer}/retrievals`,
        { studies: [found(study.StudyInstanceUID)] },
      ],
      [stranger, 'POST', `/api/pacs/peers/${ids.peer}/test`, {}],
      [stranger, 'POST', '/api/transfers/deliveries', { studyIds: [studyId], peerId: ids.foreignPeer }],
      [stranger, 'GET', delivery],
      [stranger, 'POST', `${delivery}/retry`, {}],
      [stranger, 'POST', `${delivery}/cancel`, {}],
      [stranger, 'GET', `/api/transfers/download?studies=${studyId}`],
      [stranger, 'GET', `/api/imports/${ids.import}`],
      [stranger, 'POST', `/api/imports/${ids.import}/end`, { as: 'cancelled' }],
      [stranger, 'GET', `/api/retention/studies/${studyId}/proofs`],
      [stranger, 'POST', `/api/retention/studies/${studyId}/archived`, {}],
      [stranger, 'GET', `/api/transfers/routes/${ids.route}/history`],
      [admin, 'POST', `/api/pacs/peers/${ids.foreignPeer}/test`, {}],
      [admin, 'GET', `/api/pacs/peers/${ids.foreignPeer}/events`],
      [admin, 'GET', `/api/transfers/structures/${structureIdOf('CHB_PACS')}/routes`],
      [admin, 'POST', `/api/transfers/structures/${structureIdOf('CHB_PACS')}/routes`, rule(ids.foreignPeer)],
      [admin, 'PUT', `/api/retention/${structureIdOf('CHB_PACS')}`, { keepDays: 7, isActive: true }],
      [admin, 'GET', `/api/imaging/studies/${studyId}`],
    ];
    for (const [who, method, path, body] of doors) {
      const before = await countRefusals();
      const { status } = await who.ask(method, path, body);
      expect([method, path, [403, 404].includes(status)]).toEqual([method, path, true]);
      await vi.waitFor(
        async () => expect([method, path, (await countRefusals()) - before]).toEqual([method, path, 1]),
        { timeout: 3000 },
      );
    }
    const lists = [
      '/api/pacs/retrievals',
      '/api/transfers/deliveries',
      '/api/imports',
      '/api/imaging/studies',
    ];
    for (const path of lists)
      expect(JSON.stringify((await stranger.get<unknown>(path)).body)).not.toContain(study.StudyInstanceUID);
  });

  const countRefusals = async () =>
    (await seenEntries(platform.system)).filter(({ act }) => act === 'access.refused').length;

  it('no log and no queue holds anything of the patient', async () => {
    expectNoPatientData(platform);
    const jobs = await sql<{ data: unknown }>`select data from pgboss.job`.execute(platform.system.kysely);
    expect(jobs.rows.length).toBeGreaterThan(0);
    const text = JSON.stringify(jobs.rows).toLowerCase();
    for (const trait of [patient.PatientID, patient.PatientBirthDate, 'quenouillard', 'hermengarde'])
      expect(text.includes(trait.toLowerCase()), trait).toBe(false);
  });
});

function referenceTo({ SOPClassUID, SOPInstanceUID }: Image) {
  return { ReferencedSOPClassUID: SOPClassUID, ReferencedSOPInstanceUID: SOPInstanceUID };
}

function rule(peerId: string) {
  return {
    name: 'Nulle part',
    isActive: true,
    conditions: { callingAeTitles: ['PERSONNE'], modalities: [], words: [], weekdays: [], hours: null },
    peerIds: [peerId],
    triesEach: 3,
    coercion: 'none',
    maxBytesPerSecond: null,
  };
}

function importOf(StudyInstanceUID: string) {
  return {
    source: 'folder',
    sourceDigest: 'b'.repeat(64),
    fileCount: 1,
    byteCount: 10,
    studies: [{ StudyInstanceUID, expectedCount: 1 }],
  };
}

/** What a search would have told of it. */
function found(StudyInstanceUID: string) {
  return {
    StudyInstanceUID,
    patientName: '',
    familyName: '',
    givenNames: '',
    birthDate: null,
    sex: null,
    patientId: '',
    issuerOfPatientId: '',
    accessionNumber: '',
    description: '',
    modalities: [],
    studyDate: null,
    studyTime: null,
    imageCount: null,
    seriesCount: null,
  };
}
