import { readCommandSet, type CommandSet } from './command-set.ts';
import { DicomError } from '../error.ts';
import { maxCommandSetLength } from '../upper-layer/pdu.ts';

/** What becomes of the messages of an association, as their fragments pass. */
export type MessageSink = {
  /** A command has come whole. Its data set, if it has one, follows by `dataSet`. */
  command(command: CommandSet, contextId: number): void;
  /** Bytes of the data set of the last command, valid during the call only. */
  dataSet(bytes: Buffer): void;
  /** The data set of the last command is over. */
  dataSetEnd(): void;
};

const commandFlag = 1;
const lastFlag = 2;

/**
 * Puts commands together from presentation data values and lets data sets through (PS3.7 section 6.3, PS3.8 annex E).
 * One message after the other: no fragment of a message may come before the previous message is over.
 */
export class MessageReader {
  readonly #sink: MessageSink;
  #pieces: Buffer[] = [];
  #piecesLength = 0;
  #contextId: number | null = null;
  #expectsDataSet = false;

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  /** Whether no message is under way. */
  isIdle(): boolean {
    return !this.#expectsDataSet && this.#contextId === null;
  }

  /** Takes a piece of a presentation data value. Throws `DicomError` on fragments out of order. */
  take(contextId: number, flags: number, bytes: Buffer, endsValue: boolean): void {
    const isCommand = (flags & commandFlag) !== 0;
    const isLast = endsValue && (flags & lastFlag) !== 0;
    if (isCommand === this.#expectsDataSet) throw new DicomError('malformed', 'a fragment out of its order');
    if (this.#contextId !== null && this.#contextId !== contextId) {
      throw new DicomError('malformed', 'fragments of two presentation contexts in one message');
    }
    this.#contextId = contextId;
    if (isCommand) this.#takeCommand(contextId, bytes, isLast);
    else this.#takeDataSet(bytes, isLast);
  }

  #takeCommand(contextId: number, bytes: Buffer, isLast: boolean): void {
    this.#piecesLength += bytes.length;
    if (this.#piecesLength > maxCommandSetLength) throw new DicomError('limit', 'command set too long');
    if (!isLast) {
      if (bytes.length > 0) this.#pieces.push(Buffer.from(bytes));
      return;
    }
    const command = readCommandSet(
      this.#pieces.length === 0 ? bytes : Buffer.concat([...this.#pieces, bytes]),
    );
    this.#pieces = [];
    this.#piecesLength = 0;
    this.#expectsDataSet = command.hasDataSet;
    if (!command.hasDataSet) this.#contextId = null;
    this.#sink.command(command, contextId);
  }

  #takeDataSet(bytes: Buffer, isLast: boolean): void {
    if (bytes.length > 0) this.#sink.dataSet(bytes);
    if (!isLast) return;
    this.#expectsDataSet = false;
    this.#contextId = null;
    this.#sink.dataSetEnd();
  }
}
