import type { AcceptorOutput } from './acceptor-output.ts';
import { commandFields, type CommandSet } from './command-set.ts';
import { DicomError } from '../error.ts';
import { HeldDataSet } from './held-data-set.ts';
import { MessageReader } from './messages.ts';
import type { NegotiatedContext } from '../upper-layer/negotiation.ts';
import type { AssociationHandlers, DimseResponse, StoreSink } from './served-association.ts';
import type { ServedRequests } from './served-requests.ts';
import { statuses } from './status.ts';
import { isStorageSopClass } from '../dictionary/uid.ts';
import { writeResponse } from './write-response.ts';

/** A message under way: an image goes to its sink, the data set of a request is held. */
type Pending = {
  readonly command: CommandSet;
  readonly context: NegotiatedContext;
  readonly sink: StoreSink | null;
  readonly held: HeldDataSet | null;
};

/** What the requestor says: C-ECHO and C-STORE are answered here, the rest goes to `ServedRequests`. */
export class AcceptorMessages {
  readonly #handlers: AssociationHandlers;
  readonly #output: AcceptorOutput;
  readonly #requests: ServedRequests;
  readonly #reader: MessageReader;
  readonly #contexts = new Map<number, NegotiatedContext>();
  #pending: Pending | null = null;

  constructor(handlers: AssociationHandlers, output: AcceptorOutput, requests: ServedRequests) {
    this.#handlers = handlers;
    this.#output = output;
    this.#requests = requests;
    this.#reader = new MessageReader({
      command: (command, contextId) => this.#takeCommand(command, contextId),
      dataSet: (bytes) => this.#takeBytes(bytes),
      dataSetEnd: () => this.#finish(),
    });
  }

  get contexts(): readonly NegotiatedContext[] {
    return [...this.#contexts.values()];
  }

  accepted(contexts: readonly NegotiatedContext[]): void {
    for (const context of contexts) this.#contexts.set(context.id, context);
    this.#requests.accepted(contexts);
  }

  /** Whether no message is under way. */
  isIdle(): boolean {
    return this.#reader.isIdle();
  }

  /** Takes a piece of a presentation data value. Throws `DicomError` on what breaks the protocol. */
  take(contextId: number, flags: number, bytes: Buffer, ends: boolean): void {
    this.#reader.take(contextId, flags, bytes, ends);
  }

  /** Lets go of an image under way. */
  abort(): void {
    const sink = this.#pending?.sink;
    this.#pending = null;
    sink?.abort();
  }

  #takeCommand(command: CommandSet, contextId: number): void {
    const context = this.#contexts.get(contextId);
    if (!context)
      throw new DicomError('malformed', 'a message on a presentation context that was not accepted');
    const isStore = command.CommandField === commandFields.cStoreRq;
    if (isStore && !command.hasDataSet) throw new DicomError('malformed', 'C-STORE-RQ without a data set');
    const stores = isStore && context.roles.scu && isStorageSopClass(context.abstractSyntax);
    const sink = stores ? this.#handlers.beginStore(command, context) : null;
    const held = !isStore && this.#requests.isServed(command, context) ? new HeldDataSet() : null;
    this.#pending = { command, context, sink, held };
    if (!command.hasDataSet) this.#finish();
  }

  #takeBytes(bytes: Buffer): void {
    const pending = this.#pending;
    if (!pending) return;
    if (pending.sink) pending.sink.write(bytes);
    else pending.held?.add(bytes);
  }

  #finish(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    const { command, context, sink, held } = pending;
    switch (command.CommandField) {
      case commandFields.cStoreRq:
        this.#respond(context.id, command, sink?.end() ?? { status: statuses.sopClassNotSupported });
        return;
      case commandFields.cEchoRq:
        this.#respond(context.id, command, { status: statuses.success });
        return;
      case commandFields.cCancelRq:
        this.#requests.cancel(command);
        return;
      default:
        if ((command.CommandField & 0x8000) !== 0) this.#requests.takeResponse(command);
        else if (held) this.#requests.take(command, context, command.hasDataSet ? held.bytes() : null);
        else this.#respond(context.id, command, { status: statuses.unrecognizedOperation });
    }
  }

  #respond(contextId: number, command: CommandSet, answer: DimseResponse): void {
    this.#output.respond(contextId, writeResponse(command, answer), null);
    this.#output.checkPending(this.#requests.isBusy());
  }
}
