import type { Server } from 'node:net';
import { basename } from 'node:path';

import type { Recovery } from '@liaison/blobs';
import { openRepairs, recoverIntake } from '@liaison/intake';
import type { Log } from '@liaison/log';

import { openDoor } from './door.ts';
import { openEventLog } from './events.ts';
import { logFailure } from './log-failure.ts';
import { aloneOccupancy, openOccupancy } from './occupancy.ts';
import { PeerLoads } from './peer-loads.ts';
import { openPeerBook } from './peers.ts';
import { openRelay } from './relay.ts';
import type { ReceptionLimits } from './reception.ts';
import type { TlsFiles } from './tls-listener.ts';

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
  /** In production nobody is known who is bound neither to addresses nor to certificates. */
  readonly isProduction?: boolean;
  /** A second port, for TLS. */
  readonly tls?: TlsFiles & { readonly port: number };
  /** Local socket of the service that answers queries (relay.ts); without it their contexts are refused. */
  readonly relaySocket?: string;
  /** Folder where the receivers that share the port tell each other their associations (occupancy.ts). */
  readonly occupancyFolder?: string;
  readonly limits?: ReceiverLimits;
};

export type Receiver = {
  readonly port: number;
  /** Null without TLS. */
  readonly tlsPort: number | null;
  /** Takes no new association, lets those under way end up to a deadline, then aborts them. */
  drain(): Promise<void>;
  /** Aborts what is under way and closes. */
  close(): Promise<void>;
};

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
  const peers = openPeerBook(options.peersFile, options.isProduction ?? false, (error) =>
    logFailure(log, 'peers not readable', error),
  );
  const occupancy = options.occupancyFolder
    ? openOccupancy(options.occupancyFolder, options.node, options.slot)
    : aloneOccupancy;
  const relay = options.relaySocket
    ? openRelay({
        path: options.relaySocket,
        storeRoot: options.storeRoot,
        onFailure: (error) => logFailure(log, 'request not relayed', error),
      })
    : null;
  const door = await openDoor(options, { events, peers, unclosed, loads: new PeerLoads(occupancy), relay });
  const servers = await door.listen();
  const [port = 0, tlsPort = null] = servers.map(portOf);
  log.info('receiving', { port, ae_title: options.aeTitle, slot: options.slot });
  const stopListening = (): void => {
    for (const server of servers) if (server.listening) server.close();
  };
  const close = async (): Promise<void> => {
    stopListening();
    door.abortAll('the receiver stops');
    await until(() => door.isEmpty(), 2000);
    door.close();
    occupancy.close();
    peers.close();
    repairs.close();
    events.close();
  };
  const drain = async (): Promise<void> => {
    stopListening();
    await until(() => door.isEmpty(), options.limits?.drainMs ?? 30_000);
    await close();
  };
  return { port, tlsPort, drain, close };
}

/** Loads what a receiver loads when it needs it only. */
export async function loadReceiver(): Promise<void> {
  await import('./tls-listener.ts');
}

function recover(options: ReceiverOptions, unclosed: (path: string, error: unknown) => void): void {
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

async function until(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isDone() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a listening address expected');
  return address.port;
}
