import { spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';

import { versionOf } from './programs.ts';
import { makeScratch } from './scratch.ts';
import { summarise } from './statistics.ts';

/** What the figures depend on, as lines of Markdown. Taken before anything is measured. */
export function describeConditions(templates: string, touchedGiB: number | null): string[] {
  const [cpu] = cpus();
  return [
    `Date: ${new Date().toISOString()}, revision ${said('git', ['rev-parse', '--short', 'HEAD'])}`,
    `Command: \`npm run bench${process.argv
      .slice(2)
      .map((argument) => ` ${argument}`)
      .join('')}\``,
    `Machine: ${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}; load average before: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
    `Disk: ${said('findmnt', ['-no', 'FSTYPE,SOURCE,OPTIONS', '-T', tmpdir()])} (${tmpdir()}); 512 KiB written and fdatasync'ed: ${syncCost()}`,
    touchedGiB === null
      ? 'Memory: left as it was'
      : `Memory: ${touchedGiB.toFixed(0)} GiB of free memory were written once before, for a virtual machine’s first write of a page is 5 times slower`,
    `Node ${process.version}; ${versionOf('storescp')}; Orthanc ${versionOf('Orthanc')}; ${versionOf('chromium')}`,
    `Images: ${templates}, CT 512 × 512, 16 bits, explicit VR little endian, about 0.53 MB each; new UIDs for every run`,
    'Senders: storescu with TCP_NODELAY=1 (its start, its reading of files and the association are in the time); raw replay, which is ours (one thread, data in memory, one write per image, each response awaited; from the first write to the last response). They share the cores with what they measure.',
    'TCP_NODELAY=1 is in the environment of storescp and Orthanc too: without it each of their responses waits 40 ms on loopback (22 images/s), which says nothing of them.',
    'Durability: Liaison answers once the image is on the disk (fdatasync for each image); storescp and the rows “no sync” sync nothing; Orthanc has its default SyncStorageArea.',
    'Order: in each round everything runs once, each round beginning with another one; ratios are medians of the rounds’ own ratios (least – most); one round of warming up is not counted; a run counts only when the receiver holds every image of it; the disk is synced before each run.',
  ];
}

/** How long the disk takes to make an image durable: the floor of any receiver that promises it. */
function syncCost(): string {
  const folder = makeScratch('sync');
  const bytes = Buffer.alloc(512 * 1024, 7);
  const file = openSync(join(folder.path, 'file'), 'w');
  const times = Array.from({ length: 40 }, (_, index) => {
    const start = performance.now();
    writeSync(file, bytes, 0, bytes.length, index * bytes.length);
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  folder.remove();
  const summary = summarise(times);
  return `${summary?.median.toFixed(2)} ms (${summary?.least.toFixed(2)} – ${summary?.most.toFixed(2)})`;
}

function said(command: string, args: readonly string[]): string {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return stdout?.trim().split('\n')[0] ?? 'unknown';
}
