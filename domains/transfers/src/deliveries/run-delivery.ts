import { ContainerMissingError, StoreFailedError } from '@liaison/blobs';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { DicomError } from '@liaison/dicom';
import type { Clock } from '@liaison/kernel';
import { announce } from '@liaison/live';
import {
  PacsError,
  type PacsLink,
  type Peer,
  type SendableInstance,
  type StoredInstance,
} from '@liaison/pacs';
import { setTimeout as sleep } from 'node:timers/promises';
import { listMissing, noteImages, type HeldDelivery, type NotedImage } from './delivering-store.ts';
import { outcomeOf, type TryOutcome } from '../model.ts';
import { outgoingPieces, Pace, targetOf } from './outgoing.ts';
import type { PackedInstance } from '../store.ts';

export type Delivering = {
  database: SystemDatabase;
  /** Where the containers are. */
  storeRoot: string;
  link: Pick<PacsLink, 'store'>;
  clock: Clock;
};

/** Answers that may be unwritten: as many images, and no more, are repeated by a crash. */
const mostUnwritten = 8;
/** Between two hints on the progress of one delivery. */
const hintEveryMs = 1000;
const processingFailure = 0x0110;

/** An image that cannot leave whatever the destination: it is noted as refused, and holds up no other. */
class UnsendableError extends Error {
  readonly instance: PackedInstance;
  readonly comment: string;

  constructor(instance: PackedInstance, comment: string, cause: unknown) {
    super('an image cannot be sent', { cause });
    this.instance = instance;
    this.comment = comment;
  }
}

/**
 * Sends what is missing at the destination, noting each image as it is answered, until nothing is missing or something
 * stands in the way. What came of the images is in the table; only what ended the try is told.
 */
export async function runDelivery(
  given: Delivering,
  delivery: HeldDelivery,
  peer: Peer,
  signal: AbortSignal,
): Promise<TryOutcome> {
  for (;;) {
    const missing = await withSystem(given.database, (tx) => listMissing(tx, delivery));
    if (missing.length === 0) return { kind: 'complete' };
    const trouble = await sendMissing(given, { delivery, peer, missing }, signal);
    if (trouble) return trouble;
  }
}

type Sending = { delivery: HeldDelivery; peer: Peer; missing: readonly PackedInstance[] };

async function sendMissing(
  given: Delivering,
  { delivery, peer, missing }: Sending,
  signal: AbortSignal,
): Promise<TryOutcome | null> {
  const notes = new Notes(given.database, delivery);
  let putOff: StoredInstance | null = null;
  let answered = 0;
  const unfit = new Set<string>();
  const onStored = (stored: StoredInstance): void => {
    answered += 1;
    const outcome = outcomeOf(stored.status);
    if (outcome === 'sent' && unfit.has(stored.SOPInstanceUID)) notes.add({ ...stored, outcome: 'warned' });
    else if (outcome) notes.add({ ...stored, outcome });
    else putOff ??= stored;
  };
  // Once the destination has no room, it is not filled with more.
  const mayGoOn = async () => {
    await notes.room();
    return putOff === null && !signal.aborted;
  };
  try {
    await given.link.store(
      peer,
      outgoing(given, { delivery, peer, missing }, mayGoOn, unfit),
      onStored,
      signal,
    );
  } catch (error) {
    const unsendable = findUnsendable(error);
    if (unsendable) notes.add(noteOf(unsendable));
    await notes.settled();
    return unsendable ? null : tellTrouble(error, signal);
  }
  await notes.settled();
  if (putOff) return describePutOff(putOff);
  if (answered < missing.length)
    return { kind: 'trouble', code: 'images-put-off', detail: '', mayPass: true };
  return null;
}

function describePutOff(stored: StoredInstance): TryOutcome {
  const detail = `${stored.status.toString(16).toUpperCase().padStart(4, '0')} ${stored.comment}`.trim();
  return { kind: 'trouble', code: 'images-put-off', detail, mayPass: true };
}

