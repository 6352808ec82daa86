import { local } from './steps.mjs';

const node = process.execPath;

/** In the order in which one wants to hear of trouble. */
export const checkSteps = [
  { name: 'boundaries', command: node, args: ['tools/boundaries.mjs'] },
  { name: 'format', command: node, args: [local('oxfmt/bin/oxfmt'), '--check', '.'] },
  { name: 'types', command: node, args: [local('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types (web)', command: node, args: [local('typescript/bin/tsc'), '-p', 'apps/web/tsconfig.json'] },
  { name: 'lint', command: node, args: [local('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'dead code', command: node, args: [local('knip/bin/knip.js'), '--no-progress'] },
  { name: 'unit tests', command: node, args: [local('vitest/vitest.mjs'), 'run', '--project', 'unit'] },
];
