import type { Socket } from 'node:net';

import { newId } from '@liaison/kernel';
import {
  describeRejection,
  describeStatus,
  rejections,
  serveAssociation,
  statuses,
  type AssociateRj,
  type AssociateRq,
  type AssociationEnd,
  type ServedAssociation,
  type StoreSink,
  type StoreStatus,
} from '@liaison/dicom';

import { openIntake, type Announcement, type Intake, type Outcome } from '@liaison/intake';

import type { EventLog, ReceptionEvent } from './events.ts';
import { plainAddress, type Peer, type PeerBook } from './peers.ts';

export type ReceptionLimits = {
  readonly maxAssociations: number;
  readonly maxAssociationsPerPeer: number;
  /** For an association to be asked for, and for a connection to close. */
  readonly artimMs: number;
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
  /** Of the peer, as the socket gives it. */
  readonly address: string;
  /** No peer may call from there. */
  readonly isStranger: boolean;
  readonly limits: ReceptionLimits;
  readonly peers: PeerBook;
  readonly events: EventLog;
  /** Every reception under way, this one included. */
  readonly others: ReadonlySet<Reception>;
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
  readonly #address: string;
  #socket: Socket | null = null;
  #request: AssociateRq | null = null;
  #peer: Peer | null = null;
  #isAccepted = false;
  #intake: Intake | null = null;
  #storedCount = 0;
  #storedBytes = 0;
  #refusedCount = 0;

  constructor(context: ReceptionContext) {
    this.#context = context;
    this.#address = plainAddress(context.address);
    this.#association = serveAssociation(
      {
        write: (bytes) => this.#socket?.write(bytes),
        pendingBytes: () => this.#socket?.writableLength ?? 0,
        end: () => this.#socket?.end(),
        destroy: () => this.#socket?.destroy(),
      },
      {
        decide: (request) => this.#decide(request),
        accepted: (request) => this.#accepted(request),
        rejected: (_request, rejection) =>
          this.#tell({ kind: 'association-rejected', reason: describeRejection(rejection) }),
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
  }

  receive(chunk: Buffer): void {
    this.#association.receive(chunk);
  }

  closed(): void {
    this.#association.closed();
  }

  abort(reason: string): void {
    this.#association.abort(reason);
    this.#socket?.destroySoon();
  }

  get isStranger(): boolean {
    return this.#context.isStranger;
  }

  /** The AE title of an association under way. */
  get openPeer(): string | null {
    return this.#isAccepted ? (this.#peer?.aeTitle ?? null) : null;
  }

  #decide(request: AssociateRq): AssociateRj | null {
    this.#request = request;
    const { peers, aeTitle, limits, others } = this.#context;
    const peer = peers.find(request.callingAeTitle, this.#address);
    if (!peer) return rejections.callingAeNotRecognized;
    if (request.calledAeTitle !== aeTitle) return rejections.calledAeNotRecognized;
    const open = [...others].flatMap((other) => other.openPeer ?? []);
    if (open.length >= limits.maxAssociations) return rejections.localLimitExceeded;
    const ofPeer = open.filter((title) => title === peer.aeTitle).length;
    if (ofPeer >= limits.maxAssociationsPerPeer) return rejections.localLimitExceeded;
    this.#peer = peer;
    return null;
  }

  #accepted(request: AssociateRq): void {
    const { node, slot, storeRoot } = this.#context;
    this.#isAccepted = true;
    const origin = {
      node,
      slot,
      callingAeTitle: request.callingAeTitle,
      calledAeTitle: request.calledAeTitle,
      remoteAddress: this.#address,
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
    const sink = this.#intake.begin(announcement);
    return {
      write: (chunk) => sink.write(chunk),
      end: () => this.#count(sink.end()),
      abort: () => sink.abort(),
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
    const wasAccepted = this.#isAccepted;
    this.#isAccepted = false;
    this.#intake?.closeAll();
    this.#intake = null;
    // Port scans and probes of load balancers open a connection and leave: no event.
    if (!wasAccepted && end.kind === 'closed') return;
    const counts = {
      storedCount: this.#storedCount,
      refusedCount: this.#refusedCount,
      storedBytes: this.#storedBytes,
    };
    this.#tell({ kind: eventKinds[end.kind], reason: end.reason, ...(wasAccepted ? counts : {}) });
  }

  #tell(event: Omit<ReceptionEvent, 'association' | 'address'>): void {
    const { callingAeTitle, calledAeTitle } = this.#request ?? {};
    this.#context.events.append({
      ...event,
      association: this.#id,
      address: this.#address,
      ...(callingAeTitle === undefined ? {} : { callingAeTitle }),
      ...(calledAeTitle === undefined ? {} : { calledAeTitle }),
      ...(this.#peer ? { structureId: this.#peer.structureId } : {}),
    });
  }
}

const eventKinds = {
  released: 'association-released',
  aborted: 'association-aborted',
  closed: 'association-aborted',
  failed: 'protocol-error',
} as const;
