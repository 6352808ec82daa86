import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImplicitVRLittleEndian, writeDataSet, writeFileMeta } from '@liaison/dicom';
import { listPeers, peerBinding, peerCall } from '@liaison/pacs/contract';
import { listDestinations } from '@liaison/transfers/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findscu, hasForeignPacs, keysOf, readKept } from '../platform/dicom-programs.ts';
import {
  callPeer,
  delivered,
  retrieved,
  retrieveStudy,
  searchPacs,
  sendStudy,
} from '../platform/exchanges.ts';
import { hospital, HospitalPacs, jsonOf } from '../platform/hospital-pacs.ts';
import { makeStudyImages } from '../platform/images.ts';
import { addPeer, changePeer, structureIdOf } from '../platform/peers.ts';
import { eventually } from '../platform/start-platform.ts';

const accented = { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'LEFÈVRE^Anaïs' };

describe.skipIf(!hasForeignPacs())('the PACS of hospitals', () => {
  let pacs: HospitalPacs;

  beforeAll(async () => {
    pacs = await HospitalPacs.open();
  });
  afterAll(() => pacs?.close());

  it('are added by the administrator, answer when he calls them, and search and receive once his region approves it', async () => {
    await pacs.addAll();
    for (const id of pacs.peerIds.values()) expect((await callPeer(pacs.admin, id)).failure).toBeNull();
    // Reception knows them a moment later.
    const argsOf = (aeTitle: string) => [
      '-aet',
      aeTitle,
      '-aec',
      'LIAISON',
      '127.0.0.1',
      String(pacs.platform.dicomPort),
    ];
    const keys = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '1.2.3' });
    const mayFind = async (aeTitle: string) =>
      (await pacs.programs.run('findscu', ['-v', '-S', ...keys, ...argsOf(aeTitle)])).said.includes(
        '(Success)',
      );
    for (const aeTitle of pacs.peerIds.keys())
      await eventually(async () => (await pacs.programs.run('echoscu', argsOf(aeTitle))).code === 0);
    const destinations = async () => {
      const { body } = await pacs.reader.get<unknown>('/api/transfers/destinations');
      return listDestinations.reply.parse(body).destinations.map(({ aeTitle }) => aeTitle);
    };
    for (const aeTitle of pacs.peerIds.keys()) expect(await mayFind(aeTitle)).toBe(false);
    expect(await destinations()).toEqual([]);
    const { peers } = listPeers.reply.parse((await pacs.regional.get('/api/pacs/peers')).body);
    for (const id of pacs.peerIds.values()) {
      const seen = peers.find((peer) => peer.id === id);
      for (const [what, shown] of [
        ['query', peerBinding.parse(seen)],
        ['store', peerCall.parse(seen)],
      ] as const) {
        const path = `/api/pacs/peers/${id}/${what}-approval`;
        expect((await pacs.admin.post(path, shown)).status).toBe(403);
        expect((await pacs.regional.post(path, shown)).status).toBe(204);
      }
    }
    expect((await destinations()).toSorted()).toEqual([...pacs.peerIds.keys()].toSorted());
    for (const aeTitle of pacs.peerIds.keys()) await eventually(() => mayFind(aeTitle));
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
      await pacs.load(aeTitle, images);
      const peerId = await changePeer(pacs.admin, aeTitle, { roles: { retrieve } });
      const criteria = { familyName: 'lefèvre', accessionNumber: `${aeTitle.slice(0, 6)}-${retrieve}` };
      const [found, ...others] = await eventually(async () => {
        const studies = await searchPacs(pacs.reader, peerId, criteria);
        return studies.length > 0 && studies;
      });
      if (!found) throw new TypeError('nothing was found');
      expect(others).toEqual([]);
      expect(found).toMatchObject({ familyName: 'LEFÈVRE', givenNames: 'Anaïs', present: null });
      const { retrievalId, studyId } = await retrieveStudy(pacs.reader, peerId, found);
      expect(await retrieved(pacs.reader, retrievalId)).toMatchObject({ arrived: 3, studyId });
      for (const image of images) expect(await pacs.jsonHere(image)).toBe(jsonOf(image));
    },
  );

  it('search us, and fetch from us by C-MOVE', async () => {
    const images = makeStudyImages(3, { ...accented, PatientID: 'IPP-CHERCHE' });
    const { StudyInstanceUID } = await pacs.receive(images);
    const us = { from: 'MODERNE', to: 'LIAISON', port: pacs.platform.dicomPort };
    const keys = {
      QueryRetrieveLevel: 'STUDY',
      PatientID: 'IPP-CHERCHE',
      PatientName: '',
      StudyInstanceUID: '',
    };
    const [answer] = await findscu(pacs.programs, us, keys);
    expect([answer?.text('PatientName'), answer?.text('StudyInstanceUID')]).toEqual([
      'LEFÈVRE^Anaïs',
      StudyInstanceUID,
    ]);
    const names = ['-aet', 'MODERNE', '-aec', 'LIAISON', '-aem', 'MODERNE', '-S'];
    const wanted = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID });
    const args = [...names, ...wanted, '127.0.0.1', String(pacs.platform.dicomPort)];
    expect(await pacs.programs.run('movescu', args)).toEqual({ code: 0, said: '' });
    const there = { from: 'ANYONE', to: 'MODERNE', port: pacs.modern.port };
    const kept = await findscu(pacs.programs, there, {
      QueryRetrieveLevel: 'IMAGE',
      StudyInstanceUID,
      SeriesInstanceUID: images[0]?.SeriesInstanceUID ?? '',
      SOPInstanceUID: '',
    });
    expect(kept).toHaveLength(3);
  });

  it('search us in implicit VR and ISO_IR 100 by an accented name', async () => {
    const query = join(pacs.programs.folder, 'query.dcm');
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
    const folder = pacs.programs.folderOf('implicit');
    const names = ['-aet', 'ANCIEN', '-aec', 'LIAISON', '-S', '-xi', '-X', '-od', folder];
    const us = ['127.0.0.1', String(pacs.platform.dicomPort)];
    expect(await pacs.programs.run('findscu', [...names, ...us, query])).toEqual({ code: 0, said: '' });
    const answers = [...readKept(folder).values()].map(({ path, dataSet }) => ({ path, dataSet }));
    expect(answers).toHaveLength(1);
    const said = answers[0]?.dataSet.toString('latin1');
    expect(said).toContain('LEFÈVRE^Anaïs');
    expect(said).toContain('ISO_IR 100');
  });

  it('receive what is sent to them: dcmqrscp, and the old one in implicit VR', async () => {
    const images = makeStudyImages(3, { ...accented, PatientID: 'IPP-ENVOI' });
    const { id, StudyInstanceUID } = await pacs.receive(images);
    for (const [aeTitle, port] of [
      ['MODERNE', pacs.modern.port],
      ['ANCIEN', pacs.old.port],
    ] as const) {
      const done = await delivered(pacs.reader, await sendStudy(pacs.reader, id, pacs.idOf(aeTitle)));
      expect(done).toMatchObject({ sent: 3, refused: 0 });
      const options = aeTitle === 'ANCIEN' ? ['-xi'] : [];
      const keys = { QueryRetrieveLevel: 'STUDY', StudyInstanceUID, PatientName: '' };
      const [there] = await findscu(pacs.programs, { from: 'ANYONE', to: aeTitle, port }, keys, options);
      // dcmqrscp answers in the characters of its files, and says no character set.
      expect(there?.bytes('PatientName')?.toString('latin1').trim()).toBe('LEFÈVRE^Anaïs');
      const [found] = await searchPacs(pacs.reader, pacs.idOf(aeTitle), {
        familyName: 'LEFEVRE',
        patientId: 'IPP-ENVOI',
      });
      expect(found).toMatchObject({ familyName: 'LEFÈVRE', present: { imageCount: 3 } });
    }
  });

  it('a route forwards by itself from one hospital to the PACS of another', async () => {
    const target = await pacs.programs.storescp('CHU_ARCHIVE');
    const roles = { store: true };
    const peerId = await addPeer(pacs.regional, structureIdOf('CHU_PACS'), {
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
    expect((await pacs.admin.post(`/api/transfers/structures/${hospital}/routes`, rule)).status).toBe(422);
    const made = await pacs.regional.post<{ routeId: string }>(
      `/api/transfers/structures/${hospital}/routes`,
      rule,
    );
    expect(made.status).toBe(200);
    const followed = makeStudyImages(4, { StudyDescription: 'Crâne route' });
    await pacs.receive(makeStudyImages(1, { StudyDescription: 'Crâne' }));
    await pacs.receive(followed);
    await eventually(async () => readKept(target.folder).size === 4);
    const there = readKept(target.folder);
    for (const { SOPInstanceUID, dataSet } of followed)
      expect(there.get(SOPInstanceUID)?.dataSet.equals(dataSet)).toBe(true);
  });
});
