import { interleave, type Course } from '../interleave.ts';
import { makeSlices, thinTemplates, type SliceTemplates, type Study } from '../inputs/slices.ts';
import { commonName, countOfCommonName, makeSmallStudies } from '../inputs/small-studies.ts';
import { missingDicomWeb, startOrthancDicomWeb } from '../receivers/orthanc.ts';
import { platformName, type RunningPlatform } from '../receivers/platform.ts';
import { untilAtRest } from '../receivers/processor-time.ts';
import type { Table } from '../report.ts';
import { quantile } from '../statistics.ts';
import { fill, type Filled } from './fill.ts';

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
  /** `fresh`: a study that this was not asked of so far, in a round. */
  run(server: Server, fresh: Study): Promise<number>;
};

const orthancName = 'Orthanc, DICOMweb plugin';
const images = 500;
const abreast = 8;
/** What both servers know of a study without looking into its images, and more than either tells unasked. */
const studyFields =
  'StudyDescription,ModalitiesInStudy,NumberOfStudyRelatedSeries,NumberOfStudyRelatedInstances';
/** What follows an arrival (thumbnails, indexes, statistics) is done before anything is timed. */
const longestRestMs = 180_000;
/** Lists are asked for all day: one asking alone tells of a garbage collection or a sync as often as of the list. */
const listsARound = 9;
/** However long the filling took. */
const leastTaskMs = 4000;

/** DICOMweb beside Orthanc's plugin: the same instances in both, sent by C-STORE, the same client, each asked in turn. */
export async function measureDicomweb(given: Given, course: Course): Promise<Table[]> {
  await using started = new AsyncDisposableStack();
  const study = makeSlices(given.templates, images);
  // One for each round and one to warm up; their frames are small, which is to the good of who reads whole files.
  const thin = thinTemplates(given.templates);
  const fresh = Array.from({ length: course.rounds + 1 }, () => makeSlices(thin, images));
  const slices = [
    ...makeSmallStudies(given.templates, given.studies),
    ...fresh.flatMap((one) => one.slices),
    ...study.slices,
  ];
  const { platform } = given;
  const stores: Filled[] = [{ ...platform, name: platformName }];
  const servers: Server[] = [
    {
      name: platformName,
      url: `${platform.platform.baseUrl}/dicomweb`,
      headers: { cookie: platform.reader.cookie },
    },
  ];
  const pids = Object.values(await platform.platform.roles());
  if (missingDicomWeb === null) {
    const orthanc = started.use(await startOrthancDicomWeb());
    stores.push({ ...orthanc, name: orthancName });
    servers.push({ name: orthancName, url: `${orthanc.httpUrl}/dicom-web`, headers: {} });
    pids.push(orthanc.pid);
  }
  const filled = await Promise.all(stores.map((store) => fill(store, slices, course.signal)));
  const isAtRest = await untilAtRest(pids, longestRestMs);
  const notes = [
    `Filled by C-STORE on 4 associations each, at once, until shown: ${stores
      .map(({ name }, index) => `${name} ${filled[index]?.toFixed(0)} s`)
      .join(', ')}${isAtRest ? '' : '; work of an arrival was still going on when measuring began'}.`,
  ];
  const tables: Table[] = [];
  const tasks = tasksFor(study, given.studies);
  for (const [index, task] of tasks.entries()) {
    const share = (course.deadline - performance.now()) / (tasks.length - index);
    const own = { ...course, deadline: performance.now() + Math.max(share, leastTaskMs) };
    tables.push(await measureTask(task, { servers, fresh }, own, index === 0 ? notes : []));
  }
  return tables;
}

async function measureTask(
  task: Task,
  { servers, fresh }: { servers: readonly Server[]; fresh: readonly Study[] },
  course: Course,
  known: readonly string[],
): Promise<Table> {
  const notes = [...known];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const measure = (server: Server, one: Study) => task.run(server, one);
  const left = fresh.values();
  const next = (): Promise<Study> => {
    const { value } = left.next();
    return value ? Promise.resolve(value) : Promise.reject(new TypeError('more rounds than studies'));
  };
  // The first answers warm caches and compilers of both, and do not count.
  await interleave(servers, { ...course, rounds: 1, tell }, next, measure);
  const rounds = await interleave(servers, { ...course, tell }, next, measure);
  const rows = [
    { name: platformName, isOurs: true, missing: null },
    { name: orthancName, isOurs: false, missing: missingDicomWeb },
  ];
  const { title, unit, isMoreBetter } = task;
  return { title, unit, decimals: isMoreBetter ? 0 : 1, isMoreBetter, rows, rounds, notes };
}

function tasksFor(study: Study, count: number): Task[] {
  const pathOf = (one: Study) => `/studies/${one.StudyInstanceUID}`;
  const path = pathOf(study);
  const list = (query: string, expected: number) => async (server: Server) =>
    timeUsually(() => timeList(server, `/studies?${query}&includefield=${studyFields}`, expected));
  const inMs = { unit: 'ms', isMoreBetter: false } as const;
  const named = Math.min(1000, countOfCommonName(count));
  return [
    {
      ...inMs,
      title: `DICOMweb: metadata of ${images} slices, asked for the first time`,
      run: (server, fresh) => timeList(server, `${pathOf(fresh)}/metadata`, images),
    },
    {
      ...inMs,
      title: `DICOMweb: metadata of ${images} slices, asked for again`,
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
      title: `DICOMweb: instances of a study of ${images}, asked for the first time`,
      run: (server, fresh) => timeList(server, `${pathOf(fresh)}/instances`, images),
    },
    {
      ...inMs,
      title: `DICOMweb: instances of a study of ${images}, asked for again`,
      run: (server) => timeList(server, `${path}/instances`, images),
    },
    {
      ...inMs,
      title: `DICOMweb: 25 of ${count} studies`,
      run: list('limit=25', 25),
    },
    {
      ...inMs,
      title: `DICOMweb: ${named} of ${count} studies, by the beginning of a name`,
      run: list(`PatientName=${commonName}*&limit=1000`, named),
    },
  ];
}

async function timeUsually(time: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let asked = 0; asked < listsARound; asked += 1) times.push(await time());
  return quantile(
    times.toSorted((left, right) => left - right),
    0.5,
  );
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
