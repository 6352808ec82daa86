import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs and files that are measured or used, and the Debian package of each. */
const packages = {
  storescu: 'dcmtk',
  storescp: 'dcmtk',
  dcmqrscp: 'dcmtk',
  Orthanc: 'orthanc',
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so': 'orthanc-dicomweb',
  chromium: 'chromium',
} as const;
export type Program = keyof typeof packages;

export function findProgram(program: Program): string | null {
  if (program.startsWith('/')) return existsSync(program) ? program : null;
  if (program === 'chromium' && process.env['CHROMIUM']) return process.env['CHROMIUM'];
  // Debian has Orthanc in /usr/sbin, which is not in everyone's path.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

/** What to run to have these programs; null when they are all there. */
export function missingPrograms(...programs: Program[]): string | null {
  const wanted = new Set(
    programs.filter((program) => !findProgram(program)).map((program) => packages[program]),
  );
  if (wanted.size === 0) return null;
  return `apt-get update && apt-get install -y --no-install-recommends ${[...wanted].join(' ')}`;
}

/** First line of what the program says of its version. */
export function versionOf(program: Program): string {
  const path = findProgram(program);
  if (!path) return 'absent';
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return (
    stdout
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.replace(/^\$|\$$/g, '')
      .trim() ?? 'unknown'
  );
}

/**
 * Starts a program that says nothing to us; `end` asks it to, and insists after 10 s. TCP_NODELAY is for dcmtk, in storescp
 * as in Orthanc: without it the second half of each response waits 40 ms for the sender's delayed acknowledgement.
 */
export function startProgram(
  program: Program,
  args: readonly string[],
): { child: ChildProcess; end(): Promise<void> } {
  const path = findProgram(program);
  if (!path) throw new Error(`${program} is missing`);
  const child = spawn(path, args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  child.on('error', () => {});
  return { child, end: () => endChild(child) };
}

export function endChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const last = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(last);
      resolve();
    });
    child.kill('SIGTERM');
    return undefined;
  });
}

/** Runs a program of dcmtk to its end; rejects with what it says where that is not well. */
export function runDcmtk(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TCP_NODELAY: '1' };
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} ended with ${code}: ${complaints.slice(0, 300)}`)),
    );
  });
}
