import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole-system tests that take some seconds, most of them for want of a whole platform. */
const brief = new Set([
  'faults/floods.test.ts',
  'faults/hostile-pdus.test.ts',
  'faults/kill-receiver.test.ts',
  'faults/large-object.test.ts',
  'faults/long-file.test.ts',
  'faults/sync-order.test.ts',
  'packages/mio-openapi.test.ts',
]);
for (const name of brief)
  if (!existsSync(join(import.meta.dirname, name)))
    throw new Error(`tests/${name}, said to be brief, is not there`);

/**
 * The order of test files: group by group, what failed last time first, then long before brief, so that nothing that takes
 * minutes begins last, alone on the machine. Elsewhere the size of a file stands for how long it takes.
 */
export class BriefLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(
      files.toSorted(
        (a, b) =>
          groupOf(a) - groupOf(b) ||
          Number(this.#hasFailed(b)) - Number(this.#hasFailed(a)) ||
          Number(isBrief(a)) - Number(isBrief(b)) ||
          sizeOf(b) - sizeOf(a),
      ),
    );
  }

  #hasFailed(file: TestSpecification): boolean {
    return this.ctx.cache.getTestSpecificationResult(file)?.failed ?? false;
  }
}

const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
const isBrief = ({ moduleId }: TestSpecification) =>
  brief.has(relative(import.meta.dirname, moduleId).replaceAll('\\', '/'));
const sizeOf = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
