/**
 * `npm run soak`: the long versions of what `npm test` samples. Hours, not minutes; `npm run soak -- kills` runs the steps
 * whose name holds that word, in any case. Every step runs, whatever became of those before; a summary ends it.
 * LIAISON_SOAK_KILLS changes how many times processes of the whole platform are killed (500), LIAISON_SOAK_PDUS how many
 * conversations a receiver has to bear (200 000).
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { local, runStep } from './steps.mjs';
import { buildWeb, root } from './web-build.mjs';

const kills = process.env.LIAISON_SOAK_KILLS ?? '500';
const pdus = process.env.LIAISON_SOAK_PDUS ?? '200000';
const longProperties = pathToFileURL(join(root, 'tools', 'soak-properties.mjs')).href;

/** @type {{ name: string, project: 'unit' | 'system', files: string[], env: Record<string, string> }[]} */
const soaks = [
  {
    name: `${kills} kills of the platform's roles`,
    project: 'system',
    files: ['tests/faults/kill-roles.test.ts'],
    env: { LIAISON_SOAK_KILLS: kills },
  },
  {
    name: `${kills} kills of the role that takes imports and STOW-RS`,
    project: 'system',
    files: ['tests/faults/kill-web.test.ts'],
    env: { LIAISON_SOAK_KILLS: kills },
  },
  {
    name: `${kills} kills of the role that exchanges MIO messages`,
    project: 'system',
    files: ['tests/faults/kill-exchanges.test.ts'],
    env: { LIAISON_SOAK_KILLS: kills },
  },
  {
    name: '500 kills of the receiver alone',
    project: 'system',
    files: ['tests/faults/kill-receiver.test.ts'],
    env: { SOAK: '500' },
  },
  {
    name: '20 000 power cuts',
    project: 'unit',
    files: ['platform/blobs/src/power-cut.test.ts'],
    env: { SOAK: '20000' },
  },
  {
    name: '3 000 corrupted sessions',
    project: 'unit',
    files: ['connectors/dimse/src/hostile.test.ts'],
    env: { SOAK: '3000' },
  },
  {
    name: '200 000 PDU conversations that are wrong on purpose, on each side of an association',
    project: 'unit',
    files: ['protocols/dicom/src/fuzz/fuzz.test.ts'],
    env: { SOAK: '200000' },
  },
  {
    name: `${pdus} PDU conversations that are wrong on purpose, with a receiver in a process of its own`,
    project: 'system',
    files: ['tests/faults/hostile-pdus.test.ts'],
    env: { LIAISON_SOAK_PDUS: pdus },
  },
  {
    name: 'import of 20 000 files by the page, with a DICOMDIR and without',
    project: 'system',
    files: ['tests/journeys/import-many.test.ts'],
    env: { SOAK: '20000' },
  },
  {
    name: '20 000 lives of a télédossier',
    project: 'unit',
    files: ['domains/teledossier/src/state-machine.test.ts'],
    env: { SOAK: '20000' },
  },
  {
    name: 'every byte of a certified message, and 10 000 of a long one, changed one at a time',
    project: 'unit',
    files: ['protocols/mio-certificate/src/mutation.test.ts'],
    env: { SOAK: '10000' },
  },
  {
    name: 'properties, 50 times longer',
    project: 'unit',
    files: ['domains/', 'protocols/'],
    env: { NODE_OPTIONS: `--import=${longProperties}` },
  },
];

const wanted = (process.argv[2] ?? '').toLowerCase();
const chosen = soaks.filter(({ name }) => name.toLowerCase().includes(wanted));
if (chosen.length === 0) {
  console.error(`No step of that name. Steps:\n${soaks.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exit(2);
}
if (chosen.some(({ project }) => project === 'system')) await buildWeb();

const summary = [];
for (const { name, project, files, env } of chosen) {
  const start = performance.now();
  const code = await runStep({
    command: process.execPath,
    args: [local('vitest/vitest.mjs'), 'run', '--project', project, '--testTimeout=3600000', ...files],
    env,
  });
  const minutes = ((performance.now() - start) / 60_000).toFixed(1);
  summary.push({ isPassed: code === 0, line: `${code === 0 ? '✓' : '✗'} ${name} (${minutes} min)` });
}
console.log(`\n${summary.map(({ line }) => line).join('\n')}`);
process.exit(summary.every(({ isPassed }) => isPassed) ? 0 : 1);
