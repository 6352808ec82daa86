import { createServer, type Server, type Socket } from 'node:net';
import { withSystem, type SystemDatabase } from '@liaison/db';
import {
  AssociationError,
  openAssociation,
  serveAssociation,
  transportOver,
  type Association,
  type CommandSet,
  type StoreSink,
} from '@liaison/dicom';
import {
  installPeer,
  isCalled,
  PacsError,
  type CalledPeer,
  type PeerRoles,
  type SendableInstance,
} from '@liaison/pacs';
import type { Delivering } from './deliveries/run-delivery.ts';

export type ReceivedImage = { SOPInstanceUID: string; transferSyntaxUID: string; bytes: Buffer };

/** A PACS that keeps what it is sent in memory, and answers as the test says. */
export class TestDestination {
  /** In the order of arrival, repetitions too. */
  readonly received: ReceivedImage[] = [];
  /** The status of each C-STORE; success by default. */
  answer: (uid: string, count: number) => number = () => 0;
  associations = 0;
  port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** On the port it had before, if it had one. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  uids(): string[] {
    return this.received.map(({ SOPInstanceUID }) => SOPInstanceUID);
  }

  #serve(socket: Socket): void {
    this.associations += 1;
    this.#sockets.add(socket);
    const transport = transportOver(() => socket);
    const nothing = (): void => undefined;
    const association = serveAssociation(transport, {
      decide: () => null,
      accepted: nothing,
      rejected: nothing,
      ended: nothing,
      beginStore: (command, context) => this.#begin(command, context.transferSyntaxUID),
    });
    socket.on('data', (chunk: Buffer) => association.receive(chunk));
    socket.on('error', nothing);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      association.closed();
    });
  }

  #begin(command: CommandSet, transferSyntaxUID: string): StoreSink {
    const SOPInstanceUID = command.AffectedSOPInstanceUID ?? '';
    const chunks: Buffer[] = [];
    return {
      write: (chunk) => void chunks.push(Buffer.from(chunk)),
      end: () => {
        const status = this.answer(SOPInstanceUID, this.received.length);
        const isKept = status === 0 || status >> 12 === 0xb;
        if (isKept) this.received.push({ SOPInstanceUID, transferSyntaxUID, bytes: Buffer.concat(chunks) });
        return { status };
      },
      abort: () => undefined,
    };
  }
}

let made = 0;

/** A PACS of a structure that listens there. @returns the id of the peer */
export function makePeer(
  database: SystemDatabase,
  given: { structureId: string; port: number; aeTitle?: string; roles?: Partial<PeerRoles> },
): Promise<string> {
  made += 1;
  const { structureId, port, aeTitle = `PACS${made}`, roles = { store: true } } = given;
  return withSystem(database, (tx) =>
    installPeer(
      tx,
      { structureId, aeTitle, host: '127.0.0.1', port, addresses: ['127.0.0.1'], roles },
      { by: 'Région', at: new Date() },
    ),
  );
}

/** A storage SCU over real associations, one a call, for the tests of this domain; connectors/dimse-client is the product's. */
export const scuLink: Delivering['link'] = {
  async store(peer, instances, onStored, signal) {
    if (!isCalled(peer)) throw new PacsError('pacs/not-callable');
    let association: Association | null = null;
    const cut = () => association?.abort();
    signal?.addEventListener('abort', cut);
    try {
      for await (const instance of instances) {
        association ??= await associate(peer, instance);
        const { SOPClassUID, SOPInstanceUID } = instance;
        const answer = await association.cStore({ ...instance, dataSet: instance.pieces() });
        onStored({ SOPClassUID, SOPInstanceUID, status: answer.status, comment: answer.errorComment ?? '' });
      }
      await association?.release();
    } catch (error) {
      cut();
      if (error instanceof AssociationError)
        throw new PacsError('pacs/unreachable', { detail: error.kind, cause: error });
      throw error;
    } finally {
      signal?.removeEventListener('abort', cut);
    }
  },
};

/** All that the tests send is of one class and one transfer syntax. */
function associate(
  peer: CalledPeer,
  { SOPClassUID, transferSyntaxUID }: SendableInstance,
): Promise<Association> {
  return openAssociation({
    host: peer.host,
    port: peer.port,
    callingAeTitle: 'LIAISON',
    calledAeTitle: peer.aeTitle,
    contexts: [{ abstractSyntax: SOPClassUID, transferSyntaxes: [transferSyntaxUID] }],
  });
}
