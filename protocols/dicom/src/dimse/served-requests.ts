import type { AcceptorOutput } from './acceptor-output.ts';
import {
  UnsentError,
  type AssociationError,
  type EventReportRequest,
  type StoreRequest,
  type StoreResponse,
} from './association.ts';
import { commandFields, withDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import { DicomError } from '../error.ts';
import type { NegotiatedContext } from '../upper-layer/negotiation.ts';
import type { AssociationHandlers, DimseResponse, ServedRequest } from './served-association.ts';
import { isPending, statuses } from './status.ts';
import { isStorageSopClass } from '../dictionary/uid.ts';
import type { KeywordValues } from '../data-set/write-data-set.ts';
import { writeResponse } from './write-response.ts';

/** Requests of one association that may wait for their answers. */
const maxRequests = 16;

type Open = { request: ServedRequest; cancel(): void };
type Waiting = { commandField: number; resolve(response: StoreResponse): void; reject(error: Error): void };

/** Commands that handlers answer, by the role that the requestor needs for them. */
const servedBy = new Map<number, 'scu' | 'scp'>([
  [commandFields.cFindRq, 'scu'],
  [commandFields.cMoveRq, 'scu'],
  [commandFields.cGetRq, 'scu'],
  [commandFields.nActionRq, 'scu'],
  [commandFields.nEventReportRq, 'scp'],
]);

/** The requests of one association that its handlers answer in their own time, and what the acceptor asks itself. */
export class ServedRequests {
  readonly #handlers: AssociationHandlers;
  readonly #output: AcceptorOutput;
  readonly #fault: (error: unknown) => void;
  readonly #open = new Map<number, Open>();
  readonly #waiting = new Map<number, Waiting>();
  #contexts: readonly NegotiatedContext[] = [];
  #invoking: Promise<unknown> = Promise.resolve();
  #messageId = 0;
  #failure: AssociationError | null = null;

  /** `fault` aborts the association. */
  constructor(handlers: AssociationHandlers, output: AcceptorOutput, fault: (error: unknown) => void) {
    this.#handlers = handlers;
    this.#output = output;
    this.#fault = fault;
  }

  accepted(contexts: readonly NegotiatedContext[]): void {
    this.#contexts = contexts;
  }

  isBusy(): boolean {
    return this.#open.size > 0 || this.#waiting.size > 0;
  }

  /** Whether the next word is ours: a request is open, and we wait for no answer of the peer. */
  isAwaited(): boolean {
    return this.#open.size > 0 && this.#waiting.size === 0;
  }

  isServed(command: CommandSet, context: NegotiatedContext): boolean {
    const role = servedBy.get(command.CommandField);
    if (!role || !this.#handlers.request || !context.roles[role]) return false;
    return (this.#handlers.services ?? []).some(
      (service) => service.abstractSyntax === context.abstractSyntax,
    );
  }

  take(command: CommandSet, context: NegotiatedContext, dataSet: Buffer | null): void {
    const refusal = this.#open.has(command.MessageID)
      ? statuses.duplicateInvocation
      : this.#open.size >= maxRequests
        ? statuses.resourceLimitation
        : null;
    if (refusal !== null) {
      this.#output.respond(context.id, writeResponse(command, { status: refusal }), null);
      this.#output.checkPending(true);
      return;
    }
    const open = this.#makeRequest(command, context, dataSet);
    this.#open.set(command.MessageID, open);
    this.#handlers.request?.(open.request);
  }

  #makeRequest(command: CommandSet, context: NegotiatedContext, dataSet: Buffer | null): Open {
    let isCancelled = false;
    let listeners: (() => void)[] = [];
    const cancel = (): void => {
      isCancelled = true;
      const told = listeners;
      listeners = [];
      for (const listener of told) listener();
    };
    const request: ServedRequest = {
      command,
      context,
      dataSet,
      respond: (response) => this.#respond(request, response),
      isCancelled: () => isCancelled,
      onCancel: (listener) => {
        if (isCancelled) listener();
        else listeners.push(listener);
      },
      store: (store) => this.#store(store),
      drained: () => this.#output.drained(),
    };
    return { request, cancel };
  }

  #respond(request: ServedRequest, response: DimseResponse): void {
    const { command, context } = request;
    if (this.#open.get(command.MessageID)?.request !== request) return;
    if (!isPending(response.status)) this.#open.delete(command.MessageID);
    this.#output.respond(context.id, writeResponse(command, response), response.dataSet ?? null);
    try {
      this.#output.checkPending(true);
    } catch (error) {
      // Whoever answers may be far from the bytes that came: the association pays, not the caller.
      this.#fault(error);
    }
  }

  cancel(command: CommandSet): void {
    this.#open.get(command.MessageIDBeingRespondedTo ?? -1)?.cancel();
  }

  takeResponse(command: CommandSet): void {
    const messageId = command.MessageIDBeingRespondedTo ?? -1;
    const waiting = this.#waiting.get(messageId);
    if (!waiting || command.CommandField !== (waiting.commandField | 0x8000))
      throw new DicomError('malformed', 'a response to no request');
    this.#waiting.delete(messageId);
    waiting.resolve({
      status: command.Status ?? statuses.processingFailure,
      errorComment: command.ErrorComment,
    });
  }

  #store(request: StoreRequest): Promise<StoreResponse> {
    const { SOPClassUID, transferSyntaxUID, moveOriginator } = request;
    const context = this.#contexts.find(
      ({ abstractSyntax, roles, transferSyntaxUID: syntax }) =>
        abstractSyntax === SOPClassUID && syntax === transferSyntaxUID && roles.scp,
    );
    if (!context || !isStorageSopClass(SOPClassUID))
      return Promise.reject(new DicomError('unsupported', 'the requestor takes no such class and syntax'));
    const fields = {
      CommandField: commandFields.cStoreRq,
      AffectedSOPClassUID: SOPClassUID,
      Priority: 0,
      AffectedSOPInstanceUID: request.SOPInstanceUID,
      MoveOriginatorApplicationEntityTitle: moveOriginator?.aeTitle,
      MoveOriginatorMessageID: moveOriginator?.messageId,
    };
    return this.#invoke(context, fields, request.dataSet);
  }

  nEventReport(request: EventReportRequest): Promise<StoreResponse> {
    const context = this.#contexts.find(({ abstractSyntax }) => abstractSyntax === request.SOPClassUID);
    if (!context?.roles.scu)
      return Promise.reject(new DicomError('unsupported', 'the requestor takes no such report'));
    const fields = {
      CommandField: commandFields.nEventReportRq,
      AffectedSOPClassUID: request.SOPClassUID,
      AffectedSOPInstanceUID: request.SOPInstanceUID,
      EventTypeID: request.EventTypeID,
    };
    return this.#invoke(context, fields, request.dataSet(context.transferSyntaxUID));
  }

  /** One request of ours at a time: the next one goes when this one is answered. */
  #invoke(
    context: NegotiatedContext,
    fields: KeywordValues & { CommandField: number },
    dataSet: StoreRequest['dataSet'],
  ): Promise<StoreResponse> {
    const turn = this.#invoking.then(async () => {
      if (this.#failure) throw this.#failure;
      this.#messageId = (this.#messageId % 0xffff) + 1;
      const MessageID = this.#messageId;
      const command = writeCommandSet({ ...fields, MessageID, CommandDataSetType: withDataSet });
      const answer = new Promise<StoreResponse>((resolve, reject) =>
        this.#waiting.set(MessageID, { commandField: fields.CommandField, resolve, reject }),
      );
      // The association may end while the request is still being written, before anyone waits for its answer.
      answer.catch(() => undefined);
      try {
        await this.#output.request(context.id, command, dataSet);
      } catch (error) {
        this.#waiting.delete(MessageID);
        // Half a message is sent: nothing that follows could be understood.
        if (!(error instanceof UnsentError)) this.#fault(error);
        throw error;
      }
      return answer;
    });
    this.#invoking = turn.catch(() => undefined);
    return turn;
  }

  /** The association is over. */
  end(error: AssociationError): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { cancel } of open) cancel();
  }
}
