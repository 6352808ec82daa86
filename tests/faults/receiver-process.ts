import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ReceiverOptions } from '@liaison/dimse';
import { knownPeer } from '@liaison/dimse/testing';

export type ReceiverFolder = {
  readonly storeRoot: string;
  /** What the receivers told so far. */
  events(): Record<string, unknown>[];
  start(): Promise<ReceiverProcess>;
  remove(): void;
};
export type ReceiverProcess = {
  readonly port: number;
  /** 0 without TLS. */
  readonly tlsPort: number;
  readonly pid: number;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
};

export type ReceiverGiven = Pick<ReceiverOptions, 'limits' | 'tls'> & {
  /** One known peer unless given: entries of a snapshot of version 2. */
  readonly peers?: readonly object[];
  /** Options of Node. */
  readonly execArgv?: readonly string[];
};

/** A store, and receivers that are started on it one after the other. */
export function openReceiverFolder({ peers, execArgv = [], ...given }: ReceiverGiven = {}): ReceiverFolder {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const storeRoot = join(folder, 'store');
  const peersFile = join(folder, 'peers.json');
  mkdirSync(storeRoot);
  const eventsFile = join(folder, 'events.ndjson');
  writeFileSync(
    peersFile,
    JSON.stringify(peers ? { version: 2, peers } : { version: 1, peers: [knownPeer] }),
  );
  const options = JSON.stringify({ storeRoot, peersFile, eventsFile, ...given });
  const script = join(import.meta.dirname, 'receiver-child.ts');
  return {
    storeRoot,
    events: () => (existsSync(eventsFile) ? readLines(readFileSync(eventsFile, 'utf8')) : []),
    start: () => startProcess([...execArgv, script, options]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function startProcess(args: readonly string[]): Promise<ReceiverProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(child.stdout, 'data');
  const [port = 0, tlsPort = 0] = String(line).trim().split(' ').map(Number);
  return { port, tlsPort, pid: child.pid ?? 0, kill: () => kill(child) };
}

function readLines(text: string): Record<string, unknown>[] {
  return text
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

/** Memory that a process holds now and has held at most, in MB; undefined where the system does not tell. */
export function readMemory(pid: number): { now: number; peak: number } | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
