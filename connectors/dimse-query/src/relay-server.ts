import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import {
  encodeFrame,
  frameKinds,
  readFrames,
  relayAddress,
  type EndHead,
  type RelayedRequestHead,
  type ResponseHead,
  type StoredHead,
  type StoreHead,
} from '@liaison/dimse';

/** A request of a peer that reception has let in. */
export type RelayedRequest = {
  readonly head: RelayedRequestHead;
  /** Identifier or action information; empty where the request has none. */
  readonly dataSet: Buffer;
  /** Aborts when the peer cancels, when it is gone, or when the receiver is. */
  readonly signal: AbortSignal;
  /** Resolves once the receiver has taken most of what was written. The first status that is not pending ends the request. */
  respond(response: ResponseHead, dataSet?: Uint8Array): Promise<void>;
  /**
   * Sub-operation of C-GET; several may wait, and leave in the order of the calls. `pieces` is its data set where the
   * object has no region. A null status: it could not be read, the peer takes no such object, or is gone.
   */
  store(object: StoreHead, pieces: AsyncIterable<Uint8Array> | null): Promise<StoredHead>;
};

export type RelayServer = { close(): Promise<void> };

/** Connections at once: those of every receiver of this machine. */
const maxConnections = 256;

/**
 * The service's end of the relay: listens at `path`, in a folder that only this account may enter. Whatever `answer` throws
 * is told to `onFailure`, and ends that request alone: the receiver then answers that the service is away.
 */
export async function serveRelay(
  path: string,
  answer: (request: RelayedRequest) => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<RelayServer> {
  const isPipe = platform() === 'win32';
  if (!isPipe) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    chmodSync(dirname(path), 0o700);
    // Left by an earlier life: nobody else may be in this folder.
    rmSync(path, { force: true });
  }
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    serve(socket, answer).catch(onFailure);
  });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(relayAddress(path), resolve);
  });
  if (!isPipe) chmodSync(path, 0o600);
  return {
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(socket: Socket, answer: (request: RelayedRequest) => Promise<void>): Promise<void> {
  const link = new RequestLink(socket);
  let running: Promise<void> | null = null;
  try {
    for await (const { kind, head, bytes } of readFrames(socket)) {
      if (kind === frameKinds.request && !running) {
        const request: RelayedRequestHead = JSON.parse(head);
        running = answer(link.open(request, bytes)).finally(() => socket.end());
        running.catch(() => socket.destroy());
      } else if (kind === frameKinds.cancel) link.cancel();
      else if (kind === frameKinds.stored) link.stored(JSON.parse(head));
      else throw new TypeError('a frame that only the service sends');
    }
  } finally {
    link.cancel();
    await running;
  }
}

const unanswered: StoredHead = { status: null, comment: null };

class RequestLink {
  readonly #socket: Socket;
  readonly #cancelled = new AbortController();
  /** Objects that are not answered, in their order. */
  readonly #waiting: ((answer: StoredHead) => void)[] = [];
  /** The frames of one object come together. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.once('close', () => this.cancel());
  }

  open(head: RelayedRequestHead, dataSet: Buffer): RelayedRequest {
    return {
      head,
      dataSet,
      signal: this.#cancelled.signal,
      respond: (response, bytes) => this.#write(encodeFrame(frameKinds.response, response, bytes)),
      store: (object, pieces) => this.#store(object, pieces),
    };
  }

  cancel(): void {
    this.#cancelled.abort();
    // What is under way is over too: nobody will answer it.
    while (this.#socket.destroyed && this.#waiting.length > 0) this.stored(unanswered);
  }

  stored(answer: StoredHead): void {
    this.#waiting.shift()?.(answer);
  }

  #store(object: StoreHead, pieces: AsyncIterable<Uint8Array> | null): Promise<StoredHead> {
    const written = this.#writing.then(() => this.#begin(object, pieces));
    this.#writing = written;
    return written.then(({ answered }) => answered);
  }

  /** Settles when the next object may be written. */
  async #begin(
    object: StoreHead,
    pieces: AsyncIterable<Uint8Array> | null,
  ): Promise<{ answered: Promise<StoredHead> }> {
    if (this.#socket.destroyed || this.#cancelled.signal.aborted)
      return { answered: Promise.resolve(unanswered) };
    let isAnswered = false;
    const answered = new Promise<StoredHead>((resolve) =>
      this.#waiting.push((answer) => {
        isAnswered = true;
        resolve(answer);
      }),
    );
    await this.#write(encodeFrame(frameKinds.store, object));
    if (!pieces) return { answered };
    const end: EndHead = { isWhole: await this.#send(pieces, () => isAnswered) };
    await this.#write(encodeFrame(frameKinds.end, end));
    return { answered };
  }

  /** Whether every piece was given; what breaks off, or is refused on the way, was not. */
  async #send(pieces: AsyncIterable<Uint8Array>, isAnswered: () => boolean): Promise<boolean> {
    try {
      for await (const piece of pieces) {
        if (isAnswered() || this.#socket.destroyed) return false;
        await this.#write(encodeFrame(frameKinds.data, {}, piece));
      }
      return true;
    } catch {
      return false;
    }
  }

  /** No faster than the receiver takes it. */
  async #write(bytes: Buffer): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed || socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        socket.off('drain', go);
        socket.off('close', go);
        resolve();
      };
      socket.on('drain', go);
      socket.on('close', go);
    });
  }
}