function tellTrouble(error: unknown, signal: AbortSignal): TryOutcome {
  if (error instanceof PacsError)
    return {
      kind: 'trouble',
      code: error.code,
      detail: error.detail,
      mayPass: true,
      isLasting: !error.mayPass,
    };
  if (signal.aborted) return { kind: 'trouble', code: 'unforeseen', detail: '', mayPass: true };
  throw error;
}

/** The link may wrap what its source of images throws. */
function findUnsendable(error: unknown): UnsendableError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof UnsendableError) return at;
  return null;
}

function noteOf({ instance, comment }: UnsendableError): NotedImage {
  return {
    SOPInstanceUID: instance.sop_instance_uid,
    SOPClassUID: instance.sop_class_uid,
    outcome: 'refused',
    status: processingFailure,
    comment,
  };
}

/** `unfit`: images whose text the destination's character set cannot say, noted as they leave. */
async function* outgoing(
  given: Delivering,
  { delivery, peer, missing }: Sending,
  mayGoOn: () => Promise<boolean>,
  unfit: Set<string>,
): AsyncGenerator<SendableInstance> {
  const { maxBytesPerSecond } = delivery;
  const clock = { now: () => performance.now(), sleep: (ms: number) => sleep(ms) };
  const pace = maxBytesPerSecond === null ? null : new Pace(maxBytesPerSecond, clock);
  for (const instance of missing) {
    if (!(await mayGoOn())) return;
    const target = await targetOf(given.storeRoot, instance, {
      ...delivery,
      characterSet: peer.characterSet,
    });
    yield {
      SOPClassUID: instance.sop_class_uid,
      SOPInstanceUID: instance.sop_instance_uid,
      transferSyntaxUID: instance.transfer_syntax_uid,
      length: delivery.coercion || target ? undefined : instance.data_length,
      pieces: () => {
        const wanted = {
          coercion: delivery.coercion,
          modifiedAt: given.clock.now(),
          target,
          onUnfit: () => void unfit.add(instance.sop_instance_uid),
        };
        const pieces = told(instance, outgoingPieces(given.storeRoot, instance, wanted));
        return pace ? pace.through(pieces) : pieces;
      },
    };
  }
}

/** Says of which image a fault is. */
async function* told(
  instance: PackedInstance,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof ContainerMissingError || error instanceof StoreFailedError)
      throw new UnsendableError(instance, 'Image illisible sur le disque de Liaison', error);
    if (error instanceof DicomError)
      throw new UnsendableError(instance, 'Identifiants impossibles à écrire dans cette image', error);
    throw error;
  }
}

/** Writes answers as they come, those of one moment together. */
class Notes {
  readonly #database: SystemDatabase;
  readonly #delivery: HeldDelivery;
  #waiting: NotedImage[] = [];
  #writing: Promise<void> | null = null;
  #failure: unknown = null;
  #unwritten = 0;
  #step: Promise<void> = Promise.resolve();
  #hintedAt = 0;

  constructor(database: SystemDatabase, delivery: HeldDelivery) {
    this.#database = database;
    this.#delivery = delivery;
  }

  add(image: NotedImage): void {
    this.#waiting.push(image);
    this.#unwritten += 1;
    this.#writing ??= this.#writeAll();
  }

  /** Waits while too much is unwritten: the database sets the pace of small images. @throws what keeps it from being written */
  async room(): Promise<void> {
    while (this.#writing && this.#unwritten >= mostUnwritten) await this.#step;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Resolves once all is written. @throws what kept it from being so */
  async settled(): Promise<void> {
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const images = this.#waiting.splice(0);
        this.#step = this.#write(images);
        await this.#step;
        this.#unwritten -= images.length;
      }
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#writing = null;
    }
  }

  async #write(images: readonly NotedImage[]): Promise<void> {
    const now = performance.now();
    const isTold = now - this.#hintedAt >= hintEveryMs;
    if (isTold) this.#hintedAt = now;
    await withSystem(this.#database, async (tx) => {
      await noteImages(tx, this.#delivery, images);
      if (isTold) await announce(tx, [`study:${this.#delivery.studyId}`]);
    });
  }
}
