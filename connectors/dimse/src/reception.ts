import type { Socket } from 'node:net';

import { newId } from '@liaison/kernel';
import {
  commandFields,
  describeRejection,
  describeStatus,
  rejections,
  serveAssociation,
  statuses,
  transportOver,
  type AssociateRj,
  type AssociateRq,
  type AssociationEnd,
  type ServedAssociation,
  type ServedRequest,
  type StoreSink,
  type StoreStatus,
} from '@liaison/dicom';

import { openIntake, type Announcement, type Intake, type Outcome } from '@liaison/intake';

import type { EventLog, ReceptionEvent } from './events.ts';
import type { PeerLoads } from './peer-loads.ts';
import type { Caller, Peer, PeerBook } from './peers.ts';
import { awayStatus, relayedServices, type Relay } from './relay.ts';

export type ReceptionLimits = {
  readonly maxAssociations: number;
  readonly maxAssociationsPerPeer: number;
  /** For an association to be asked for, and for a connection to close. */
  readonly artimMs: number;
  /** For a TLS handshake. */
  readonly handshakeMs: number;
  /** Longest silence within an association. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
  readonly maxInstanceBytes: number;
};

export type ReceptionContext = {
  readonly aeTitle: string;
  readonly storeRoot: string;
  readonly node: string;
  readonly slot: number;
  readonly caller: Caller;
  /** No peer may call from there. */
  readonly isStranger: boolean;
  readonly limits: ReceptionLimits;
  readonly peers: PeerBook;
  readonly events: EventLog;
  readonly loads: PeerLoads;
  /** Null: nobody answers what this process does not answer itself. */
  readonly relay: Relay | null;
  onDiskFailure(error: unknown): void;
  /** A container was left without its end. */
  onUnclosed(path: string, error: unknown): void;
};

/** Refusals of one association that are told one by one; the rest is in its count. */
const maxRefusalEvents = 20;

/** One connection: its association, its containers and what is told of them. */
export class Reception {
  readonly #context: ReceptionContext;
  readonly #association: ServedAssociation;
  readonly #id = newId();
  #socket: Socket | null = null;
  #request: AssociateRq | null = null;
  #peer: Peer | null = null;
  #acceptedAtMs: number | null = null;
  #intake: Intake | null = null;
  #storedCount = 0;
  #storedBytes = 0;
  #refusedCount = 0;

