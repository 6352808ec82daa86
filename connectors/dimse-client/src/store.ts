import { Readable } from 'node:stream';
import {
  AssociationError,
  DicomError,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  findTransferSyntax,
  ImplicitVRLittleEndian,
  reencodePieces,
  statuses,
  type Association,
  type DataSetSource,
} from '@liaison/dicom';
import { PixelsError, toNativeDataSet } from '@liaison/pixels';
import { PacsError, type Peer, type SendableInstance, type StoredInstance } from '@liaison/pacs';
import { openTo, type Caller } from './call.ts';
import { explain } from './explain.ts';
import { readAhead } from './read-ahead.ts';

export type Sending = {
  instances: AsyncIterable<SendableInstance>;
  onStored(stored: StoredInstance): void;
  signal?: AbortSignal | undefined;
};

/** A compressed image is held whole while it is decoded for a peer that lacks its transfer syntax. */
const mostDecodedBytes = 512 * 1024 * 1024;
const mostHeldBytes = 128 * 1024 * 1024;
const uncompressed = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian];
const mostContexts = 128;

/**
 * Sends images in their order. A class and transfer syntax that was not proposed yet is by an association of its own, which
 * proposes those seen so far too: a study has few.
 * @throws PacsError, and what the source of images throws
 */
export async function store(caller: Caller, peer: Peer, sending: Sending): Promise<void> {
  const sender = new Sender(caller, peer, sending.signal);
  try {
    for await (const instance of readAhead(sending.instances)) {
      if (sending.signal?.aborted) throw new PacsError('pacs/cancelled');
      const { SOPClassUID, SOPInstanceUID } = instance;
      sending.onStored({ SOPClassUID, SOPInstanceUID, ...(await sender.send(instance)) });
    }
    await sender.release();
  } catch (error) {
    sender.abort();
    throw sending.signal?.aborted
      ? new PacsError('pacs/cancelled', { cause: error })
      : explain(error, 'store');
  }
}

type Answer = { status: number; comment: string };

/** An image that breaks the rules, so that it cannot be put in another syntax: it holds up no other. */
class UnfitError extends Error {
  override readonly name = 'UnfitError';

  constructor(cause: unknown) {
    super('an image cannot be re-encoded', { cause });
  }
}

class Sender {
  readonly #caller: Caller;
  readonly #peer: Peer;
  readonly #signal: AbortSignal | undefined;
  /** Transfer syntaxes seen of each class, the last class last. */
  readonly #seen = new Map<string, Set<string>>();
  #association: Association | null = null;

  constructor(caller: Caller, peer: Peer, signal: AbortSignal | undefined) {
    this.#caller = caller;
    this.#peer = peer;
    this.#signal = signal;
    signal?.addEventListener('abort', () => this.abort(), { once: true });
  }

  async send(instance: SendableInstance): Promise<Answer> {
    const association = await this.#associationFor(instance);
    const { SOPClassUID, SOPInstanceUID } = instance;
    const accepted = association.contexts
      .filter((context) => context.abstractSyntax === SOPClassUID)
      .map((context) => context.transferSyntaxUID);
    const transferSyntaxUID = chooseSyntax(instance.transferSyntaxUID, accepted);
    if (transferSyntaxUID === null)
      return {
        status: statuses.sopClassNotSupported,
        comment: accepted.length > 0 ? 'transfer syntax not accepted' : 'SOP class not accepted',
      };
    const dataSet = await toSyntax(instance, transferSyntaxUID);
    if (dataSet === null)
      return { status: statuses.sopClassNotSupported, comment: 'not accepted as it is, and not decodable' };
    try {
      const answer = await association.cStore({ SOPClassUID, SOPInstanceUID, transferSyntaxUID, dataSet });
      return { status: answer.status, comment: answer.errorComment ?? '' };
    } catch (error) {
      const isUnfit =
        error instanceof UnfitError || (error instanceof Error && error.cause instanceof UnfitError);
      if (!isUnfit) throw error;
      // Half of it may have left: the next image goes by another association.
      this.abort();
      return { status: statuses.cannotUnderstand, comment: 'not decodable' };
    }
  }

