import { newUid } from '@liaison/dicom';

import { interleave, type Course } from '../interleave.ts';
import { encoded, makeSlices, type Slice, type SliceTemplates, type Study } from '../inputs/slices.ts';
import { missingDicomWeb, startOrthancDicomWeb } from '../receivers/orthanc.ts';
import { platformName, type RunningPlatform } from '../receivers/platform.ts';
import type { Receiver } from '../receivers/receiver.ts';
import type { Table } from '../report.ts';
import { rawSender } from '../senders/raw.ts';
import { Wire } from '../senders/wire.ts';

type Given = {
  readonly templates: SliceTemplates;
  readonly platform: RunningPlatform;
  readonly studies: number;
};
/** One that serves DICOMweb at `url`. */
type Server = { readonly name: string; readonly url: string; readonly headers: Record<string, string> };
type Task = {
  readonly title: string;
  readonly unit: string;
  readonly isMoreBetter: boolean;
  run(server: Server): Promise<number>;
};

const orthancName = 'Orthanc, DICOMweb plugin';
const images = 500;
const abreast = 8;
/** One study of ten is of this name. */
const commonName = 'DUPONT';

/** DICOMweb beside Orthanc's plugin: the same instances in both, sent by C-STORE, the same client, each asked in turn. */
export async function measureDicomweb(given: Given, course: Course): Promise<Table[]> {
  const study = makeSlices(given.templates, images);
  const small = makeSmallStudies(given.templates, given.studies);
  await using started = new AsyncDisposableStack();
  const servers: Server[] = [await fillOurs(given.platform, study, small)];
  if (missingDicomWeb === null) {
    const orthanc = started.use(await startOrthancDicomWeb());
    await fill(orthanc, study, small);
    servers.push({ name: orthancName, url: `${orthanc.httpUrl}/dicom-web`, headers: {} });
  }
  const tables: Table[] = [];
  for (const task of tasksFor(study, given.studies)) {
    const notes: string[] = [];
    const tell = (text: string): void => {
      notes.push(text);
      course.tell(text);
    };
    const measure = (server: Server) => task.run(server);
    const nothing = () => Promise.resolve(null);
    // The first answers warm caches and compilers of both, and do not count.
    await interleave(servers, { ...course, rounds: 1, tell }, nothing, measure);
    const rounds = await interleave(servers, { ...course, tell }, nothing, measure);
    const rows = [
      { name: platformName, isOurs: true, missing: null },
      { name: orthancName, isOurs: false, missing: missingDicomWeb },
    ];
    const { title, unit, isMoreBetter } = task;
    tables.push({ title, unit, decimals: isMoreBetter ? 0 : 1, isMoreBetter, rows, rounds, notes });
  }
  return tables;
}

function tasksFor(study: Study, count: number): Task[] {
  const path = `/studies/${study.StudyInstanceUID}`;
  const list = (query: string, expected: number) => async (server: Server) =>
    timeList(server, `/studies?${query}`, expected);
  const inMs = { unit: 'ms', isMoreBetter: false } as const;
  return [
    {
      ...inMs,
      title: `DICOMweb: metadata of ${images} slices`,
      run: (server) => timeList(server, `${path}/metadata`, images),
    },
    {
      title: `DICOMweb: frames of ${images} slices, ${abreast} requests abreast`,
      unit: 'frames/s',
      isMoreBetter: true,
      run: (server) => countFrames(server, study),
    },
    {
      ...inMs,
      title: `DICOMweb: instances of a study of ${images}`,
      run: (server) => timeList(server, `${path}/instances`, images),
    },
    {
      ...inMs,
      title: `DICOMweb: 25 of ${count} studies, all attributes`,
      run: list('limit=25&includefield=all', 25),
    },
    {
      ...inMs,
      title: `DICOMweb: ${Math.ceil(count / 10)} of ${count} studies, by the beginning of a name`,
      run: list(`PatientName=${commonName}*&limit=1000`, Math.min(1000, Math.ceil(count / 10))),
    },
  ];
}

