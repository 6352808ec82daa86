import { readManifest } from '@liaison/imaging/contract';

import type { Course } from '../interleave.ts';
import { makeSlices, type SliceTemplates, type Study } from '../inputs/slices.ts';
import type { RunningPlatform } from '../receivers/platform.ts';
import { Wire } from '../senders/wire.ts';
import { quantile } from '../statistics.ts';

type Given = { readonly templates: SliceTemplates; readonly platform: RunningPlatform };

/** Images of each study whose visibility is timed. */
const studyImages = 10;
/** Of another scanner that sends all the while, as one on a busy night does. */
const loadImagesPerSecond = 60;
const giveUpMs = 20_000;

type Visibility = { readonly listMs: number; readonly manifestMs: number; readonly qidoMs: number };

/** Time from the response to the last image of a study until list, manifest and QIDO show it, while another study comes in. */
export async function measureLatency(given: Given, course: Course): Promise<string> {
  const faults: string[] = [];
  const seen: Visibility[] = [];
  const load = startLoad(given);
  try {
    for (let index = 0; index < course.rounds; index++) {
      course.signal.throwIfAborted();
      if (index > 0 && performance.now() > course.deadline) {
        faults.push(`out of time after ${index} of ${course.rounds} studies`);
        break;
      }
      try {
        seen.push(await timeOne(given));
      } catch (error) {
        faults.push(`study ${index + 1}: void, ${error instanceof Error ? error.message : 'failed'}`);
      }
    }
  } finally {
    const sent = await load.stop();
    faults.push(
      `Meanwhile another scanner sent ${sent.images} images at ${sent.perSecond.toFixed(0)} images/s.`,
    );
  }
  for (const fault of faults) course.tell(fault);
  return format(seen, faults);
}

async function timeOne({ templates, platform }: Given): Promise<Visibility> {
  const study = makeSlices(templates, studyImages);
  await send(platform, study);
  const answered = performance.now();
  const [shown, qidoMs] = await Promise.all([
    untilListed(platform, study, answered),
    untilFound(platform, study, answered),
  ]);
  return { ...shown, qidoMs };
}

async function untilListed(
  platform: RunningPlatform,
  study: Study,
  answered: number,
): Promise<Omit<Visibility, 'qidoMs'>> {
  const last = study.slices.at(-1)?.SOPInstanceUID ?? '';
  let listMs: number | null = null;
  while (performance.now() - answered < giveUpMs) {
    const found = await platform.findStudy(study.accessionNumber);
    if (found?.imageCount !== studyImages) continue;
    listMs ??= performance.now() - answered;
    // Without `since` each look would be an opening, and leave a row in the journal.
    const { body } = await platform.reader.get<unknown>(
      `${readManifest.url.replace(':studyId', found.id)}?since=0`,
    );
    const { series } = readManifest.reply.parse(body);
    if (series.some(({ instances }) => instances.some(({ SOPInstanceUID }) => SOPInstanceUID === last))) {
      return { listMs, manifestMs: performance.now() - answered };
    }
  }
  throw new Error(`not visible within ${giveUpMs} ms`);
}

/** Until QIDO-RS gives the last image; before there is anything of its study, that answers 404. */
async function untilFound(platform: RunningPlatform, study: Study, answered: number): Promise<number> {
  const last = study.slices.at(-1)?.SOPInstanceUID ?? '';
  const path = `/dicomweb/studies/${study.StudyInstanceUID}/instances?SOPInstanceUID=${last}`;
  while (performance.now() - answered < giveUpMs) {
    const { status } = await platform.reader.get(path);
    if (status === 200) return performance.now() - answered;
  }
  throw new Error(`not found by QIDO within ${giveUpMs} ms`);
}

async function send(platform: RunningPlatform, study: Study): Promise<void> {
  const [first] = study.slices;
  if (!first) throw new TypeError('an empty study');
  const wire = await Wire.open(platform, first);
  try {
    for (const slice of study.slices) await wire.store(wire.encode(slice));
    await wire.release();
  } finally {
    wire.destroy();
  }
}

/** Another hospital's scanner, on one association, at a steady pace until it is stopped. */
function startLoad({ templates, platform }: Given): {
  stop(): Promise<{ images: number; perSecond: number }>;
} {
  const stopping = new AbortController();
  const run = async (): Promise<{ images: number; perSecond: number }> => {
    let images = 0;
    const start = performance.now();
    while (!stopping.signal.aborted) {
      const study = makeSlices(templates, loadImagesPerSecond);
      const [first] = study.slices;
      if (!first) break;
      const wire = await Wire.open({ ...platform, callingAeTitle: 'CHB_PACS' }, first);
      for (const slice of study.slices) {
        const dueIn = start + (images * 1000) / loadImagesPerSecond - performance.now();
        if (dueIn > 0) await new Promise((resume) => setTimeout(resume, dueIn));
        if (stopping.signal.aborted) break;
        await wire.store(wire.encode(slice));
        images += 1;
      }
      await wire.release();
    }
    return { images, perSecond: (images * 1000) / (performance.now() - start) };
  };
  const running = run();
  running.catch(() => {});
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

function format(seen: readonly Visibility[], notes: readonly string[]): string {
  const row = (name: string, values: readonly number[]): string => {
    const sorted = values.toSorted((left, right) => left - right);
    const write = (part: number): string => quantile(sorted, part).toFixed(0);
    return `| ${name} | ${write(0.5)} | ${write(0.95)} | ${write(0)} – ${write(1)} | ${sorted.length} |`;
  };
  return [
    '### From the last C-STORE response to visible, whole platform under load',
    '',
    '| | p50 ms | p95 ms | least – most | studies |',
    '| --- | ---: | ---: | ---: | ---: |',
    row(
      'in the list of studies, with all its images',
      seen.map(({ listMs }) => listMs),
    ),
    row(
      'its last image in the manifest',
      seen.map(({ manifestMs }) => manifestMs),
    ),
    row(
      'its last image by QIDO-RS',
      seen.map(({ qidoMs }) => qidoMs),
    ),
    '',
    `- ${studyImages} images a study on one association, asked for again without pause over the API and, beside it, over DICOMweb.`,
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}
