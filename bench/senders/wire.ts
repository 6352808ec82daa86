import { connect, type Socket } from 'node:net';

import {
  applicationContextName,
  commandFields,
  createPduReader,
  implementationClassUid,
  isDone,
  MessageReader,
  pduTypes,
  readAssociateAc,
  writeAssociateRq,
  writeCommandSet,
  writeDataPdus,
  writeReleaseRq,
} from '@liaison/dicom';

import type { Slice } from '../inputs/slices.ts';

const contextId = 1;
const largestPdu = 131_072;

type Peer = { readonly port: number; readonly aeTitle: string; readonly callingAeTitle: string };

/** An association that replays C-STORE requests made beforehand: what it costs the sender is a write and a small read. */
export class Wire {
  readonly #socket: Socket;
  #maxPduLength = largestPdu;
  #waiting: PromiseWithResolvers<number> = Promise.withResolvers();
  #isAccepted = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const messages = new MessageReader({
      command: (command) => this.#waiting.resolve(command.Status ?? 0),
      dataSet: () => {},
      dataSetEnd: () => {},
    });
    const reader = createPduReader({
      begin: () => true,
      whole: (type, body) => this.#takePdu(type, body),
      value: (context, flags, bytes, ends) => messages.take(context, flags, bytes, ends),
    });
    socket.on('data', (chunk: Buffer) => reader.receive(chunk));
    socket.on('error', (error) => this.#waiting.reject(error));
    socket.on('close', () => this.#waiting.reject(new Error('the receiver closed the connection')));
    // A peer that leaves after the release leaves nobody waiting.
    this.#waiting.promise.catch(() => {});
  }

  /** Rejects when the association is refused. */
  static async open(peer: Peer, { SOPClassUID, transferSyntaxUID }: Slice): Promise<Wire> {
    const socket = connect({ host: '127.0.0.1', port: peer.port, noDelay: true });
    const wire = new Wire(socket);
    const { callingAeTitle, aeTitle: calledAeTitle } = peer;
    socket.write(
      writeAssociateRq({
        protocolVersion: 1,
        calledAeTitle,
        callingAeTitle,
        applicationContext: applicationContextName,
        contexts: [{ id: contextId, abstractSyntax: SOPClassUID, transferSyntaxes: [transferSyntaxUID] }],
        userInformation: {
          maxPduLength: largestPdu,
          implementationClassUID: implementationClassUid,
          roleSelections: [],
        },
      }),
    );
    await wire.#answer();
    if (!wire.#isAccepted) throw new Error('the receiver refused the association');
    return wire;
  }

  /** The request as one buffer, in PDUs as long as this receiver takes. */
  encode(slice: Slice): Buffer {
    const command = writeCommandSet({
      AffectedSOPClassUID: slice.SOPClassUID,
      CommandField: commandFields.cStoreRq,
      MessageID: 1,
      Priority: 0,
      CommandDataSetType: 0,
      AffectedSOPInstanceUID: slice.SOPInstanceUID,
    });
    return Buffer.concat([
      ...writeDataPdus({ contextId, isCommand: true }, command, this.#maxPduLength),
      ...writeDataPdus({ contextId, isCommand: false }, slice.dataSet, this.#maxPduLength),
    ]);
  }

  /** One write, then the response. Rejects on a refusal. */
  async store(request: Buffer): Promise<void> {
    this.#socket.write(request);
    const status = await this.#answer();
    if (!isDone(status)) throw new Error(`an image was refused with status ${status.toString(16)}`);
  }

  async release(): Promise<void> {
    this.#socket.write(writeReleaseRq());
    await this.#answer();
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  async #answer(): Promise<number> {
    const status = await this.#waiting.promise;
    this.#waiting = Promise.withResolvers();
    this.#waiting.promise.catch(() => {});
    if (this.#socket.destroyed) this.#waiting.reject(new Error('the connection is closed'));
    return status;
  }

  #takePdu(type: number, body: Buffer): void {
    if (type === pduTypes.abort)
      return this.#waiting.reject(new Error('the receiver aborted the association'));
    if (type === pduTypes.associateAc) {
      const { contexts, userInformation } = readAssociateAc(body);
      this.#isAccepted = contexts[0]?.result === 0;
      this.#maxPduLength = Math.min(userInformation.maxPduLength || largestPdu, largestPdu);
    }
    this.#waiting.resolve(0);
  }
}
