import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { knownPeer } from '@liaison/dimse/testing';

export type ReceiverFolder = {
  readonly storeRoot: string;
  start(): Promise<ReceiverProcess>;
  remove(): void;
};
export type ReceiverProcess = {
  readonly port: number;
  readonly pid: number;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
};

/** A store, and receivers that are started on it one after the other. */
export function openReceiverFolder(): ReceiverFolder {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const storeRoot = join(folder, 'store');
  const peersFile = join(folder, 'peers.json');
  mkdirSync(storeRoot);
  writeFileSync(peersFile, JSON.stringify({ version: 1, peers: [knownPeer] }));
  const options = JSON.stringify({ storeRoot, peersFile, eventsFile: join(folder, 'events.ndjson') });
  const script = join(import.meta.dirname, 'receiver-child.ts');
  return {
    storeRoot,
    start: () => startProcess(script, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function startProcess(script: string, options: string): Promise<ReceiverProcess> {
  const child = spawn(process.execPath, [script, options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(child.stdout, 'data');
  return { port: Number(String(line).trim()), pid: child.pid ?? 0, kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
