import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BriefLast } from './tests/brief-last.ts';

const ignored = ['**/node_modules/**', '**/dist/**'];

/** Vitest leaves a core to itself, which on two is half of the machine. */
const cores = Math.max(2, availableParallelism());

export default defineConfig({
  test: {
    // Times after which a test is believed to hang: they say nothing of how fast it is.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: BriefLast },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...ignored, '**/*.pg.test.ts', 'tests/**'],
          maxWorkers: cores,
        },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: ['**/*.pg.test.ts'],
          exclude: [...ignored, 'tests/**'],
          globalSetup: ['./platform/jobs/src/testing-cluster.ts'],
          maxWorkers: cores,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: ignored,
          globalSetup: ['./tests/platform/prepared-cluster.ts'],
          // Each starts a platform of six processes and often a browser, with ports and folders of its own: a third on two
          // processors makes each of them so slow that steps of minutes are taken for hanging.
          maxWorkers: Math.max(2, Math.floor(cores / 2)),
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
