import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ImplicitVRLittleEndian,
  readDataSet,
  readPart10,
  toDicomJson,
  writeDataSet,
  writeFileMeta,
} from '@liaison/dicom';
import { listPeers, peerBinding } from '@liaison/pacs/contract';
import { startPurger } from '@liaison/retention';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../faults/images.ts';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import {
  askOrthanc,
  DicomPrograms,
  findscu,
  hasForeignPacs,
  keysOf,
  readKept,
  type Kept,
  type Orthanc,
} from '../platform/dicom-programs.ts';
import {
  arrived,
  callPeer,
  delivered,
  listStudies,
  readDelivery,
  retrieved,
  retrieveStudy,
  searchPacs,
  sendStudy,
} from '../platform/exchanges.ts';
import { makeStudyImages, toPart10, writeFiles } from '../platform/images.ts';
import { addPeer, changePeer, structureIdOf } from '../platform/peers.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

const accented = { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'LEFÈVRE^Anaïs' };
const own = structureIdOf('CHA_PACS');
const dayMs = 86_400_000;

/** A hospital with four PACS: dcmqrscp, one that speaks implicit VR and ISO_IR 100 alone, Orthanc, and a storescp. */
describe.skipIf(!hasForeignPacs())('the PACS of hospitals', () => {
  const programs = new DicomPrograms();
  let platform: Platform;
  let admin: ApiClient;
  let regional: ApiClient;
  let reader: ApiClient;
  let modern: Kept;
  let old: Kept;
  let orthanc: Orthanc;
  let station: Kept;
  const peerIds = new Map<string, string>();

  beforeAll(async () => {
    platform = await startPlatform();
    admin = await signIn(platform, 'admin.local@demo.liaison');
    regional = await signIn(platform, 'admin.regional@demo.liaison');
    reader = await signIn(platform, 'requerant@demo.liaison');
    const here = { LIAISON: platform.dicomPort };
    modern = await programs.dcmqrscp('MODERNE', here);
    old = await programs.dcmqrscp('ANCIEN', here, ['+xi', '-xi']);
    station = await programs.storescp('STATION');
    const server = { url: `${platform.baseUrl}/dicomweb/`, headers: { cookie: reader.cookie } };
    orthanc = await programs.orthanc('ORTHANC', { modalities: here, servers: { liaison: server } });
  });
  afterAll(async () => {
    await platform?.stop();
    await programs.close();
  });

  const idOf = (aeTitle: string) => peerIds.get(aeTitle) ?? '';
  const portOf: Readonly<Record<string, () => number>> = {
    MODERNE: () => modern.port,
    ANCIEN: () => old.port,
    ORTHANC: () => orthanc.port,
  };

  /** Images into a PACS, as a scanner sends them. */
  async function load(aeTitle: string, images: readonly Image[], port = portOf[aeTitle]?.() ?? 0) {
    const files = writeFiles(programs.folderOf(`for-${aeTitle}`), images);
    const args = ['-aet', 'SCANNER', '-aec', aeTitle, '127.0.0.1', String(port), ...files];
    expect(await programs.run('storescu', args)).toEqual({ code: 0, said: '' });
  }

  /** As the PACS of the hospital: `CHA_PACS` may send. */
  async function receive(images: readonly Image[]) {
    const files = writeFiles(programs.folderOf('received'), images);
    const args = ['-aet', 'CHA_PACS', '-aec', 'LIAISON', '127.0.0.1', String(platform.dicomPort), ...files];
    expect(await programs.run('storescu', args)).toEqual({ code: 0, said: '' });
    return arrived(reader, images[0]?.StudyInstanceUID ?? '', images.length);
  }

  /** What we have of an image, as DICOM JSON. */
  async function jsonHere({ StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID }: Image): Promise<string> {
    const path = `studies/${StudyInstanceUID}/series/${SeriesInstanceUID}/instances/${SOPInstanceUID}`;
    const reply = await fetch(`${platform.baseUrl}/dicomweb/${path}`, {
      headers: { cookie: reader.cookie, accept: 'application/dicom; transfer-syntax=*' },
    });
    const { dataSetBytes, transferSyntaxUID } = readPart10(Buffer.from(await reply.arrayBuffer()));
    return toDicomJson(readDataSet(dataSetBytes, transferSyntaxUID).dataSet);
  }
  const jsonOf = ({ dataSet, transferSyntaxUID }: Image) =>
    toDicomJson(readDataSet(dataSet, transferSyntaxUID).dataSet);

  const orthancInstances = async (StudyInstanceUID: string) => {
    const query = { Level: 'Instance', Query: { StudyInstanceUID } };
    return askOrthanc<string[]>(orthanc, '/tools/find', query);
  };

  it('are added by the administrator, answer when he calls them, and search here once his region approves it', async () => {
    const everything = { mayStore: true, mayQuery: true, query: true, store: true } as const;
    for (const [aeTitle, retrieve] of [
      ['MODERNE', 'move'],
      ['ANCIEN', 'move'],
      ['ORTHANC', 'get'],
    ] as const) {
      const roles = { ...everything, retrieve, commit: aeTitle === 'ORTHANC' };
      const characterSet = 'ISO_IR 100';
      peerIds.set(
        aeTitle,
        await addPeer(admin, own, { aeTitle, port: portOf[aeTitle]?.() ?? 0, roles, characterSet }),
      );
    }
    peerIds.set(
      'STATION',
      await addPeer(admin, own, {
        aeTitle: 'STATION',
        port: station.port,
        roles: { store: true, mayQuery: true },
      }),
    );
    for (const id of peerIds.values()) expect((await callPeer(admin, id)).failure).toBeNull();
    // Reception knows them a moment later.
    const argsOf = (aeTitle: string) => [
      '-aet',
      aeTitle,
      '-aec',
      'LIAISON',
      '127.0.0.1',
      String(platform.dicomPort),
    ];
    const keys = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '1.2.3' });
    const mayFind = async (aeTitle: string) =>
      (await programs.run('findscu', ['-v', '-S', ...keys, ...argsOf(aeTitle)])).said.includes('(Success)');
    for (const aeTitle of peerIds.keys())
      await eventually(async () => (await programs.run('echoscu', argsOf(aeTitle))).code === 0);
    for (const aeTitle of peerIds.keys()) expect(await mayFind(aeTitle)).toBe(false);
    const { peers } = listPeers.reply.parse((await regional.get('/api/pacs/peers')).body);
    for (const id of peerIds.values()) {
      const seen = peerBinding.parse(peers.find((peer) => peer.id === id));
      expect((await admin.post(`/api/pacs/peers/${id}/query-approval`, seen)).status).toBe(403);
      expect((await regional.post(`/api/pacs/peers/${id}/query-approval`, seen)).status).toBe(204);
    }
    for (const aeTitle of peerIds.keys()) await eventually(() => mayFind(aeTitle));
  });

  it.each([
    ['MODERNE', 'move'],
    ['ANCIEN', 'move'],
    ['ORTHANC', 'get'],
    ['ORTHANC', 'move'],
  ] as const)(
    '%s is searched by an accented name, and gives its study by C-%s',
    async (aeTitle, retrieve) => {
      const images = makeStudyImages(3, {
        ...accented,
        AccessionNumber: `${aeTitle.slice(0, 6)}-${retrieve}`,
      });
      await load(aeTitle, images);
      const peerId = await changePeer(admin, aeTitle, { roles: { retrieve } });
      const criteria = { familyName: 'lefèvre', accessionNumber: `${aeTitle.slice(0, 6)}-${retrieve}` };
      const [found, ...others] = await eventually(async () => {
        const studies = await searchPacs(reader, peerId, criteria);
        return studies.length > 0 && studies;
      });
      if (!found) throw new TypeError('nothing was found');
      expect(others).toEqual([]);
      expect(found).toMatchObject({ familyName: 'LEFÈVRE', givenNames: 'Anaïs', present: null });
      const { retrievalId, studyId } = await retrieveStudy(reader, peerId, found);
      expect(await retrieved(reader, retrievalId)).toMatchObject({ arrived: 3, studyId });
      for (const image of images) expect(await jsonHere(image)).toBe(jsonOf(image));
    },
  );

  it('search us, and fetch from us by C-MOVE', async () => {
    const images = makeStudyImages(3, { ...accented, PatientID: 'IPP-CHERCHE' });
    const { StudyInstanceUID } = await receive(images);
    const us = { from: 'MODERNE', to: 'LIAISON', port: platform.dicomPort };
    const keys = {
      QueryRetrieveLevel: 'STUDY',
      PatientID: 'IPP-CHERCHE',
      PatientName: '',
      StudyInstanceUID: '',
    };
    const [answer] = await findscu(programs, us, keys);
    expect([answer?.text('PatientName'), answer?.text('StudyInstanceUID')]).toEqual([
      'LEFÈVRE^Anaïs',
      StudyInstanceUID,
    ]);
    const names = ['-aet', 'MODERNE', '-aec', 'LIAISON', '-aem', 'MODERNE', '-S'];
    const wanted = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID });
    const args = [...names, ...wanted, '127.0.0.1', String(platform.dicomPort)];
    expect(await programs.run('movescu', args)).toEqual({ code: 0, said: '' });
    const there = { from: 'ANYONE', to: 'MODERNE', port: modern.port };
    const kept = await findscu(programs, there, {
      QueryRetrieveLevel: 'IMAGE',
      StudyInstanceUID,
      SeriesInstanceUID: images[0]?.SeriesInstanceUID ?? '',
      SOPInstanceUID: '',
    });
    expect(kept).toHaveLength(3);
  });

  it('search us in implicit VR and ISO_IR 100 by an accented name', async () => {
    const query = join(programs.folder, 'query.dcm');
    const identifier = writeDataSet(
      {
        SpecificCharacterSet: 'ISO_IR 100',
        QueryRetrieveLevel: 'STUDY',
        PatientName: 'LEFÈVRE^Ana*',
        PatientID: 'IPP-CHERCHE',
        StudyInstanceUID: '',
      },
      ImplicitVRLittleEndian,
    );
    const meta = { SOPClassUID: '1.2', SOPInstanceUID: '1.2.3', transferSyntaxUID: ImplicitVRLittleEndian };
    writeFileSync(query, Buffer.concat([writeFileMeta(meta), identifier]));
    const folder = programs.folderOf('implicit');
    const names = ['-aet', 'ANCIEN', '-aec', 'LIAISON', '-S', '-xi', '-X', '-od', folder];
    const us = ['127.0.0.1', String(platform.dicomPort)];
    expect(await programs.run('findscu', [...names, ...us, query])).toEqual({ code: 0, said: '' });
    const answers = [...readKept(folder).values()].map(({ path, dataSet }) => ({ path, dataSet }));
    expect(answers).toHaveLength(1);
    const said = answers[0]?.dataSet.toString('latin1');
    expect(said).toContain('LEFÈVRE^Anaïs');
    expect(said).toContain('ISO_IR 100');
  });

  it('receive what is sent to them: dcmqrscp, and the old one in implicit VR', async () => {
    const images = makeStudyImages(3, { ...accented, PatientID: 'IPP-ENVOI' });
    const { id, StudyInstanceUID } = await receive(images);
    for (const [aeTitle, port] of [
      ['MODERNE', modern.port],
      ['ANCIEN', old.port],
    ] as const) {
      const done = await delivered(reader, await sendStudy(reader, id, idOf(aeTitle)));
      expect(done).toMatchObject({ sent: 3, refused: 0 });
      const options = aeTitle === 'ANCIEN' ? ['-xi'] : [];
      const keys = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID, PatientName: '' };
      const [there] = await findscu(programs, { from: 'ANYONE', to: aeTitle, port }, keys, options);
      // dcmqrscp answers in the characters of its files, and says no character set.
      expect(there?.bytes('PatientName')?.toString('latin1').trim()).toBe('LEFÈVRE^Anaïs');
      const [found] = await searchPacs(reader, idOf(aeTitle), {
        familyName: 'LEFEVRE',
        patientId: 'IPP-ENVOI',
      });
      expect(found).toMatchObject({ familyName: 'LEFÈVRE', present: { imageCount: 3 } });
    }
  });

  it('Orthanc searches us, fetches from us, and sends to us', async () => {
    const images = makeStudyImages(3, { ...accented, PatientID: 'IPP-ORTHANC' });
    const { StudyInstanceUID } = await receive(images);
    await askOrthanc(orthanc, '/modalities/LIAISON/echo', {});
    const query = { Level: 'Study', Query: { PatientID: 'IPP-ORTHANC', PatientName: '' } };
    const { Path } = await askOrthanc<{ Path: string }>(orthanc, '/modalities/LIAISON/query', query);
    const [answer] = await askOrthanc<Record<string, string>[]>(orthanc, `${Path}/answers?expand&simplify`);
    expect(answer).toMatchObject({ StudyInstanceUID, PatientName: 'LEFÈVRE^Anaïs' });
    await askOrthanc(orthanc, `${Path}/answers/0/retrieve`, { TargetAet: 'ORTHANC', Synchronous: true });
    expect(await orthancInstances(StudyInstanceUID)).toHaveLength(3);

    const others = makeStudyImages(2, accented);
    for (const image of others) await askOrthanc(orthanc, '/instances', new Uint8Array(toPart10(image)));
    const Resources = await orthancInstances(others[0]?.StudyInstanceUID ?? '');
    await askOrthanc(orthanc, '/modalities/LIAISON/store', { Resources, Synchronous: true });
    await arrived(reader, others[0]?.StudyInstanceUID ?? '', 2);
    for (const image of others) expect(await jsonHere(image)).toBe(jsonOf(image));
  });

  it('Orthanc asks us to keep what it sent, and is told what we keep and what we do not', async () => {
    const images = makeStudyImages(2);
    await receive(images);
    const ask = async (uids: readonly string[]) => {
      const DicomInstances = uids.map((uid) => [images[0]?.SOPClassUID ?? '', uid]);
      const path = '/modalities/LIAISON/storage-commitment';
      const { Path } = await askOrthanc<{ Path: string }>(orthanc, path, { DicomInstances });
      return eventually(async () => {
        const report = await askOrthanc<{ Status: string; Success: object[]; Failures: object[] }>(
          orthanc,
          Path,
        );
        return report.Status !== 'Pending' && report;
      });
    };
    const uids = images.map(({ SOPInstanceUID }) => SOPInstanceUID);
    expect(await ask(uids)).toMatchObject({ Status: 'Success', Failures: [] });
    expect(await ask([...uids, '1.2.3.4.5'])).toMatchObject({
      Status: 'Failure',
      Failures: [{ SOPInstanceUID: '1.2.3.4.5', Description: expect.stringContaining('was not available') }],
    });
  });

  it('Orthanc searches, pulls and pushes by DICOMweb', async () => {
    const images = makeStudyImages(2, { ...accented, PatientID: 'IPP-WEB' });
    const { StudyInstanceUID } = await receive(images);
    const found = await askOrthanc(orthanc, '/dicom-web/servers/liaison/qido', {
      Uri: '/studies',
      Arguments: { PatientID: 'IPP-WEB' },
    });
    expect(found).toMatchObject([{ '0020000D': { Value: StudyInstanceUID } }]);
    const pulled = { Resources: [{ Study: StudyInstanceUID }], Synchronous: true };
    await askOrthanc(orthanc, '/dicom-web/servers/liaison/retrieve', pulled);
    expect(await orthancInstances(StudyInstanceUID)).toHaveLength(2);
    const [pushed] = makeStudyImages(1, accented);
    if (!pushed) throw new TypeError('no image');
    const { ID } = await askOrthanc<{ ID: string }>(orthanc, '/instances', new Uint8Array(toPart10(pushed)));
    await askOrthanc(orthanc, '/dicom-web/servers/liaison/stow', { Resources: [ID], Synchronous: true });
    await arrived(reader, pushed.StudyInstanceUID, 1);
    expect(await jsonHere(pushed)).toBe(jsonOf(pushed));
  });

  it('a route forwards by itself from one hospital to the PACS of another', async () => {
    const target = await programs.storescp('CHU_ARCHIVE');
    const roles = { store: true };
    const peerId = await addPeer(regional, structureIdOf('CHU_PACS'), {
      aeTitle: 'CHU_ARCHIVE',
      port: target.port,
      roles,
    });
    const rule = {
      name: 'Vers le CHU',
      isActive: true,
      conditions: {
        callingAeTitles: ['CHA_PACS'],
        modalities: ['CT'],
        words: ['ROUTE'],
        weekdays: [],
        hours: null,
      },
      peerIds: [peerId],
      triesEach: 3,
      coercion: 'none',
      maxBytesPerSecond: null,
    };
    // Only the region links two hospitals.
    expect((await admin.post(`/api/transfers/structures/${own}/routes`, rule)).status).toBe(422);
    const made = await regional.post<{ routeId: string }>(`/api/transfers/structures/${own}/routes`, rule);
    expect(made.status).toBe(200);
    const followed = makeStudyImages(4, { StudyDescription: 'Crâne route' });
    await receive(makeStudyImages(1, { StudyDescription: 'Crâne' }));
    await receive(followed);
    await eventually(async () => readKept(target.folder).size === 4);
    const there = readKept(target.folder);
    for (const { SOPInstanceUID, dataSet } of followed)
      expect(there.get(SOPInstanceUID)?.dataSet.equals(dataSet)).toBe(true);
  });

  it('a purge takes what Orthanc confirmed that it keeps, and nothing else', async () => {
    const [sent, kept] = [makeStudyImages(3), makeStudyImages(2)];
    const study = await receive(sent);
    const other = await receive(kept);
    const coercion = {
      patientId: 'IPP-LA-BAS',
      issuerOfPatientId: 'CHU',
      accessionNumber: 'ACC-7',
      traits: null,
    };
    const { id } = await delivered(reader, await sendStudy(reader, study.id, idOf('ORTHANC'), coercion));
    const there = await orthancInstances(study.StudyInstanceUID);
    expect(there).toHaveLength(3);
    for (const instance of there) {
      const tags = await askOrthanc<Record<string, unknown>>(
        orthanc,
        `/instances/${instance}/simplified-tags`,
      );
      expect(tags).toMatchObject({
        PatientID: 'IPP-LA-BAS',
        IssuerOfPatientID: 'CHU',
        AccessionNumber: 'ACC-7',
        OriginalAttributesSequence: [
          {
            ReasonForTheAttributeModification: 'COERCE',
            ModifiedAttributesSequence: [{ PatientID: 'IPP-774411902' }],
          },
        ],
      });
    }
    await eventually(async () => (await readDelivery(reader, id)).commitment === 'confirmed');
    const rule = await admin.ask('PUT', `/api/retention/${own}`, { keepDays: 7, isActive: true });
    expect(rule.status).toBe(200);
    const purger = startPurger({
      database: platform.system,
      storeRoot: join(platform.dataDir, 'containers'),
      clock: { now: () => new Date(Date.now() + 8 * dayMs) },
      log: openLog('silent'),
    });
    expect(await purger.pass()).toBe(1);
    await purger.stop();
    const left = await listStudies(reader);
    expect(left.find((one) => one.id === study.id)).toMatchObject({
      arrival: 'purged',
      imageCount: 0,
      purged: { archivedIn: 'ORTHANC' },
    });
    expect(left.find((one) => one.id === other.id)).toMatchObject({ imageCount: 2, purged: null });
    // It comes back from where it was archived.
    const [found] = await searchPacs(reader, idOf('ORTHANC'), { patientId: 'IPP-LA-BAS' });
    if (!found) throw new TypeError('not in Orthanc');
    const again = await retrieveStudy(reader, idOf('ORTHANC'), found);
    expect(await retrieved(reader, again.retrievalId)).toMatchObject({ arrived: 3 });
  });
});
