import { createServer, type Server, type Socket } from 'node:net';

import { defaultInstanceLimits } from '@liaison/intake';
import { newId } from '@liaison/kernel';

import { adoptSocket, readByEvents } from './adopt-socket.ts';
import type { EventLog } from './events.ts';
import { logFailure } from './log-failure.ts';
import { chooseSilent } from './make-room.ts';
import type { PeerLoads } from './peer-loads.ts';
import { plainAddress, type Caller, type PeerBook } from './peers.ts';
import type { Relay } from './relay.ts';
import type { ReceiverOptions } from './receiver.ts';
import { Reception, type ReceptionLimits } from './reception.ts';
import type { TlsListener } from './tls-listener.ts';

export const defaultLimits: ReceptionLimits = {
  maxAssociations: 64,
  maxAssociationsPerPeer: 16,
  artimMs: 30_000,
  idleMs: 300_000,
  handshakeMs: 10_000,
  ...defaultInstanceLimits,
};
/** Connections at once from addresses that no peer has: enough to tell each why it is refused, too few to keep peers out. */
const maxStrangers = 8;
/** Connections that came to nothing and are told, in a minute: whoever reaches the port may make as many as he likes. */
const maxVainEvents = 20;

export type DoorParts = {
  readonly events: EventLog;
  readonly peers: PeerBook;
  readonly loads: PeerLoads;
  readonly relay: Relay | null;
  unclosed(path: string, error: unknown): void;
};

/** The connections of one receiver: in the clear, and through TLS where it is configured. */
export type Door = {
  /** The servers that listen: the clear one, then that of TLS. Rejects when a port cannot be listened on. */
  listen(): Promise<Server[]>;
  abortAll(reason: string): void;
  isEmpty(): boolean;
  close(): void;
};

export async function openDoor(options: ReceiverOptions, parts: DoorParts): Promise<Door> {
  const limits = { ...defaultLimits, ...options.limits };
  const live = new Set<Reception>();
  const tellVain = tellVainConnections(parts.events);
  const hasRoom = (caller: Caller): boolean => {
    if (live.size >= limits.maxAssociations * 2) {
      const silent = chooseSilent([...live].filter((reception) => reception.isWaiting));
      if (!silent) return false;
      tellVain(silent.address, false, 'too many connections at once');
      live.delete(silent);
      silent.drop();
    }
    if (parts.peers.knows(caller)) return true;
    // Connections that say nothing count too, but are not worth an answer.
    return [...live].filter((reception) => reception.isStranger).length < maxStrangers;
  };
  const receive = (accepted: Socket, caller: Caller, read: typeof readByEvents): void => {
    if (!hasRoom(caller)) {
      accepted.destroy();
      return;
    }
    begin(accepted, read, makeReception(caller, options, limits, parts), live);
  };
  const callerOf = (socket: Socket): Caller => ({
    address: plainAddress(socket.remoteAddress ?? ''),
    isTls: false,
    certificate: null,
  });
  // Node's TLS weighs 7 MB: a receiver without it does not load it.
  const tls: TlsListener | null = options.tls
    ? (await import('./tls-listener.ts')).openTlsListener(options.tls, limits.handshakeMs, {
        secured: (socket, certificate) =>
          receive(socket, { ...callerOf(socket), isTls: true, certificate }, readByEvents),
        failed: (address, code) => tellVain(plainAddress(address), true, `TLS handshake failed: ${code}`),
      })
    : null;
  return {
    async listen() {
      const clear = createServer({ pauseOnConnect: true, noDelay: true }, (socket) =>
        receive(socket, callerOf(socket), adoptSocket),
      );
      const servers = [await listenOn(clear, options, options.port)];
      if (!options.tls || !tls) return servers;
      const secure = createServer({ noDelay: true }, (socket) => tls.take(socket));
      return [...servers, await listenOn(secure, options, options.tls.port)];
    },
    abortAll(reason) {
      for (const reception of live) reception.abort(reason);
    },
    isEmpty: () => live.size === 0,
    close: () => tls?.close(),
  };
}

async function listenOn(server: Server, options: ReceiverOptions, port: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port, reusePort: options.reusePort ?? false }, resolve);
  });
  return server;
}

function makeReception(
  caller: Caller,
  options: ReceiverOptions,
  limits: ReceptionLimits,
  parts: DoorParts,
): Reception {
  return new Reception({
    aeTitle: options.aeTitle,
    storeRoot: options.storeRoot,
    node: options.node,
    slot: options.slot,
    caller,
    isStranger: !parts.peers.knows(caller),
    limits,
    peers: parts.peers,
    events: parts.events,
    loads: parts.loads,
    relay: parts.relay,
    onDiskFailure: (error) => logFailure(options.log, 'storage failure', error),
    onUnclosed: parts.unclosed,
  });
}

function begin(
  accepted: Socket,
  read: typeof readByEvents,
  reception: Reception,
  live: Set<Reception>,
): void {
  live.add(reception);
  const socket = read(accepted, (chunk) => reception.receive(chunk));
  reception.attach(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => {
    live.delete(reception);
    reception.closed();
  });
}

/** Journals connections that came to nothing, so many in a minute. */
function tellVainConnections(events: EventLog): (address: string, tls: boolean, reason: string) => void {
  let told = 0;
  let sinceMs = 0;
  return (address, tls, reason) => {
    const now = performance.now();
    if (now - sinceMs > 60_000) {
      told = 0;
      sinceMs = now;
    }
    told += 1;
    if (told > maxVainEvents) return;
    events.append({ kind: 'protocol-error', association: newId(), address, tls, reason });
  };
}
