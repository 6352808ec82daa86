import type { AssociationOptions } from './association.ts';
import { commandFields, noDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import { DicomError } from '../error.ts';
import { HeldDataSet } from './held-data-set.ts';
import type { NegotiatedContext } from '../upper-layer/negotiation.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import type { StoreSink, StoreStatus } from './served-association.ts';
import { statuses } from './status.ts';
import { isStorageSopClass } from '../dictionary/uid.ts';

type Incoming = {
  readonly command: CommandSet;
  readonly context: NegotiatedContext;
  readonly sink: StoreSink | null;
  readonly held: HeldDataSet | null;
};

type Answer = (contextId: number, command: Buffer) => void;

/** Answers that the peer has not taken: more than any window, fewer than what weighs. */
const maxReports = 16;

/** What the acceptor asks of the requestor: C-STORE within C-GET, N-EVENT-REPORT, C-ECHO (PS3.7 annex D.3.3.4). */
export class PeerRequests {
  readonly #options: AssociationOptions;
  readonly #answer: Answer;
  #incoming: Incoming | null = null;
  #reports = 0;

  constructor(options: AssociationOptions, answer: Answer) {
    this.#options = options;
    this.#answer = answer;
  }

  command(command: CommandSet, context: NegotiatedContext): void {
    const { beginStore } = this.#options;
    const isStore = command.CommandField === commandFields.cStoreRq;
    if (isStore && !command.hasDataSet) throw new DicomError('malformed', 'C-STORE-RQ without a data set');
    const mayStore = isStore && context.roles.scp && isStorageSopClass(context.abstractSyntax);
    const sink = mayStore && beginStore ? beginStore(command, context) : null;
    const isReport = command.CommandField === commandFields.nEventReportRq;
    this.#incoming = { command, context, sink, held: isReport ? new HeldDataSet() : null };
    if (!command.hasDataSet) this.end();
  }

  dataSet(bytes: Buffer): void {
    this.#incoming?.sink?.write(bytes);
    this.#incoming?.held?.add(bytes);
  }

  end(): void {
    const incoming = this.#incoming;
    this.#incoming = null;
    if (!incoming) return;
    const { command, sink } = incoming;
    switch (command.CommandField) {
      case commandFields.cStoreRq:
        this.#respond(incoming, sink?.end() ?? { status: statuses.sopClassNotSupported });
        return;
      case commandFields.cEchoRq:
        this.#respond(incoming, { status: statuses.success });
        return;
      case commandFields.nEventReportRq:
        this.#report(incoming);
        return;
      default:
        this.#respond(incoming, { status: statuses.unrecognizedOperation });
    }
  }

  /** The association is over. */
  abort(): void {
    const sink = this.#incoming?.sink;
    this.#incoming = null;
    sink?.abort();
  }

  #report(incoming: Incoming): void {
    const { eventReport } = this.#options;
    const { command, context, held } = incoming;
    if (!eventReport || !context.roles.scu) {
      this.#respond(incoming, { status: statuses.unrecognizedOperation });
      return;
    }
    if (this.#reports >= maxReports) {
      this.#respond(incoming, { status: statuses.resourceLimitation });
      return;
    }
    this.#reports += 1;
    const take = async (): Promise<number> => {
      const bytes = command.hasDataSet ? (held?.bytes() ?? null) : null;
      return eventReport({
        SOPClassUID: command.AffectedSOPClassUID ?? '',
        SOPInstanceUID: command.AffectedSOPInstanceUID ?? '',
        EventTypeID: command.details?.EventTypeID ?? 0,
        dataSet: bytes && readDataSet(bytes, context.transferSyntaxUID).dataSet,
      });
    };
    void take()
      .catch(() => statuses.processingFailure)
      .then((status) => {
        this.#reports -= 1;
        this.#respond(incoming, { status });
      });
  }

  #respond({ command, context }: Incoming, answer: StoreStatus): void {
    this.#answer(
      context.id,
      writeCommandSet({
        AffectedSOPClassUID: command.AffectedSOPClassUID,
        CommandField: command.CommandField | 0x8000,
        MessageIDBeingRespondedTo: command.MessageID,
        CommandDataSetType: noDataSet,
        Status: answer.status,
        ErrorComment: answer.comment?.slice(0, 64),
        AffectedSOPInstanceUID: command.AffectedSOPInstanceUID,
        EventTypeID: command.details?.EventTypeID,
      }),
    );
  }
}
