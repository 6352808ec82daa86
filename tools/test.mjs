/** `npm test`: everything. Installs the outside judges where it may, checks the code, builds the pages, runs every test. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSteps } from './check-steps.mjs';
import { installJudges } from './judges.mjs';
import { local, runStep, runSteps } from './steps.mjs';
import { buildWeb, root } from './web-build.mjs';

const node = process.execPath;
const report = join(root, 'test-results', 'tests.json');
/** Tests start our programs hundreds of times: each is compiled, its types stripped, but once. */
const compileCache = mkdtempSync(join(tmpdir(), 'liaison-compiled-'));

if (!installJudges()) process.exit(1);
const checked = await runSteps(checkSteps.filter((step) => step.name !== 'unit tests'));
if (checked !== 0) process.exit(checked);
await buildWeb();
rmSync(report, { force: true });
const code = await runStep({
  command: node,
  args: [
    local('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  env: { NODE_COMPILE_CACHE: compileCache },
});
rmSync(compileCache, { recursive: true, force: true });
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exit(code);
