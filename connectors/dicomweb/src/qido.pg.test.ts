import { newUid, type JsonDataSet } from '@liaison/dicom';
import { makeStudy } from '@liaison/imaging/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from './testing-service.ts';

describe('QIDO-RS', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
    const given = { structureId: service.reader.structureId, storeRoot: service.storeRoot };
    await makeStudy(service.database.system, {
      ...given,
      imageCount: 2,
      attributes: {
        PatientName: 'LE GOFF-ÉTIENNE^Zoé=小東',
        PatientID: 'A1',
        StudyID: '77',
        StudyDate: '20260705',
        StudyTime: '093000',
        ReferringPhysicianName: 'BÉRANGER^Luc',
        InstitutionName: 'CH de Valmont',
        StationName: 'CT01',
        Manufacturer: 'ACME',
        SeriesDate: '20260705',
        StudyDescription: 'Scanner cérébral',
        RequestAttributesSequence: [{ ScheduledProcedureStepID: 'SPS1', RequestedProcedureID: 'RP1' }],
      },
    });
    await makeStudy(service.database.system, {
      ...given,
      attributes: {
        PatientName: 'ÉTIENNE^Zacharie',
        PatientID: 'A2',
        StudyDate: '20260706',
        StudyTime: '183000',
        PatientSex: 'M',
        PatientBirthDate: '19800101',
        AccessionNumber: '',
        Modality: 'MR',
        BodyPartExamined: 'KNEE',
        InstitutionName: 'Clinique des Pins',
        SeriesDescription: 'T2 sagittal',
        WindowCenter: 55,
      },
    });
  });
  afterAll(() => service.close());

  const search = async (path: string): Promise<JsonDataSet[]> => {
    const reply = await service.ask(path);
    expect([path, reply.status === 200 || reply.status === 204]).toEqual([path, true]);
    return reply.status === 204 ? [] : reply.json();
  };
  const ids = (results: readonly JsonDataSet[]) =>
    results.map((one) => String(one['00100020']?.Value?.[0])).toSorted();

  it.each([
    ['StudyID=77', ['A1']],
    ['ReferringPhysicianName=beranger*', ['A1']],
    ['InstitutionName=CH*', ['A1']],
    ['InstitutionName=ch%20de%20valmont', []],
    ['InstitutionName=CH%20DE%20VALMONT&fuzzymatching=true', ['A1']],
    ['StationName=CT01', ['A1']],
    ['00081010=CT0?', ['A1']],
    ['SeriesDescription=T2*', ['A2']],
    ['BodyPartExamined=KNEE', ['A2']],
    ['StudyDescription=Scanner%20c?r?bral&PatientID=A1', ['A1']],
    ['StudyDescription=scanner%20cerebral&PatientID=A1&fuzzymatching=true', ['A1']],
    ['PatientSex=M', ['A2']],
    ['PatientBirthDate=19800101', ['A2']],
    ['PatientBirthDate=-19600101', ['A1']],
    ['PatientID=A1%5CA2&multiplevaluematching=true', ['A1', 'A2']],
    ['AccessionNumber=%22%22&emptyvaluematching=true', ['A2']],
    ['ModalitiesInStudy=M*', ['A2']],
    ['NumberOfStudyRelatedInstances=2', ['A1']],
    ['SOPClassesInStudy=1.2.840.10008.5.1.4.1.1.2', ['A1', 'A2']],
    ['RequestAttributesSequence.ScheduledProcedureStepID=SPS1', ['A1']],
    ['00400275.00401001=RP2', []],
    ['SeriesDate=20260701-20260731', ['A1']],
    // Names in any order of their words, by the beginning of each, accents and case aside.
    ['PatientName=zoe%20etienne&fuzzymatching=true', ['A1']],
    ['PatientName=etienne&fuzzymatching=true', ['A1', 'A2']],
    ['PatientName=goff%5Ele&fuzzymatching=true', ['A1']],
    ['PatientName=tienne&fuzzymatching=true', []],
    ['PatientName=小東', ['A1']],
    ['PatientName=.*&fuzzymatching=true', []],
    // A date and a time: each its own range, or one range of instants.
    ['StudyTime=0900-1000', ['A1']],
    ['StudyTime=18', ['A2']],
    ['StudyDate=20260705&StudyTime=0800-1200', ['A1']],
    ['StudyDate=20260705-20260706&StudyTime=1000-2000', ['A2']],
    ['StudyDate=20260705-20260706&StudyTime=0900-1000', ['A1']],
    ['StudyDate=20260705-&StudyTime=0900-', ['A1', 'A2']],
  ])('finds the studies with %s', async (query, expected) => {
    expect(ids(await search(`/studies?${query}`))).toEqual(expected);
  });

  it('searches series and instances everywhere, with what they belong to', async () => {
    const series = await search('/series?Modality=MR');
    expect(series).toMatchObject([
      { '00100020': { Value: ['A2'] }, '0008103E': { Value: ['T2 sagittal'] }, '00201209': { Value: [1] } },
    ]);
    const instances = await search('/instances?PatientID=A1&InstanceNumber=2');
    expect(instances).toMatchObject([
      { '00100020': { Value: ['A1'] }, '00080060': { Value: ['CT'] }, '00280010': { Value: [4] } },
    ]);
    expect(await search('/instances?Rows=5')).toEqual([]);
    const within = await search(`/studies/${String(series[0]?.['0020000D']?.Value?.[0])}/series`);
    expect(within[0]?.['00100020']).toBeUndefined();
  });

  it('tells what is asked for, at every level, and nothing that is not', async () => {
    const [plain] = await search('/studies?PatientID=A1');
    expect(plain).toMatchObject({ '00080090': { Value: [{ Alphabetic: 'BÉRANGER^Luc' }] } });
    expect(plain?.['00080080']).toBeUndefined();
    const [named] = await search(
      '/studies?PatientID=A1&includefield=InstitutionName,00081010&includefield=x',
    );
    expect(named?.['00080080']?.Value).toEqual(['CH de Valmont']);
    const [series] = await search(
      '/series?PatientID=A1&includefield=RequestAttributesSequence.RequestedProcedureID',
    );
    expect(series?.['00400275']?.Value).toMatchObject([{ '00401001': { Value: ['RP1'] } }]);
    const [instance] = await search('/instances?PatientID=A2&includefield=00281050');
    expect(instance?.['00281050']?.Value).toEqual([55]);
    expect(instance?.['00281051']).toBeUndefined();
    const [whole] = await search('/instances?PatientID=A2&includefield=all');
    expect(whole).toMatchObject({ '00281051': { Value: [80] }, '00080016': {}, '00201208': {} });
    expect(Object.keys(whole ?? {})).toEqual(Object.keys(whole ?? {}).toSorted());
  });

  it('warns of what it did not match and of what it did not give', async () => {
    const unknown = await service.ask('/studies?PatientID=A1&EyeColour=blue&WindowCenter=3');
    expect(unknown.headers.get('warning')).toBe(
      '299 liaison "These attributes are not supported for matching: EyeColour, WindowCenter"',
    );
    expect(ids(await unknown.json())).toEqual(['A1']);
    const some = await service.ask('/studies?limit=1');
    expect(some.headers.get('warning')).toBe(
      '299 liaison "There are additional results that can be requested"',
    );
    const rest = await service.ask('/studies?limit=1&offset=1');
    expect([rest.status, rest.headers.get('warning')]).toEqual([200, null]);
    expect((await service.ask('/studies?limit=0')).status).toBe(204);
  });

  it('answers in JSON only, and says so', async () => {
    const reply = await service.ask('/studies', {
      headers: { accept: 'multipart/related; type="application/dicom+xml"' },
    });
    expect([reply.status, (await reply.json()).details.acceptable]).toEqual([
      406,
      'application/dicom+json, application/json',
    ]);
  });

  it('finds nothing in a study that is not there', async () => {
    expect((await service.ask(`/studies/${newUid()}/series`)).status).toBe(404);
  });
});
