import {
  AssociationError,
  DimseError,
  type AcceptedContext,
  type ActionRequest,
  type Association,
  type AssociationOptions,
  type DataSetSource,
  type EventReportRequest,
  type QueryRequest,
  type StoreRequest,
  type StoreResponse,
  type SubOperations,
} from './association.ts';
import { commandFields, noDataSet, withDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import type { DataSet } from './data-set.ts';
import { DicomError } from './error.ts';
import { HeldDataSet } from './held-data-set.ts';
import { MessageReader } from './messages.ts';
import { Operation, type OperationResponse } from './operation.ts';
import { announcedPduLength, type AssociateAc, type ProposedContext } from './pdu.ts';
import { PeerRequests } from './peer-requests.ts';
import { acceptedContexts, proposalOf } from './proposal.ts';
import { readDataSet } from './read-data-set.ts';
import { RequestorLink } from './requestor-link.ts';
import { sendDataSet } from './send-data-set.ts';
import { isPending, statuses } from './status.ts';
import { verificationSopClass } from './uid.ts';
import type { KeywordValues } from './write-data-set.ts';
import { writeAssociateRq, writeDataPdus } from './write-pdu.ts';

/** Opens an association (PS3.7 annex D, PS3.8 section 9). */
export async function openAssociation(options: AssociationOptions): Promise<Association> {
  const requestor = new Requestor(options);
  await requestor.open();
  return requestor;
}

type Response = { operation: Operation; command: CommandSet; held: HeldDataSet };
type Invocation = { context: AcceptedContext; fields: KeywordValues & { CommandField: number } };

/** Answers of ours that the peer does not take may not pile up past this. */
const maxWaitingAnswers = 256;

class Requestor implements Association {
  contexts: readonly AcceptedContext[] = [];
  maxPduLength: number;
  maxOperations = 1;
  readonly ended: Promise<void>;
  readonly #options: AssociationOptions;
  readonly #proposed: readonly ProposedContext[];
  readonly #link: RequestorLink;
  readonly #messages: MessageReader;
  readonly #peerRequests: PeerRequests;
  readonly #operations = new Map<number, Operation>();
  readonly #slotWaiters: (() => void)[] = [];
  readonly #timeoutMs: number;
  #usedSlots = 0;
  #messageId = 0;
  #response: Response | null = null;
  #writing: Promise<unknown> = Promise.resolve();
  #waitingAnswers = 0;

  constructor(options: AssociationOptions) {
    this.#options = options;
    this.#timeoutMs = options.responseTimeoutMs ?? 60_000;
    this.maxPduLength = options.maxPduLength ?? announcedPduLength;
    const proposal = proposalOf(options);
    this.#proposed = proposal.contexts;
    this.#messages = new MessageReader({
      command: (command, contextId) => this.#takeCommand(command, contextId),
      dataSet: (bytes) =>
        this.#response ? this.#response.held.add(bytes) : this.#peerRequests.dataSet(bytes),
      dataSetEnd: () => this.#takeDataSetEnd(),
    });
    this.#peerRequests = new PeerRequests(options, (contextId, command) => this.#answer(contextId, command));
    let end: () => void = () => undefined;
    this.ended = new Promise((resolve) => (end = resolve));
    this.#link = new RequestorLink(options, writeAssociateRq(proposal), {
      value: (contextId, flags, bytes, ends) => this.#messages.take(contextId, flags, bytes, ends),
      ended: (error) => {
        this.#fail(error);
        end();
      },
    });
  }

  async open(): Promise<void> {
    const answer = await this.#link.open();
    if (answer) this.#accepted(answer);
  }

  #accepted({ contexts, userInformation }: AssociateAc): void {
    const { roles = [], userIdentity, maxOperations = 1 } = this.#options;
    if (userIdentity?.wantsResponse && !userInformation.userIdentityResponse) {
      const why = new AssociationError('protocol', 'the peer did not acknowledge the user identity');
      this.#link.abort(why);
      throw why;
    }
    this.contexts = acceptedContexts(this.#proposed, roles, contexts, userInformation.roleSelections);
    const peerMax = userInformation.maxPduLength;
    if (peerMax > 0) this.maxPduLength = Math.min(this.maxPduLength, Math.max(peerMax, 128));
    const granted = userInformation.asyncOperationsWindow?.invoked ?? 1;
    this.maxOperations = granted === 0 ? maxOperations : Math.min(granted, maxOperations);
  }

  #takeCommand(command: CommandSet, contextId: number): void {
    const context = this.contexts.find(({ id }) => id === contextId);
    if (!context) throw new DicomError('malformed', 'a message on a context that was not accepted');
    if ((command.CommandField & 0x8000) === 0) {
      this.#peerRequests.command(command, context);
      return;
    }
    const operation = this.#operations.get(command.MessageIDBeingRespondedTo ?? -1);
    if (!operation || command.CommandField !== (operation.commandField | 0x8000))
      throw new DicomError('malformed', 'a response to nothing that was asked');
    if (command.hasDataSet) this.#response = { operation, command, held: new HeldDataSet() };
    else operation.take(command, null);
  }

  #takeDataSetEnd(): void {
    const response = this.#response;
    this.#response = null;
    if (response) response.operation.take(response.command, response.held.bytes());
    else this.#peerRequests.end();
  }

  /** Answers a request of the peer, after what is being written. */
  #answer(contextId: number, command: Buffer): void {
    this.#waitingAnswers += 1;
    if (this.#waitingAnswers > maxWaitingAnswers) throw new DicomError('limit', 'the peer reads no answers');
    const sent = this.#inTurn(() => this.#link.write(this.#command(contextId, command)));
    // A failure of the connection reaches those who wait by `ended`.
    void sent.catch(() => undefined).then(() => (this.#waitingAnswers -= 1));
  }

  async cEcho(): Promise<number> {
    const context = this.#contextFor(verificationSopClass);
    const fields = { CommandField: commandFields.cEchoRq, AffectedSOPClassUID: verificationSopClass };
    const operation = await this.#begin({ context, fields }, null);
    return (await operation.final()).status;
  }

  async cStore(request: StoreRequest): Promise<StoreResponse> {
    const { SOPClassUID, SOPInstanceUID, moveOriginator } = request;
    const context = this.#contextFor(SOPClassUID, request.transferSyntaxUID);
    const fields = {
      CommandField: commandFields.cStoreRq,
      AffectedSOPClassUID: SOPClassUID,
      Priority: 0,
      AffectedSOPInstanceUID: SOPInstanceUID,
      MoveOriginatorApplicationEntityTitle: moveOriginator?.aeTitle,
      MoveOriginatorMessageID: moveOriginator?.messageId,
    };
    const operation = await this.#begin({ context, fields }, request.dataSet);
    return outcomeOf(await operation.final());
  }

  async *cFind(request: QueryRequest): AsyncGenerator<DataSet> {
    const context = this.#contextFor(request.SOPClassUID);
    for await (const response of this.#query(context, request, { CommandField: commandFields.cFindRq })) {
      if (isPending(response.status)) {
        if (!response.dataSet) throw new DicomError('malformed', 'a match without an identifier');
        yield readDataSet(response.dataSet, context.transferSyntaxUID).dataSet;
      } else if (response.status !== statuses.success) {
        throw new DimseError(response.status, response.command.ErrorComment);
      }
    }
  }

  cMove(request: QueryRequest & { destination: string }): AsyncGenerator<SubOperations> {
    return this.#retrieve(request, {
      CommandField: commandFields.cMoveRq,
      MoveDestination: request.destination,
    });
  }

  cGet(request: QueryRequest): AsyncGenerator<SubOperations> {
    return this.#retrieve(request, { CommandField: commandFields.cGetRq });
  }

  async *#retrieve(request: QueryRequest, fields: Invocation['fields']): AsyncGenerator<SubOperations> {
    const context = this.#contextFor(request.SOPClassUID);
    for await (const response of this.#query(context, request, fields))
      yield progressOf(response, context.transferSyntaxUID);
  }

  async *#query(
    context: AcceptedContext,
    { SOPClassUID, identifier, signal }: QueryRequest,
    fields: Invocation['fields'],
  ): AsyncGenerator<OperationResponse> {
    if (signal?.aborted) throw new DimseError(statuses.cancel, undefined);
    const operation = await this.#begin(
      { context, fields: { AffectedSOPClassUID: SOPClassUID, Priority: 0, ...fields } },
      identifier(context.transferSyntaxUID),
    );
    const cancel = (): void => this.#cancel(operation, context.id);
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    let isOver = false;
    try {
      while (!isOver) {
        const response = await operation.next();
        isOver = !isPending(response.status);
        yield response;
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (!operation.isFinal && !signal?.aborted) cancel();
      operation.discard();
    }
  }

  #cancel(operation: Operation, contextId: number): void {
    if (operation.isFinal) return;
    const command = writeCommandSet({
      CommandField: commandFields.cCancelRq,
      MessageIDBeingRespondedTo: operation.messageId,
      CommandDataSetType: noDataSet,
    });
    const sent = this.#inTurn(() => this.#link.write(this.#command(contextId, command)));
    void sent.catch(() => undefined);
  }

  async nAction(request: ActionRequest): Promise<StoreResponse> {
    const context = this.#contextFor(request.SOPClassUID);
    const fields = {
      CommandField: commandFields.nActionRq,
      RequestedSOPClassUID: request.SOPClassUID,
      RequestedSOPInstanceUID: request.SOPInstanceUID,
      ActionTypeID: request.ActionTypeID,
    };
    const operation = await this.#begin({ context, fields }, request.dataSet(context.transferSyntaxUID));
    return outcomeOf(await operation.final());
  }

  async nEventReport(request: EventReportRequest): Promise<StoreResponse> {
    const context = this.#contextFor(request.SOPClassUID);
    const fields = {
      CommandField: commandFields.nEventReportRq,
      AffectedSOPClassUID: request.SOPClassUID,
      AffectedSOPInstanceUID: request.SOPInstanceUID,
      EventTypeID: request.EventTypeID,
    };
    const operation = await this.#begin({ context, fields }, request.dataSet(context.transferSyntaxUID));
    return outcomeOf(await operation.final());
  }

  async release(): Promise<void> {
    for (let slot = 0; slot < this.maxOperations; slot += 1) await this.#takeSlot();
    await this.#inTurn(() => this.#link.release());
  }

  abort(): void {
    this.#link.abort();
  }

  #contextFor(abstractSyntax: string, transferSyntaxUID?: string): AcceptedContext {
    const found = this.contexts.find(
      (context) =>
        context.abstractSyntax === abstractSyntax &&
        (transferSyntaxUID === undefined || context.transferSyntaxUID === transferSyntaxUID),
    );
    if (!found)
      throw new DicomError('unsupported', 'no context was accepted for this class and transfer syntax');
    return found;
  }

  /** Sends a request, once those before it leave room. */
  async #begin({ context, fields }: Invocation, dataSet: DataSetSource | null): Promise<Operation> {
    await this.#takeSlot();
    const operation = this.#open(fields.CommandField);
    const command = writeCommandSet({
      ...fields,
      MessageID: operation.messageId,
      CommandDataSetType: dataSet ? withDataSet : noDataSet,
    });
    await this.#inTurn(() => this.#send(context.id, command, dataSet));
    operation.expect();
    return operation;
  }

  #open(commandField: number): Operation {
    do this.#messageId = (this.#messageId % 0xffff) + 1;
    while (this.#operations.has(this.#messageId));
    const messageId = this.#messageId;
    const operation = new Operation(messageId, commandField, {
      timeoutMs: this.#timeoutMs,
      lastSignAt: () => (commandField === commandFields.cGetRq ? this.#link.lastHeardAt : 0),
      isPaused: () => this.#link.isPaused,
      pause: (isPaused) => this.#link.pause(isPaused),
      expire: (timeoutMs) => this.#link.expire('no response', timeoutMs),
      finished: () => {
        this.#operations.delete(messageId);
        this.#freeSlot();
      },
    });
    this.#operations.set(messageId, operation);
    return operation;
  }

  /** A data set that cannot be read to its end leaves half a message behind: the association cannot go on. */
  async #send(contextId: number, command: Buffer, dataSet: DataSetSource | null): Promise<void> {
    try {
      const parts = this.#command(contextId, command);
      if (!dataSet) await this.#link.write(parts);
      else
        await sendDataSet({ contextId, maxPduLength: this.maxPduLength, before: parts, dataSet }, (pdus) =>
          this.#link.write(pdus),
        );
    } catch (error) {
      this.#link.abort();
      throw error;
    }
  }

  #command(contextId: number, command: Buffer): Uint8Array[] {
    return writeDataPdus({ contextId, isCommand: true }, command, this.maxPduLength);
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#writing.then(() => {
      if (this.#link.failure) throw this.#link.failure;
      return act();
    });
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  async #takeSlot(): Promise<void> {
    if (this.#link.failure) throw this.#link.failure;
    if (this.#usedSlots < this.maxOperations) this.#usedSlots += 1;
    else await new Promise<void>((resolve) => this.#slotWaiters.push(resolve));
    if (!this.#link.failure) return;
    this.#freeSlot();
    throw this.#link.failure;
  }

  /** The slot goes to the first who waits. */
  #freeSlot(): void {
    const next = this.#slotWaiters.shift();
    if (next) next();
    else this.#usedSlots -= 1;
  }

  #fail(error: AssociationError): void {
    this.#peerRequests.abort();
    for (const operation of this.#operations.values()) operation.fail(error);
  }
}

function outcomeOf({ status, command }: OperationResponse): StoreResponse {
  return { status, errorComment: command.ErrorComment };
}

function progressOf(
  { status, command, dataSet }: OperationResponse,
  transferSyntaxUID: string,
): SubOperations {
  return {
    status,
    remaining: command.details?.NumberOfRemainingSuboperations,
    completed: command.details?.NumberOfCompletedSuboperations,
    failed: command.details?.NumberOfFailedSuboperations,
    warning: command.details?.NumberOfWarningSuboperations,
    errorComment: command.ErrorComment,
    failedInstances: dataSet
      ? readDataSet(dataSet, transferSyntaxUID)
          .dataSet.texts('FailedSOPInstanceUIDList')
          .filter((uid) => uid !== '')
      : [],
  };
}
