import {
  AssociationError,
  DimseError,
  type AcceptedContext,
  type ActionRequest,
  type Association,
  type AssociationOptions,
  type EventReportRequest,
  type QueryRequest,
  type StoreRequest,
  type StoreResponse,
  type SubOperations,
} from './association.ts';
import { commandFields, type CommandSet } from './command-set.ts';
import type { DataSet } from '../data-set/data-set.ts';
import { DicomError } from '../error.ts';
import { HeldDataSet } from './held-data-set.ts';
import { MessageReader } from './messages.ts';
import type { Operation, OperationResponse } from './operation.ts';
import { announcedPduLength, type AssociateAc, type ProposedContext } from '../upper-layer/pdu.ts';
import { PeerRequests } from './peer-requests.ts';
import { acceptedContexts, proposalOf } from '../upper-layer/proposal.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { RequestorLink } from './requestor-link.ts';
import { RequestorOperations, type Invocation } from './requestor-operations.ts';
import { askFor, progressOf } from './requestor-query.ts';
import { isPending, statuses } from './status.ts';
import { verificationSopClass } from '../dictionary/uid.ts';
import { writeAssociateRq } from '../upper-layer/write-pdu.ts';

/** Opens an association (PS3.7 annex D, PS3.8 section 9). */
export async function openAssociation(options: AssociationOptions): Promise<Association> {
  const requestor = new Requestor(options);
  await requestor.open();
  return requestor;
}

type Response = { operation: Operation; command: CommandSet; held: HeldDataSet };

class Requestor implements Association {
  contexts: readonly AcceptedContext[] = [];
  readonly ended: Promise<void>;
  readonly #options: AssociationOptions;
  readonly #proposed: readonly ProposedContext[];
  readonly #link: RequestorLink;
  readonly #messages: MessageReader;
  readonly #peerRequests: PeerRequests;
  readonly #operations: RequestorOperations;
  #response: Response | null = null;

  constructor(options: AssociationOptions) {
    this.#options = options;
    const proposal = proposalOf(options);
    this.#proposed = proposal.contexts;
    this.#messages = new MessageReader({
      command: (command, contextId) => this.#takeCommand(command, contextId),
      dataSet: (bytes) =>
        this.#response ? this.#response.held.add(bytes) : this.#peerRequests.dataSet(bytes),
      dataSetEnd: () => this.#takeDataSetEnd(),
    });
    this.#peerRequests = new PeerRequests(options, (contextId, command) =>
      this.#operations.answer(contextId, command),
    );
    let end: () => void = () => undefined;
    this.ended = new Promise((resolve) => (end = resolve));
    this.#link = new RequestorLink(options, writeAssociateRq(proposal), {
      value: (contextId, flags, bytes, ends) => this.#messages.take(contextId, flags, bytes, ends),
      ended: (error) => {
        this.#peerRequests.abort();
        this.#operations.fail(error);
        end();
      },
    });
    this.#operations = new RequestorOperations(this.#link, options.responseTimeoutMs ?? 60_000);
  }

  get maxPduLength(): number {
    return this.#operations.maxPduLength;
  }

  get maxOperations(): number {
    return this.#operations.most;
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
    const longest = this.#options.maxPduLength ?? announcedPduLength;
    const peerMax = userInformation.maxPduLength;
    this.#operations.maxPduLength = peerMax > 0 ? Math.min(longest, Math.max(peerMax, 128)) : longest;
    const granted = userInformation.asyncOperationsWindow?.invoked ?? 1;
    this.#operations.most = granted === 0 ? maxOperations : Math.min(granted, maxOperations);
  }

  #takeCommand(command: CommandSet, contextId: number): void {
    const context = this.contexts.find(({ id }) => id === contextId);
    if (!context) throw new DicomError('malformed', 'a message on a context that was not accepted');
    if ((command.CommandField & 0x8000) === 0) {
      this.#peerRequests.command(command, context);
      return;
    }
    const operation = this.#operations.answeredBy(command);
    if (command.hasDataSet) this.#response = { operation, command, held: new HeldDataSet() };
    else operation.take(command, null);
  }

  #takeDataSetEnd(): void {
    const response = this.#response;
    this.#response = null;
    if (response) response.operation.take(response.command, response.held.bytes());
    else this.#peerRequests.end();
  }

  async cEcho(): Promise<number> {
    const context = this.#contextFor(verificationSopClass);
    const fields = { CommandField: commandFields.cEchoRq, AffectedSOPClassUID: verificationSopClass };
    const operation = await this.#operations.begin({ context, fields }, null);
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
    const operation = await this.#operations.begin({ context, fields }, request.dataSet);
    return outcomeOf(await operation.final());
  }

  async *cFind(request: QueryRequest): AsyncGenerator<DataSet> {
    const context = this.#contextFor(request.SOPClassUID);
    for await (const response of askFor(this.#operations, context, request, {
      CommandField: commandFields.cFindRq,
    })) {
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
    for await (const response of askFor(this.#operations, context, request, fields))
      yield progressOf(response, context.transferSyntaxUID);
  }

  async nAction(request: ActionRequest): Promise<StoreResponse> {
    const context = this.#contextFor(request.SOPClassUID);
    const fields = {
      CommandField: commandFields.nActionRq,
      RequestedSOPClassUID: request.SOPClassUID,
      RequestedSOPInstanceUID: request.SOPInstanceUID,
      ActionTypeID: request.ActionTypeID,
    };
    const operation = await this.#operations.begin(
      { context, fields },
      request.dataSet(context.transferSyntaxUID),
    );
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
    const operation = await this.#operations.begin(
      { context, fields },
      request.dataSet(context.transferSyntaxUID),
    );
    return outcomeOf(await operation.final());
  }

  release(): Promise<void> {
    return this.#operations.release();
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
}

function outcomeOf({ status, command }: OperationResponse): StoreResponse {
  return { status, errorComment: command.ErrorComment };
}