  async release(): Promise<void> {
    const association = this.#association;
    this.#association = null;
    await association?.release().catch((error: unknown) => {
      // All was answered: how the peer parts changes nothing.
      if (!(error instanceof AssociationError)) throw error;
      association.abort();
    });
  }

  abort(): void {
    this.#association?.abort();
    this.#association = null;
  }

  async #associationFor({ SOPClassUID, transferSyntaxUID }: SendableInstance): Promise<Association> {
    const known = this.#seen.get(SOPClassUID);
    if (this.#association && known?.has(transferSyntaxUID)) return this.#association;
    await this.release();
    this.#seen.delete(SOPClassUID);
    this.#seen.set(SOPClassUID, new Set([...(known ?? []), transferSyntaxUID]));
    const proposal = { contexts: contextsFor(this.#seen) };
    try {
      this.#association = await openTo(this.#caller, this.#peer, proposal, this.#signal);
    } catch (error) {
      throw explain(error, 'open');
    }
    return this.#association;
  }
}

/** Each syntax in a context of its own, so that the peer says of each whether it takes it; the newest classes first. */
function contextsFor(
  seen: ReadonlyMap<string, ReadonlySet<string>>,
): { abstractSyntax: string; transferSyntaxes: string[] }[] {
  return [...seen]
    .toReversed()
    .flatMap(([abstractSyntax, syntaxes]) => [
      ...[...syntaxes].map((uid) => ({ abstractSyntax, transferSyntaxes: [uid] })),
      ...uncompressed
        .filter((uid) => !syntaxes.has(uid))
        .map((uid) => ({ abstractSyntax, transferSyntaxes: [uid] })),
    ])
    .slice(0, mostContexts);
}

/** As it is where the peer takes it, else uncompressed. */
function chooseSyntax(own: string, accepted: readonly string[]): string | null {
  if (accepted.includes(own)) return own;
  return uncompressed.find((uid) => accepted.includes(uid)) ?? null;
}

/** The data set in another syntax; null where it cannot be had. */
async function toSyntax(instance: SendableInstance, wanted: string): Promise<DataSetSource | null> {
  const { transferSyntaxUID, length } = instance;
  if (transferSyntaxUID === wanted)
    return length === undefined ? instance.pieces() : { length, pieces: instance.pieces() };
  const own = findTransferSyntax(transferSyntaxUID);
  if (!own) return null;
  if (!own.encapsulated) return orUnfit(reencodePieces(instance.pieces(), transferSyntaxUID, wanted));
  const native = await decode(instance);
  if (native === null) return null;
  if (wanted === ExplicitVRLittleEndian) return orUnfit(native);
  return orUnfit(reencodePieces(native, ExplicitVRLittleEndian, wanted));
}

async function* orUnfit(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    throw error instanceof DicomError || error instanceof PixelsError ? new UnfitError(error) : error;
  }
}

async function decode({
  transferSyntaxUID,
  pieces,
}: SendableInstance): Promise<AsyncIterable<Uint8Array> | null> {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces()) {
    held.push(Buffer.from(piece));
    length += piece.length;
    if (length > mostDecodedBytes) return null;
  }
  const bytes = Buffer.concat(held);
  try {
    const native = await toNativeDataSet({
      transferSyntaxUID,
      dataLength: bytes.length,
      read: (offset, wanted) => Promise.resolve(bytes.subarray(offset, offset + wanted)),
    });
    if (native.length > mostHeldBytes) return native.pieces;
    // Decoded whole before the first byte leaves: an image that fails midway would break the association.
    const decoded: Uint8Array[] = [];
    for await (const piece of native.pieces) decoded.push(piece);
    return Readable.from(decoded);
  } catch (error) {
    if (error instanceof PixelsError) return null;
    throw error;
  }
}
