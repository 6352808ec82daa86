import type { CommandSet, NegotiatedContext, SubOperationCounts } from '@liaison/dicom';

import type { Peer } from './peers.ts';

/**
 * What the two ends of the relay say to each other over a local socket, one connection for each request. A frame is the
 * length of what follows it (4 bytes, little endian), its kind (1), the length of its JSON head (4), the head, and bytes.
 */
export const frameKinds = {
  /** Receiver: the request. Head `RelayedRequestHead`, bytes: its data set, none where it has none. */
  request: 1,
  /** Receiver: the peer cancels, or is gone. */
  cancel: 2,
  /** Receiver: what the peer answered to an object. Head `StoredHead`. */
  stored: 3,
  /** Service: a response. Head `ResponseHead`, bytes: its data set. The first that is not pending is the last. */
  response: 4,
  /** Service: an object of C-GET. Head `StoreHead`; without a region, its data set follows. */
  store: 5,
  /** Service: bytes of its data set. */
  data: 6,
  /** Service: its end; `isWhole` false: it broke off, and the association with it. */
  end: 7,
} as const;

export type RelayedRequestHead = {
  readonly peer: Peer;
  readonly address: string;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly command: CommandSet;
  readonly context: NegotiatedContext;
  /** Of the association: what the peer takes back by C-GET. */
  readonly contexts: readonly NegotiatedContext[];
};
export type StoredHead = { readonly status: number | null; readonly comment: string | null };
export type ResponseHead = {
  readonly status: number;
  readonly counts?: SubOperationCounts;
  readonly comment?: string;
};
export type StoreHead = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  /** Where its data set is, as it leaves: the receiver has the same store, and reads it there itself. */
  readonly region?: StoreRegion;
};
export type StoreRegion = {
  readonly containerId: string;
  readonly offset: number;
  readonly length: number;
  readonly crc32: number;
};
export type EndHead = { readonly isWhole: boolean };

/** `head` is JSON; the other end is a process of ours, of the same version. */
export type Frame = { readonly kind: number; readonly head: string; readonly bytes: Buffer };

/** Of an identifier with its head, and of what is read of an object at once. */
const maxFrameBytes = 4 * 1024 * 1024;
const headerBytes = 9;

export function encodeFrame(kind: number, head: object, bytes?: Uint8Array): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(5 + json.length + (bytes?.length ?? 0), 0);
  header.writeUInt8(kind, 4);
  header.writeUInt32LE(json.length, 5);
  return Buffer.concat(bytes ? [header, json, bytes] : [header, json]);
}

/** The frames in what a socket brings, one after the other. Throws `TypeError` on what is none. */
export async function* readFrames(chunks: AsyncIterable<unknown>): AsyncGenerator<Frame> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let wanted = headerBytes;
  for await (const chunk of chunks) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('bytes expected');
    held.push(chunk);
    heldBytes += chunk.length;
    // A frame in many chunks is put together once.
    if (heldBytes < wanted) continue;
    let bytes = held.length === 1 ? chunk : Buffer.concat(held);
    for (wanted = lengthOf(bytes); bytes.length >= wanted; wanted = lengthOf(bytes)) {
      const headEnd = headerBytes + bytes.readUInt32LE(5);
      const head = bytes.toString('utf8', headerBytes, headEnd);
      yield { kind: bytes.readUInt8(4), head, bytes: bytes.subarray(headEnd, wanted) };
      bytes = bytes.subarray(wanted);
    }
    held = [bytes];
    heldBytes = bytes.length;
  }
}

/** Of the frame at the start of these bytes, as far as they tell. */
function lengthOf(bytes: Buffer): number {
  if (bytes.length < headerBytes) return headerBytes;
  const length = bytes.readUInt32LE(0);
  if (length > maxFrameBytes || bytes.readUInt32LE(5) + 5 > length)
    throw new TypeError('a frame that cannot be');
  return 4 + length;
}
