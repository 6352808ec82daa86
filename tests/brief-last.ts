import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole-system tests that take some seconds, most of them for want of a whole platform. */
const brief = new Set([
  'floods',
  'hostile-pdus',
  'kill-receiver',
  'large-object',
  'long-file',
  'mio-openapi',
  'sync-order',
]);

/**
 * The order of test files: group by group, long before brief, so that nothing that takes minutes begins last, alone on
 * the machine. Elsewhere the size of a file stands for how long it takes.
 */
export class BriefLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(
      files.toSorted(
        (a, b) => groupOf(a) - groupOf(b) || Number(isBrief(a)) - Number(isBrief(b)) || sizeOf(b) - sizeOf(a),
      ),
    );
  }
}

const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
const isBrief = ({ moduleId }: TestSpecification) => brief.has(basename(moduleId, '.test.ts'));
const sizeOf = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
