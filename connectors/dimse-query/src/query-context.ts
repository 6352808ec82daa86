import { withActor, withSystem, type AppDatabase, type SystemDatabase, type Tx } from '@liaison/db';
import type { RelayedRequestHead } from '@liaison/dimse';
import { asId, DomainError, type MachineActor } from '@liaison/kernel';
import type { Enqueue } from '@liaison/jobs';
import type { Log } from '@liaison/log';
import { findPeer, type ApprovedPeer, type PacsLink, type Peer } from '@liaison/pacs';
import type { ConnectionOptions } from 'node:tls';

/** What the services need. */
export type QueryServiceOptions = {
  /** Bound by row-level security: everything is read as the machine of the peer's structure. */
  readonly database: AppDatabase;
  /** For peers, and for what a commitment is held against. */
  readonly systemDatabase: SystemDatabase;
  readonly storeRoot: string;
  /** `<data>/reception/exchange/query.sock`, where the receivers look for it. */
  readonly socketPath: string;
  /** Sends what C-MOVE asks for. */
  readonly move: Pick<PacsLink, 'store'>;
  readonly enqueue: Enqueue;
  readonly log: Log;
  /** How we call peers to report a commitment: under our AE title, through TLS where they want it. */
  readonly caller: { readonly aeTitle: string; readonly tls?: ConnectionOptions };
  /** A PACS reports what it keeps of what we sent it (N-EVENT-REPORT); false where we asked it nothing. */
  commitmentReport(report: {
    callingAeTitle: string;
    transactionUid: string;
    committed: readonly string[];
  }): Promise<boolean>;
};

/** A peer acts for the images of its structure. */
export function actorOf(peer: { aeTitle: string; structureId: string }): MachineActor {
  return { kind: 'machine', name: peer.aeTitle, structureId: asId(peer.structureId) };
}

/**
 * The peer as the directory has it now; undefined when it is no longer one. What its association was let in with may be
 * over meanwhile.
 */
export async function readPeer(
  options: QueryServiceOptions,
  head: RelayedRequestHead,
): Promise<ApprovedPeer | undefined> {
  const peer = await withSystem(options.systemDatabase, (tx) => findPeer(tx, head.peer.id));
  return peer?.isActive ? peer : undefined;
}

/** The same, where it may still search and fetch here. */
export async function readQueryingPeer(
  options: QueryServiceOptions,
  head: RelayedRequestHead,
): Promise<Peer | undefined> {
  const peer = await readPeer(options, head);
  return peer?.roles.mayQuery && peer.isQueryApproved ? peer : undefined;
}

export function asPeer<Result>(
  options: QueryServiceOptions,
  peer: { aeTitle: string; structureId: string },
  act: (tx: Tx, actor: MachineActor) => Promise<Result>,
): Promise<Result> {
  const actor = actorOf(peer);
  return withActor(options.database, actor, (tx) => act(tx, actor));
}

export function isRefusal(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'access/refused';
}
