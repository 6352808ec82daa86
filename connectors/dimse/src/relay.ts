import { connect, type Socket } from 'node:net';

import { commandFields } from '@liaison/dicom';
import {
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  patientRootFind,
  patientRootGet,
  patientRootMove,
  statuses,
  storageCommitment,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  type CommandSet,
  type ServedRequest,
  type ServedService,
  type StoreRequest,
} from '@liaison/dicom';

import { PieceQueue } from './piece-queue.ts';
import { RegionReader } from './region-reader.ts';
import { relayAddress } from './relay-address.ts';
import {
  encodeFrame,
  frameKinds,
  readFrames,
  type EndHead,
  type Frame,
  type RelayedRequestHead,
  type ResponseHead,
  type StoredHead,
  type StoreHead,
} from './relay-frames.ts';

const transferSyntaxes = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian];

/** What is answered elsewhere, for the receiver knows no database. */
export const relayedServices: readonly ServedService[] = [
  ...[studyRootFind, patientRootFind, studyRootMove, patientRootMove, studyRootGet, patientRootGet].map(
    (abstractSyntax) => ({ abstractSyntax, transferSyntaxes }),
  ),
  // A PACS that reports what it keeps for us calls as SCP of the class (PS3.4 section J.3.3).
  { abstractSyntax: storageCommitment, transferSyntaxes, roles: { scu: true, scp: true } },
];

/** What to answer while the service is away (PS3.4 tables C.4-1 to C.4-3, PS3.7 section 10.1.4.1.10): try again later. */
export function awayStatus(command: CommandSet): number {
  switch (command.CommandField) {
    case commandFields.cFindRq:
      return statuses.outOfResources;
    case commandFields.cMoveRq:
    case commandFields.cGetRq:
      return unableToPerform;
    default:
      return statuses.processingFailure;
  }
}

/** C-MOVE, C-GET: refused, out of resources, unable to perform sub-operations. */
const unableToPerform = 0xa702;
/** Requests under way at once, of every peer. */
const maxRequests = 64;
const pendingStatuses = new Set([0xff00, 0xff01]);

export type Relay = {
  /** Hands a request over and answers it as the service does, or with `awayStatus`. */
  forward(request: ServedRequest, from: Omit<RelayedRequestHead, 'command' | 'context'>): void;
};

export type RelayOptions = {
  /** Local socket of the service. */
  readonly path: string;
  /** Where the containers are of which the service names regions. */
  readonly storeRoot: string;
  onFailure(error: unknown): void;
};

export function openRelay({ path, storeRoot, onFailure }: RelayOptions): Relay {
  let underWay = 0;
  return {
    forward(request, from) {
      if (underWay >= maxRequests) {
        request.respond({ status: awayStatus(request.command), comment: 'too many requests at once' });
        return;
      }
      underWay += 1;
      void carry(request, from, { path, storeRoot })
        .catch((error: unknown) => onFailure(error))
        .finally(() => {
          underWay -= 1;
        });
    },
  };
}

async function carry(
  request: ServedRequest,
  from: Omit<RelayedRequestHead, 'command' | 'context'>,
  { path, storeRoot }: Pick<RelayOptions, 'path' | 'storeRoot'>,
): Promise<void> {
  const head: RelayedRequestHead = { ...from, command: request.command, context: request.context };
  const socket = connect(relayAddress(path));
  const taker = new ResponseTaker(request, socket, storeRoot);
  let isAnswered = false;
  try {
    // Whoever iterates learns of an error too; without a listener it would end the process in between.
    socket.on('error', () => undefined);
    socket.write(encodeFrame(frameKinds.request, head, request.dataSet ?? undefined));
    request.onCancel(() => socket.write(encodeFrame(frameKinds.cancel, {})));
    for await (const frame of readFrames(socket)) {
      isAnswered = await taker.take(frame);
      if (isAnswered) break;
    }
  } finally {
    // However it ends: an object that waits for more would hold back the answer for ever.
    taker.close();
    socket.destroy();
    if (!isAnswered) request.respond({ status: awayStatus(request.command), comment: 'try again later' });
  }
}

/** Turns frames into responses and sub-operations, no faster than the peer takes them. */
class ResponseTaker {
  readonly #request: ServedRequest;
  readonly #socket: Socket;
  readonly #regions: RegionReader;
  #object: PieceQueue | null = null;
  #isOver = false;

  constructor(request: ServedRequest, socket: Socket, storeRoot: string) {
    this.#request = request;
    this.#socket = socket;
    this.#regions = new RegionReader(storeRoot, () => this.#isOver || request.isCancelled());
  }

  /** Whether the request is answered for good. */
  async take({ kind, head, bytes }: Frame): Promise<boolean> {
    if (kind === frameKinds.response) {
      const response: ResponseHead = JSON.parse(head);
      return this.#respond(response, bytes);
    }
    if (kind === frameKinds.store) {
      const store: StoreHead = JSON.parse(head);
      this.#begin(store);
    } else if (kind === frameKinds.data) await this.#object?.push(bytes);
    else if (kind === frameKinds.end) {
      const end: EndHead = JSON.parse(head);
      if (end.isWhole) this.#object?.end();
      else this.#object?.fail(new Error('an object that could not be read'));
    } else throw new TypeError('a frame that only the receiver sends');
    return false;
  }

  /** Objects that were named, and have not begun to leave, stay here. */
  close(): void {
    this.#isOver = true;
    this.#object?.fail(new Error('the service is gone'));
  }

  async #respond({ status, counts, comment }: ResponseHead, bytes: Buffer): Promise<boolean> {
    this.#request.respond({
      status,
      ...(bytes.length > 0 ? { dataSet: bytes } : {}),
      ...(counts ? { counts } : {}),
      ...(comment === undefined ? {} : { comment }),
    });
    if (!pendingStatuses.has(status)) return true;
    await this.#request.drained();
    return false;
  }

  #begin({ region, ...head }: StoreHead): void {
    if (region) {
      const dataSet = this.#regions.add(region);
      this.#store({ ...head, dataSet }, () => dataSet.drop());
      return;
    }
    const object = new PieceQueue();
    this.#object = object;
    this.#store({ ...head, dataSet: object }, () => object.drop());
  }

  #store(request: StoreRequest, dropped: () => void): void {
    const answered = (stored: StoredHead): void => {
      dropped();
      if (!this.#socket.destroyed) this.#socket.write(encodeFrame(frameKinds.stored, stored));
    };
    this.#request.store(request).then(
      ({ status, errorComment }) => answered({ status, comment: errorComment ?? null }),
      () => answered({ status: null, comment: null }),
    );
  }
}