  constructor(context: ReceptionContext) {
    this.#context = context;
    this.#association = serveAssociation(
      transportOver(() => this.#socket),
      {
        decide: (request) => this.#decide(request),
        accepted: (request) => this.#accepted(request),
        rejected: (_request, rejection) =>
          this.#tell({ kind: 'association-rejected', reason: describeRejection(rejection) }),
        services: context.relay ? relayedServices : [],
        request: (request) => this.#forward(request),
        beginStore: (command, { transferSyntaxUID }) =>
          this.#beginStore({
            transferSyntaxUID,
            // A C-STORE-RQ that names nothing announces nothing that could be stored.
            SOPClassUID: command.AffectedSOPClassUID ?? '',
            SOPInstanceUID: command.AffectedSOPInstanceUID ?? '',
          }),
        ended: (end) => this.#ended(end),
      },
      { artimMs: context.limits.artimMs, idleMs: context.limits.idleMs },
    );
  }

  /** Gives the connection to write to. */
  attach(socket: Socket): void {
    this.#socket = socket;
    socket.on('drain', () => this.#association.transportDrained());
  }

  /** Reads no further for a while where the peer sends faster than it may: its TCP window fills, and it waits. */
  receive(chunk: Buffer): void {
    this.#association.receive(chunk);
    if (!this.#peer) return;
    const waitMs = this.#context.loads.take(this.#peer, chunk.length);
    if (waitMs <= 0) return;
    this.#socket?.pause();
    setTimeout(() => this.#socket?.resume(), waitMs).unref();
  }

  closed(): void {
    this.#association.closed();
  }

  abort(reason: string): void {
    this.#association.abort(reason);
    this.#socket?.destroySoon();
  }

  /** Ends the connection of a caller that `isWaiting`, to whom nothing is due. */
  drop(): void {
    this.#socket?.destroy();
  }

  get isStranger(): boolean {
    return this.#context.isStranger;
  }

  /** No association is open: none was asked for yet, or it was refused or is over. */
  get isWaiting(): boolean {
    return this.#acceptedAtMs === null;
  }

  get address(): string {
    return this.#context.caller.address;
  }

  #decide(request: AssociateRq): AssociateRj | null {
    this.#request = request;
    const { peers, aeTitle, limits, loads, caller } = this.#context;
    const peer = peers.find(request.callingAeTitle, caller);
    if (!peer) return rejections.callingAeNotRecognized;
    if (request.calledAeTitle !== aeTitle) return rejections.calledAeNotRecognized;
    if (loads.total >= limits.maxAssociations) return rejections.localLimitExceeded;
    if (loads.countOf(peer) >= (peer.maxAssociations ?? limits.maxAssociationsPerPeer))
      return rejections.localLimitExceeded;
    this.#peer = peer;
    return null;
  }

  #accepted(request: AssociateRq): void {
    const { node, slot, storeRoot } = this.#context;
    this.#acceptedAtMs = performance.now();
    if (this.#peer) this.#context.loads.opened(this.#peer);
    const origin = {
      node,
      slot,
      callingAeTitle: request.callingAeTitle,
      calledAeTitle: request.calledAeTitle,
      remoteAddress: this.#context.caller.address,
      structureId: this.#peer?.structureId ?? '',
    };
    this.#intake = openIntake({
      storeRoot,
      origin,
      limits: this.#context.limits,
      onUnclosed: (path, error) => this.#context.onUnclosed(path, error),
      onFailure: (error) => this.#context.onDiskFailure(error),
    });
    this.#tell({ kind: 'association-accepted' });
  }

  #beginStore(announcement: Announcement): StoreSink {
    if (!this.#intake) throw new TypeError('an instance outside an association');
    if (this.#peer?.mayStore === false) return this.#refusing(statuses.notAuthorized, 'may not store here');
    const sink = this.#intake.begin(announcement);
    return {
      write: (chunk) => sink.write(chunk),
      end: () => this.#count(sink.end()),
      abort: () => sink.abort(),
    };
  }

  #forward(request: ServedRequest): void {
    const { relay, caller } = this.#context;
    const peer = this.#peer;
    if (!peer || !mayAsk(peer, request.command.CommandField)) {
      request.respond({ status: statuses.notAuthorized, comment: 'may not ask that here' });
      return;
    }
    if (!relay) {
      request.respond({ status: awayStatus(request.command) });
      return;
    }
    relay.forward(request, {
      peer,
      address: caller.address,
      callingAeTitle: this.#request?.callingAeTitle ?? peer.aeTitle,
      calledAeTitle: this.#request?.calledAeTitle ?? this.#context.aeTitle,
      contexts: this.#association.contexts,
    });
  }

  #refusing(status: number, comment: string): StoreSink {
    return {
      write: () => undefined,
      end: () => this.#count({ status, comment, bytes: 0 }),
      abort: () => undefined,
    };
  }

  #count(outcome: Outcome): StoreStatus {
    if (outcome.status === statuses.success) {
      this.#storedCount += 1;
      this.#storedBytes += outcome.bytes;
    } else this.#refused(outcome);
    return outcome;
  }

  #refused({ status: code, comment = '' }: StoreStatus): void {
    this.#refusedCount += 1;
    if (this.#refusedCount > maxRefusalEvents) return;
    const status = code.toString(16).toUpperCase().padStart(4, '0');
    const reason = `${describeStatus(code)}: ${comment}`;
    this.#tell({ kind: 'store-refused', status, reason });
  }

  #ended(end: AssociationEnd): void {
    const acceptedAtMs = this.#acceptedAtMs;
    const wasAccepted = acceptedAtMs !== null;
    this.#acceptedAtMs = null;
    if (wasAccepted && this.#peer) this.#context.loads.closed(this.#peer);
    this.#intake?.closeAll();
    this.#intake = null;
    // Port scans and probes of load balancers open a connection and leave: no event.
    if (!wasAccepted && end.kind === 'closed') return;
    const counts = {
      storedCount: this.#storedCount,
      refusedCount: this.#refusedCount,
      storedBytes: this.#storedBytes,
      bytesPerSecond: rateOf(this.#storedBytes, acceptedAtMs),
    };
    this.#tell({ kind: eventKinds[end.kind], reason: end.reason, ...(wasAccepted ? counts : {}) });
  }

  #tell(event: Omit<ReceptionEvent, 'association' | 'address' | 'tls'>): void {
    const { callingAeTitle, calledAeTitle } = this.#request ?? {};
    const { caller } = this.#context;
    this.#context.events.append({
      ...event,
      association: this.#id,
      address: caller.address,
      tls: caller.isTls,
      ...(callingAeTitle === undefined ? {} : { callingAeTitle }),
      ...(calledAeTitle === undefined ? {} : { calledAeTitle }),
      ...(this.#peer ? { structureId: this.#peer.structureId } : {}),
      ...(this.#peer?.id ? { peerId: this.#peer.id } : {}),
    });
  }
}

/** Whoever stores may ask whether it is kept; a report of what a PACS keeps for us concerns no image of ours to see. */
function mayAsk(peer: Peer, commandField: number): boolean {
  if (commandField === commandFields.nEventReportRq) return true;
  if (commandField === commandFields.nActionRq) return peer.mayStore || peer.mayQuery;
  return peer.mayQuery;
}

function rateOf(bytes: number, sinceMs: number | null): number {
  if (sinceMs === null) return 0;
  return Math.round((bytes * 1000) / Math.max(1, performance.now() - sinceMs));
}

const eventKinds = {
  released: 'association-released',
  aborted: 'association-aborted',
  closed: 'association-aborted',
  failed: 'protocol-error',
} as const;
