import { join } from 'node:path';
import { openLog } from '@liaison/log';
import { startPurger } from '@liaison/retention';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askOrthanc, hasForeignPacs } from '../platform/dicom-programs.ts';
import {
  arrived,
  delivered,
  listStudies,
  readDelivery,
  retrieved,
  retrieveStudy,
  searchPacs,
  sendStudy,
} from '../platform/exchanges.ts';
import { hospital, HospitalPacs, jsonOf } from '../platform/hospital-pacs.ts';
import { makeStudyImages, toPart10 } from '../platform/images.ts';
import { approvePeer } from '../platform/peers.ts';
import { eventually } from '../platform/start-platform.ts';

const accented = { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'LEFÈVRE^Anaïs' };

const dayMs = 86_400_000;

describe.skipIf(!hasForeignPacs())('Orthanc, as a PACS of a hospital', () => {
  let pacs: HospitalPacs;

  beforeAll(async () => {
    pacs = await HospitalPacs.open();
    await pacs.addAll();
    for (const id of pacs.peerIds.values()) await approvePeer(pacs.regional, id);
    // Reception knows of it a moment later.
    const query = { Level: 'Study', Query: { PatientID: 'NOBODY' } };
    await eventually(() =>
      askOrthanc(pacs.orthanc, '/modalities/LIAISON/query', query).then(
        () => true,
        () => false,
      ),
    );
  });
  afterAll(() => pacs?.close());

  it('searches us, fetches from us, and sends to us', async () => {
    const images = makeStudyImages(3, { ...accented, PatientID: 'IPP-ORTHANC' });
    const { StudyInstanceUID } = await pacs.receive(images);
    await askOrthanc(pacs.orthanc, '/modalities/LIAISON/echo', {});
    const query = { Level: 'Study', Query: { PatientID: 'IPP-ORTHANC', PatientName: '' } };
    const { Path } = await askOrthanc<{ Path: string }>(pacs.orthanc, '/modalities/LIAISON/query', query);
    const [answer] = await askOrthanc<Record<string, string>[]>(
      pacs.orthanc,
      `${Path}/answers?expand&simplify`,
    );
    expect(answer).toMatchObject({ StudyInstanceUID, PatientName: 'LEFÈVRE^Anaïs' });
    await askOrthanc(pacs.orthanc, `${Path}/answers/0/retrieve`, { TargetAet: 'ORTHANC', Synchronous: true });
    expect(await pacs.orthancInstances(StudyInstanceUID)).toHaveLength(3);

    const others = makeStudyImages(2, accented);
    for (const image of others) await askOrthanc(pacs.orthanc, '/instances', new Uint8Array(toPart10(image)));
    const Resources = await pacs.orthancInstances(others[0]?.StudyInstanceUID ?? '');
    await askOrthanc(pacs.orthanc, '/modalities/LIAISON/store', { Resources, Synchronous: true });
    await arrived(pacs.reader, others[0]?.StudyInstanceUID ?? '', 2);
    for (const image of others) expect(await pacs.jsonHere(image)).toBe(jsonOf(image));
  });

  it('asks us to keep what it sent, and is told what we keep and what we do not', async () => {
    const images = makeStudyImages(2);
    await pacs.receive(images);
    const ask = async (uids: readonly string[]) => {
      const DicomInstances = uids.map((uid) => [images[0]?.SOPClassUID ?? '', uid]);
      const path = '/modalities/LIAISON/storage-commitment';
      const { Path } = await askOrthanc<{ Path: string }>(pacs.orthanc, path, { DicomInstances });
      return eventually(async () => {
        const report = await askOrthanc<{ Status: string; Success: object[]; Failures: object[] }>(
          pacs.orthanc,
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

  it('searches, pulls and pushes by DICOMweb', async () => {
    const images = makeStudyImages(2, { ...accented, PatientID: 'IPP-WEB' });
    const { StudyInstanceUID } = await pacs.receive(images);
    const found = await askOrthanc(pacs.orthanc, '/dicom-web/servers/liaison/qido', {
      Uri: '/studies',
      Arguments: { PatientID: 'IPP-WEB' },
    });
    expect(found).toMatchObject([{ '0020000D': { Value: StudyInstanceUID } }]);
    const pulled = { Resources: [{ Study: StudyInstanceUID }], Synchronous: true };
    await askOrthanc(pacs.orthanc, '/dicom-web/servers/liaison/retrieve', pulled);
    expect(await pacs.orthancInstances(StudyInstanceUID)).toHaveLength(2);
    const [pushed] = makeStudyImages(1, accented);
    if (!pushed) throw new TypeError('no image');
    const { ID } = await askOrthanc<{ ID: string }>(
      pacs.orthanc,
      '/instances',
      new Uint8Array(toPart10(pushed)),
    );
    await askOrthanc(pacs.orthanc, '/dicom-web/servers/liaison/stow', { Resources: [ID], Synchronous: true });
    await arrived(pacs.reader, pushed.StudyInstanceUID, 1);
    expect(await pacs.jsonHere(pushed)).toBe(jsonOf(pushed));
  });

  it('lets a purge take what it confirmed that it keeps, and nothing else', async () => {
    const [sent, kept] = [makeStudyImages(3), makeStudyImages(2)];
    const study = await pacs.receive(sent);
    const other = await pacs.receive(kept);
    const coercion = {
      patientId: 'IPP-LA-BAS',
      issuerOfPatientId: 'CHU',
      accessionNumber: 'ACC-7',
      traits: null,
    };
    const { id } = await delivered(
      pacs.reader,
      await sendStudy(pacs.reader, study.id, pacs.idOf('ORTHANC'), coercion),
    );
    const there = await pacs.orthancInstances(study.StudyInstanceUID);
    expect(there).toHaveLength(3);
    for (const instance of there) {
      const tags = await askOrthanc<Record<string, unknown>>(
        pacs.orthanc,
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
    await eventually(async () => (await readDelivery(pacs.reader, id)).commitment === 'confirmed');
    const rule = await pacs.admin.ask('PUT', `/api/retention/${hospital}`, { keepDays: 7, isActive: true });
    expect(rule.status).toBe(200);
    const purger = startPurger({
      database: pacs.platform.system,
      storeRoot: join(pacs.platform.dataDir, 'containers'),
      clock: { now: () => new Date(Date.now() + 8 * dayMs) },
      log: openLog('silent'),
    });
    expect(await purger.pass()).toBe(1);
    await purger.stop();
    const left = await listStudies(pacs.reader);
    expect(left.find((one) => one.id === study.id)).toMatchObject({
      arrival: 'purged',
      imageCount: 0,
      purged: { archivedIn: 'ORTHANC' },
    });
    expect(left.find((one) => one.id === other.id)).toMatchObject({ imageCount: 2, purged: null });
    // It comes back from where it was archived.
    const [found] = await searchPacs(pacs.reader, pacs.idOf('ORTHANC'), { patientId: 'IPP-LA-BAS' });
    if (!found) throw new TypeError('not in Orthanc');
    const again = await retrieveStudy(pacs.reader, pacs.idOf('ORTHANC'), found);
    expect(await retrieved(pacs.reader, again.retrievalId)).toMatchObject({ arrived: 3 });
  });
});
