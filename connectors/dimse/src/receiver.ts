import { createServer, type Server, type Socket } from 'node:net';
import { basename } from 'node:path';

import type { Recovery } from '@liaison/blobs';
import { defaultInstanceLimits, openRepairs, recoverIntake } from '@liaison/intake';
import type { Log } from '@liaison/log';

import { adoptSocket } from './adopt-socket.ts';
import { openEventLog, type EventLog } from './events.ts';
import { openPeerBook, plainAddress, type PeerBook } from './peers.ts';
import { Reception, type ReceptionLimits } from './reception.ts';

export type ReceiverLimits = Partial<ReceptionLimits> & {
  /** How long `drain` waits for associations to end by themselves; 30 s by default. */
  readonly drainMs?: number;
};

export type ReceiverOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Several receivers, one for each slot, share the port (Linux only). */
  readonly reusePort?: boolean;
  /** Our AE title: associations called otherwise are refused. */
  readonly aeTitle: string;
  /** Folder of the containers. */
  readonly storeRoot: string;
  /** Snapshot of the known peers (peers.ts). */
  readonly peersFile: string;
  /** Where reception events are appended (events.ts). */
  readonly eventsFile: string;
  /** Name of this machine, and number of this receiver on it: no two receivers that live have both the same. */
  readonly node: string;
  readonly slot: number;
  readonly log: Log;
  readonly limits?: ReceiverLimits;
};

export type Receiver = {
  readonly port: number;
  /** Takes no new association, lets those under way end up to a deadline, then aborts them. */
  drain(): Promise<void>;
  /** Aborts what is under way and closes. */
  close(): Promise<void>;
};

const defaultLimits: ReceptionLimits = {
  maxAssociations: 64,
  maxAssociationsPerPeer: 16,
  artimMs: 30_000,
  idleMs: 300_000,
  ...defaultInstanceLimits,
};
/** Connections at once from addresses that no peer has: enough to tell each why it is refused, too few to keep peers out. */
const maxStrangers = 8;

/**
 * Receives images over DICOM: C-ECHO and C-STORE (PS3.4 annexes A and B) into containers. First makes the containers of
 * its earlier life whole. Rejects when the port cannot be listened on.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { log } = options;
  const repairs = openRepairs({
    storeRoot: options.storeRoot,
    onRepaired: (recovery) => tellKeptAside(log, recovery),
    onFailure: (error) => logFailure(log, 'container not repaired', error),
  });
  const unclosed = (path: string, error: unknown): void => {
    logFailure(log, 'container not closed', error);
    repairs.add(path);
  };
  recover(options, unclosed);
  const origin = { node: options.node, slot: options.slot };
  const events = openEventLog(options.eventsFile, origin, (error) =>
    logFailure(log, 'event not written', error),
  );
  const peers = openPeerBook(options.peersFile, (error) => logFailure(log, 'peers not readable', error));
  const live = new Set<Reception>();
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) =>
    accept(socket, options, { events, peers, unclosed, live }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, reusePort: options.reusePort ?? false }, resolve);
  });
  const port = portOf(server);
  log.info('receiving', { port, ae_title: options.aeTitle, slot: options.slot });
  const close = async (): Promise<void> => {
    if (server.listening) server.close();
    for (const reception of live) reception.abort('the receiver stops');
    await until(() => live.size === 0, 2000);
    peers.close();
    repairs.close();
  };
  const drain = async (): Promise<void> => {
    if (server.listening) server.close();
    await until(() => live.size === 0, options.limits?.drainMs ?? 30_000);
    await close();
  };
  return { port, drain, close };
}

type Unclosed = (path: string, error: unknown) => void;
type Parts = { events: EventLog; peers: PeerBook; unclosed: Unclosed; live: Set<Reception> };

function accept(accepted: Socket, options: ReceiverOptions, parts: Parts): void {
  const limits = { ...defaultLimits, ...options.limits };
  // Connections that say nothing count too, but are not worth an answer.
  const isStranger = !parts.peers.knows(plainAddress(accepted.remoteAddress ?? ''));
  const strangers = [...parts.live].filter((reception) => reception.isStranger).length;
  if (parts.live.size >= limits.maxAssociations * 2 || (isStranger && strangers >= maxStrangers)) {
    accepted.destroy();
    return;
  }
  const reception = new Reception({
    aeTitle: options.aeTitle,
    storeRoot: options.storeRoot,
    node: options.node,
    slot: options.slot,
    address: accepted.remoteAddress ?? '',
    isStranger,
    limits,
    peers: parts.peers,
    events: parts.events,
    others: parts.live,
    onDiskFailure: (error) => logFailure(options.log, 'storage failure', error),
    onUnclosed: parts.unclosed,
  });
  parts.live.add(reception);
  const socket = adoptSocket(accepted, (chunk) => reception.receive(chunk));
  reception.attach(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => {
    parts.live.delete(reception);
    reception.closed();
  });
}

function recover(options: ReceiverOptions, unclosed: Unclosed): void {
  const { storeRoot, node, slot } = options;
  for (const recovery of recoverIntake(storeRoot, node, slot, unclosed)) {
    if (recovery.outcome === 'whole') continue;
    options.log.warn(`container ${recovery.outcome}`, {
      count: recovery.instanceCount,
      bytes: recovery.cutBytes,
    });
    tellKeptAside(options.log, recovery);
  }
}

/** Acknowledged images behind damage: someone has to look at the copy. */
function tellKeptAside(log: Log, recovery: Recovery): void {
  if (!recovery.keptAside) return;
  log.error('acknowledged images lie behind damage and were set aside', {
    container: basename(recovery.path),
    bytes: recovery.cutBytes,
  });
}

function logFailure(log: Log, message: string, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const name = error instanceof Error ? error.name : 'unknown';
  log.error(message, {
    error_name: name,
    code,
    reason: name.startsWith('Store') && error instanceof Error ? error.message : null,
  });
}

async function until(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isDone() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a listening address expected');
  return address.port;
}
