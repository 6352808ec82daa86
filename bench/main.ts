import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeConditions } from './conditions.ts';
import type { Course } from './interleave.ts';
import { readTemplates, type SliceTemplates } from './inputs/slices.ts';
import { measureFirstImage } from './measures/first-image.ts';
import { measureLatency } from './measures/latency.ts';
import { measureMemory } from './measures/memory.ts';
import { measureStore } from './measures/store.ts';
import { measureNames, parseOptions, usage, type MeasureName, type Options } from './options.ts';
import { startWholePlatform, type RunningPlatform } from './receivers/platform.ts';
import { formatTable } from './report.ts';

/** What part of the time each measure may take, of what is left when it begins. */
const weights: Record<MeasureName, number> = { store: 5, memory: 2, viewer: 3, latency: 1 };

const stopping = new AbortController();

async function main(options: Options): Promise<void> {
  process.on('SIGINT', () => stopping.abort(new Error('interrupted')));
  process.on('SIGTERM', () => stopping.abort(new Error('interrupted')));
  const templates = readTemplates();
  const conditions = describeConditions(templates.origin);
  await using platform = await startWholePlatform();
  const sections = await measureAll(options, templates, platform);
  const text = ['# Measures', '', ...conditions.map((line) => `- ${line}`), '', ...sections].join('\n');
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
    sections.push(...(await measureOne(name, options, { templates, platform }, course)));
  }
  return sections;
}

async function measureOne(
  name: MeasureName,
  options: Options,
  given: { templates: SliceTemplates; platform: RunningPlatform },
  course: Omit<Course, 'rounds'>,
): Promise<string[]> {
  switch (name) {
    case 'store': {
      const tables = await measureStore(
        { ...given, images: options.images },
        { ...course, rounds: options.pairs },
      );
      return tables.map(formatTable);
    }
    case 'memory': {
      const tables = await measureMemory(
        { ...given, largeMb: options.largeMb },
        { ...course, rounds: options.memoryPairs },
      );
      return tables.map(formatTable);
    }
    case 'viewer': {
      const tables = await measureFirstImage(
        { ...given, images: options.viewerImages },
        { ...course, rounds: options.viewerPairs },
      );
      return tables.map(formatTable);
    }
    case 'latency':
      return [
        await measureLatency(
          { ...given, studies: options.latencyStudies },
          { ...course, rounds: options.latencyStudies },
        ),
      ];
  }
}

function optionsOrExit(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : 'unknown option'}\n\n${usage}`);
    process.exit(2);
  }
}

try {
  await main(optionsOrExit());
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
