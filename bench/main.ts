import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeConditions } from './conditions.ts';
import type { Course } from './interleave.ts';
import { readTemplates, type SliceTemplates } from './inputs/slices.ts';
import { measureDicomweb } from './measures/dicomweb.ts';
import { measureExchange } from './measures/exchange.ts';
import { measureFirstImage } from './measures/first-image.ts';
import { measureLatency } from './measures/latency.ts';
import { measureLink } from './measures/link.ts';
import { measureMemory } from './measures/memory.ts';
import { measureMio } from './measures/mio.ts';
import { measureStore } from './measures/store.ts';
import { measureTls } from './measures/tls.ts';
import { measureNames, parseOptions, usage, type MeasureName, type Options } from './options.ts';
import { settleMemory } from './settle-memory.ts';
import { startWholePlatform, type RunningPlatform } from './receivers/platform.ts';
import { formatTable } from './report.ts';

/** What part of the time each measure may take, of what is left when it begins. */
const weights: Record<MeasureName, number> = {
  store: 6,
  link: 2,
  tls: 1,
  memory: 1,
  viewer: 2,
  latency: 1,
  dicomweb: 3,
  exchange: 2,
  mio: 5,
};

const stopping = new AbortController();
/** A signal to the whole group ends servers before they are asked to: nobody waits for their end longer than this. */
const longestEndMs = 20_000;

function interrupt(): void {
  stopping.abort(new Error('interrupted'));
  setTimeout(() => process.exit(1), longestEndMs);
}

async function main(options: Options): Promise<void> {
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const templates = readTemplates();
  const conditions = describeConditions(templates.origin, options.keepMemory ? null : settleMemory());
  await using platform = await startWholePlatform();
  const sections = await measureAll(options, templates, platform);
  const told = [...conditions, 'What bounds them: [PROFILES.md](PROFILES.md)'];
  const text = ['# Measures', '', ...told.map((line) => `- ${line}`), '', ...sections].join('\n');
  console.log(text);
  const isWhole = measureNames.every((name) => options.only.includes(name));
  if (isWhole) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), text);
}

async function measureAll(
  options: Options,
  templates: SliceTemplates,
  platform: RunningPlatform,
): Promise<string[]> {
  const deadline = performance.now() + options.minutes * 60_000;
  const sections: string[] = [];
  const wanted = measureNames.filter((name) => options.only.includes(name));
  for (const [index, name] of wanted.entries()) {
    const rest = wanted.slice(index).reduce((sum, later) => sum + weights[later], 0);
    const share = (deadline - performance.now()) * (weights[name] / rest);
    const course = {
      signal: stopping.signal,
      deadline: performance.now() + share,
      tell: (text: string) => console.error(`  ${text}`),
    };
    console.error(`${name}…`);
    sections.push(
      ...(await measureOrTell(name, () => measures[name](options, { templates, platform }, course))),
    );
  }
  return sections;
}

/** One measure that cannot be made leaves the others. */
async function measureOrTell(name: MeasureName, measure: () => Promise<string[]>): Promise<string[]> {
  try {
    return await measure();
  } catch (error) {
    stopping.signal.throwIfAborted();
    console.error(error);
    return [
      `### ${name}`,
      '',
      `Not measured here: ${error instanceof Error ? error.message : 'it failed'}`,
      '',
    ];
  }
}

type Given = { readonly templates: SliceTemplates; readonly platform: RunningPlatform };
type Measure = (options: Options, given: Given, course: Omit<Course, 'rounds'>) => Promise<string[]>;

const measures: Record<MeasureName, Measure> = {
  async store({ images, pairs: rounds }, given, course) {
    return (await measureStore({ ...given, images }, { ...course, rounds })).map(formatTable);
  },
  async link({ images, pairs: rounds }, given, course) {
    return (await measureLink({ ...given, images }, { ...course, rounds })).map(formatTable);
  },
  async tls({ images, pairs: rounds }, given, course) {
    return (await measureTls({ ...given, images }, { ...course, rounds })).map(formatTable);
  },
  async memory({ largeMb, memoryPairs: rounds }, given, course) {
    return (await measureMemory({ ...given, largeMb }, { ...course, rounds })).map(formatTable);
  },
  async viewer({ viewerImages: images, viewerPairs: rounds }, given, course) {
    return (await measureFirstImage({ ...given, images }, { ...course, rounds })).map(formatTable);
  },
  async dicomweb({ dicomwebStudies: studies, dicomwebPairs: rounds }, given, course) {
    return (await measureDicomweb({ ...given, studies }, { ...course, rounds })).map(formatTable);
  },
  async exchange({ exchangePairs: rounds }, given, course) {
    return (await measureExchange(given, { ...course, rounds })).map(formatTable);
  },
  async mio({ mioPairs: rounds }, _given, course) {
    return (await measureMio({ ...course, rounds })).map(formatTable);
  },
  async latency({ latencyStudies: rounds }, given, course) {
    return [await measureLatency(given, { ...course, rounds })];
  },
};

function readOptions(): Options | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'unknown option'}\n\n${usage}`);
    return null;
  }
}

const options = readOptions();
if (!options) process.exit(2);
try {
  await main(options);
  process.exit(0);
} catch (error) {
  console.error(stopping.signal.aborted ? 'interrupted' : error);
  process.exit(1);
}
