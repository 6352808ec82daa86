/** A process of its own for one thing measured: `node contestant.ts NAME FOLDER`; told to run, it tells how long it took. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeMarket } from './offer.ts';
import type { TaskName } from './start.ts';
import type { Given, Run, Task } from './task.ts';

const bytesPerKiB = 1024;
const warmLines = 500;
const warmRuns = 3;

/** Loaded by need: the memory of one is not that of the others. */
const tasks: Record<TaskName, () => Promise<Task>> = {
  control: async () => (await import('./control-tasks.ts')).control,
  bareSchema: async () => (await import('./control-tasks.ts')).bareSchema,
  schematron: async () => (await import('./control-tasks.ts')).schematron,
  pool1: async () => (await import('./control-tasks.ts')).poolOf(1),
  pool2: async () => (await import('./control-tasks.ts')).poolOf(2),
  sign: async () => (await import('./signature-tasks.ts')).sign,
  verify: async () => (await import('./signature-tasks.ts')).verify,
  certify: async () => (await import('./signature-tasks.ts')).certifyWhole,
  verifyCertified: async () => (await import('./signature-tasks.ts')).verifyWhole,
  signPeer: async () => (await import('./signature-tasks.ts')).signPeer,
  verifyPeer: async () => (await import('./signature-tasks.ts')).verifyPeer,
  writeModel: async () => (await import('./workbook-tasks.ts')).writeModelTask,
  readModel: async () => (await import('./workbook-tasks.ts')).readModelTask,
  readCells: async () => (await import('./workbook-tasks.ts')).readCells,
  writeExcelJs: async () => (await import('./workbook-tasks.ts')).writePeer,
  readExcelJs: async () => (await import('./workbook-tasks.ts')).readPeer,
};

function readGiven(folder: string): Given {
  return { needs: readFileSync(join(folder, 'needs.xml')), offer: readFileSync(join(folder, 'offer.xml')) };
}

/** The high-water mark of resident memory (proc(5), VmHWM, in KiB there); NaN where there is no such file. */
function peakBytes(): number {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(found?.[1] ?? Number.NaN) * bytesPerKiB;
  } catch {
    return Number.NaN;
  }
}

async function timed(run: Run): Promise<void> {
  const restingBytes = process.memoryUsage.rss();
  const start = performance.now();
  try {
    await run();
    const seconds = (performance.now() - start) / 1000;
    process.send?.({ seconds, restingBytes, peakBytes: peakBytes() });
  } catch (error) {
    process.send?.({ failure: error instanceof Error ? error.message : 'failed' });
  }
}

/** Compilers have seen the code, on a small market, before anything is timed; a pool warms up within its time. */
async function warmUp(task: Task): Promise<void> {
  const run = await task(makeMarket(warmLines));
  for (let count = 0; count < warmRuns; count += 1) await run();
}

const [name = '', folder = ''] = process.argv.slice(2);
const task = await tasks[name as TaskName]();
if (!name.startsWith('pool')) await warmUp(task);
const run = await task(readGiven(folder));
process.on('message', () => void timed(run));
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