async function timeList(server: Server, path: string, expected: number): Promise<number> {
  const start = performance.now();
  const reply = await fetch(`${server.url}${path}`, {
    headers: { ...server.headers, accept: 'application/dicom+json' },
  });
  const found: unknown = await reply.json();
  const ms = performance.now() - start;
  if (!Array.isArray(found) || found.length !== expected)
    throw new Error(`${Array.isArray(found) ? found.length : 'no'} results instead of ${expected}`);
  return ms;
}

async function countFrames(server: Server, study: Study): Promise<number> {
  const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
  const waiting = study.slices.map(
    ({ SOPInstanceUID }) => `${seriesPathOf(study)}/instances/${SOPInstanceUID}/frames/1`,
  );
  let bytes = 0;
  const work = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const reply = await fetch(`${server.url}${path}`, { headers: { ...server.headers, accept } });
      if (!reply.ok) throw new Error(`a frame answered ${reply.status}`);
      bytes += (await reply.arrayBuffer()).byteLength;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: abreast }, work));
  const seconds = (performance.now() - start) / 1000;
  if (bytes < study.slices.length * 1000) throw new Error('frames without pixels');
  return study.slices.length / seconds;
}

function seriesPathOf(study: Study): string {
  return `/studies/${study.StudyInstanceUID}/series/${study.SeriesInstanceUID}`;
}

async function fillOurs(platform: RunningPlatform, study: Study, small: readonly Slice[]): Promise<Server> {
  await fill(platform, study, small);
  return {
    name: platformName,
    url: `${platform.platform.baseUrl}/dicomweb`,
    headers: { cookie: platform.reader.cookie },
  };
}

async function fill(receiver: Receiver, study: Study, small: readonly Slice[]): Promise<void> {
  using prepared = await rawSender.prepare(study, 1);
  await prepared.send(receiver);
  const stored = await receiver.countStored({ ...study, imageCount: study.slices.length });
  if (stored < study.slices.length) throw new Error(`${receiver.name} holds ${stored} images`);
  const [first] = small;
  if (!first) return;
  const wire = await Wire.open(receiver, first);
  for (const slice of small) await wire.store(wire.encode(slice));
  await wire.release();
  wire.destroy();
  // The last of thousands shows up after all others.
  const last = { accessionNumber: `P${small.length - 1}`, imageCount: 1 };
  for (let tries = 0; tries < 10; tries += 1) if ((await receiver.countStored(last)) > 0) return;
  throw new Error(`${receiver.name} does not show all studies`);
}

/** Studies of one image of 16 × 16 points. */
function makeSmallStudies(templates: SliceTemplates, count: number): Slice[] {
  const [template] = templates.slices;
  if (!template) throw new TypeError('no slice to make others from');
  const { slices } = makeSlices(templates, 1);
  const [model] = slices;
  if (!model) throw new TypeError('no slice to make others from');
  return Array.from({ length: count }, (_, index) => {
    const SOPInstanceUID = newUid();
    const name = index % 10 === 0 ? commonName : `PATIENT${index}`;
    const elements = encoded(template, [
      { tag: 0x00080018, vr: 'UI', value: SOPInstanceUID },
      { tag: 0x00080050, vr: 'SH', value: `P${index}` },
      { tag: 0x00100010, vr: 'PN', value: `${name}^Essai` },
      { tag: 0x00100020, vr: 'LO', value: `P${index}` },
      { tag: 0x0020000d, vr: 'UI', value: newUid() },
      { tag: 0x0020000e, vr: 'UI', value: newUid() },
      { tag: 0x00280010, vr: 'US', value: 16 },
      { tag: 0x00280011, vr: 'US', value: 16 },
      { tag: 0x7fe00010, vr: 'OW', value: Buffer.alloc(512) },
    ]);
    return { ...model, SOPInstanceUID, dataSet: Buffer.concat(elements.map(({ bytes }) => bytes)) };
  });
}
