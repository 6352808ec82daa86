import { DicomError } from '../error.ts';
import { maxAssociateLength, maxDataPduLength, pduHeaderLength, pduTypes } from './pdu.ts';

/** What a stream of PDUs gives out, as it passes. Every buffer is valid during the call only. */
export type PduSink = {
  /** A PDU begins. False: nothing more is read from this stream. */
  begin(type: number): boolean;
  /** A PDU other than P-DATA-TF, entire, without its header. */
  whole(type: number, body: Buffer): void;
  /**
   * Bytes of a presentation data value, a view of the chunk they came in. `ends`: the last ones of this value. `flags`:
   * its message control header (PS3.8 annex E.2).
   */
  value(contextId: number, flags: number, bytes: Buffer, ends: boolean): void;
};

export type PduReader = {
  /** Takes the next bytes of the stream. Throws `DicomError` on bytes that are no PDU, and reads nothing after it. */
  receive(chunk: Buffer): void;
  /** Whether the stream is between two PDUs. */
  isBetweenPdus(): boolean;
};

const valueHeaderLength = 6;

function checkLength(type: number, length: number): void {
  switch (type) {
    case pduTypes.associateRq:
    case pduTypes.associateAc:
      if (length > maxAssociateLength) throw new DicomError('limit', `A-ASSOCIATE of ${length} bytes`);
      return;
    case pduTypes.pDataTf:
      if (length > maxDataPduLength) throw new DicomError('limit', `P-DATA-TF of ${length} bytes`);
      if (length < valueHeaderLength) throw new DicomError('malformed', 'P-DATA-TF without a value');
      return;
    case pduTypes.associateRj:
    case pduTypes.releaseRq:
    case pduTypes.releaseRp:
    case pduTypes.abort:
      if (length !== 4) throw new DicomError('malformed', `PDU of type ${type} with length ${length}`);
      return;
    default:
      throw new DicomError('unsupported', `PDU of unknown type ${type}`);
  }
}

export function createPduReader(sink: PduSink): PduReader {
  return new StreamingPduReader(sink);
}

/**
 * Byte-wise state machine over the chunks of a transport connection. Values are passed on as views of the chunk; only
 * headers split between chunks and PDUs other than P-DATA-TF are copied.
 */
class StreamingPduReader implements PduReader {
  readonly #sink: PduSink;
  /** Holds a header, or a PDU other than P-DATA-TF, until it is whole. */
  #held = Buffer.alloc(pduHeaderLength);
  #heldLength = 0;
  #wanted = pduHeaderLength;
  #state: 'header' | 'body' | 'value-header' | 'value' | 'stopped' = 'header';
  #type = 0;
  #pduLeft = 0;
  #valueLeft = 0;
  #contextId = 0;
  #flags = 0;

  constructor(sink: PduSink) {
    this.#sink = sink;
  }

  isBetweenPdus(): boolean {
    return this.#state === 'header' && this.#heldLength === 0;
  }

  receive(chunk: Buffer): void {
    try {
      this.#consume(chunk);
    } catch (error) {
      this.#state = 'stopped';
      throw error;
    }
  }

  #consume(chunk: Buffer): void {
    let at = 0;
    while (this.#state !== 'stopped') {
      if (this.#state === 'value') {
        if (at >= chunk.length && this.#valueLeft > 0) return;
        at = this.#passValue(chunk, at);
        continue;
      }
      const piece = this.#gather(chunk, at);
      if (piece === null) return;
      at = piece.next;
      this.#takePiece(piece.bytes);
    }
  }

  /** The `#wanted` bytes: a view of the chunk when they are all in it, else collected over several chunks. */
  #gather(chunk: Buffer, at: number): { bytes: Buffer; next: number } | null {
    const missing = this.#wanted - this.#heldLength;
    if (this.#heldLength === 0 && chunk.length - at >= missing) {
      return { bytes: chunk.subarray(at, at + missing), next: at + missing };
    }
    if (this.#held.length < this.#wanted) this.#held = Buffer.alloc(this.#wanted);
    const taken = Math.min(missing, chunk.length - at);
    chunk.copy(this.#held, this.#heldLength, at, at + taken);
    this.#heldLength += taken;
    if (taken < missing) return null;
    this.#heldLength = 0;
    return { bytes: this.#held.subarray(0, this.#wanted), next: at + taken };
  }

  #takePiece(bytes: Buffer): void {
    if (this.#state === 'header') this.#takeHeader(bytes);
    else if (this.#state === 'value-header') this.#takeValueHeader(bytes);
    else {
      this.#want('header', pduHeaderLength);
      this.#sink.whole(this.#type, bytes);
    }
  }

  #takeHeader(bytes: Buffer): void {
    this.#type = bytes.readUInt8(0);
    const length = bytes.readUInt32BE(2);
    checkLength(this.#type, length);
    const isData = this.#type === pduTypes.pDataTf;
    this.#pduLeft = length;
    this.#want(isData ? 'value-header' : 'body', isData ? valueHeaderLength : length);
    if (!this.#sink.begin(this.#type)) this.#state = 'stopped';
  }

  #takeValueHeader(bytes: Buffer): void {
    const length = bytes.readUInt32BE(0);
    if (length < 2) throw new DicomError('malformed', 'presentation data value shorter than its header');
    if (length + 4 > this.#pduLeft)
      throw new DicomError('malformed', 'presentation data value longer than its PDU');
    this.#contextId = bytes.readUInt8(4);
    this.#flags = bytes.readUInt8(5);
    this.#pduLeft -= length + 4;
    this.#valueLeft = length - 2;
    this.#state = 'value';
  }

  #passValue(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#valueLeft);
    this.#valueLeft -= end - at;
    const ends = this.#valueLeft === 0;
    if (ends && this.#pduLeft === 0) this.#want('header', pduHeaderLength);
    else if (ends) this.#wantValueHeader();
    this.#sink.value(this.#contextId, this.#flags, chunk.subarray(at, end), ends);
    return end;
  }

  #wantValueHeader(): void {
    if (this.#pduLeft < valueHeaderLength)
      throw new DicomError('malformed', 'bytes after the last value of a PDU');
    this.#want('value-header', valueHeaderLength);
  }

  #want(state: 'header' | 'body' | 'value-header', length: number): void {
    this.#state = state;
    this.#wanted = length;
    this.#heldLength = 0;
  }
}
