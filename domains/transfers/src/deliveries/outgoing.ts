import { openRange } from '@liaison/blobs';
import {
  coerceDataSet,
  DeflatedExplicitVRLittleEndian,
  isTextIn,
  readDataSet,
  recodeDataSet,
  type DataSetInput,
  type TargetCharacterSet,
} from '@liaison/dicom';
import type { Peer } from '@liaison/pacs';
import type { Coercion } from '../contract.ts';
import type { PackedInstance } from '../store.ts';

/**
 * The data set of an image as it was received; held against its CRC before its last piece leaves. A piece lasts until the
 * next is asked for. @throws ContainerMissingError, StoreFailedError
 */
async function* storedPieces(
  storeRoot: string,
  instance: PackedInstance,
): AsyncGenerator<Uint8Array, void, undefined> {
  const range = openRange(storeRoot, instance.container_id);
  try {
    yield* range.verified(instance.data_offset, instance.data_length, instance.crc32);
  } finally {
    range.close();
  }
}

/** What a destination wants of an image. */
export type Wanted = {
  /** Identifiers to write, where they were asked for; the former ones stay in the image. */
  coercion: Coercion | null;
  modifiedAt: Date;
  /** What its text has to be put in; null where it is, or the destination reads it as it is. */
  target: TargetCharacterSet | null;
  /** Some text cannot be said in it: the image leaves with its own character set. */
  onUnfit(): void;
};

/** SpecificCharacterSet is among the first elements. */
const headBytes = 512;

/** What the text of an image has to be put in for a destination; null where it may stay. */
export async function targetOf(
  storeRoot: string,
  instance: PackedInstance,
  { coercion, characterSet }: { coercion: Coercion | null; characterSet: Peer['characterSet'] },
): Promise<TargetCharacterSet | null> {
  if (characterSet !== 'ISO_IR 100') return null;
  const declared = coercion ? null : await readCharacterSet(storeRoot, instance);
  return declared !== null && isTextIn(characterSet, declared) ? null : characterSet;
}

/** Null where it cannot be told without reading on. */
async function readCharacterSet(storeRoot: string, instance: PackedInstance): Promise<string | null> {
  const { container_id, data_offset, data_length, transfer_syntax_uid } = instance;
  if (transfer_syntax_uid === DeflatedExplicitVRLittleEndian) return null;
  const range = openRange(storeRoot, container_id);
  try {
    const head = await range.read(data_offset, Math.min(headBytes, data_length));
    const { dataSet } = readDataSet(head, transfer_syntax_uid, { isPrefix: true });
    return dataSet.text('SpecificCharacterSet') ?? '';
  } catch {
    // What is wrong with it is told where it is sent.
    return null;
  } finally {
    range.close();
  }
}

/** The same as the destination wants it. */
export function outgoingPieces(
  storeRoot: string,
  instance: PackedInstance,
  { coercion, modifiedAt, target, onUnfit }: Wanted,
): AsyncGenerator<Uint8Array> {
  const stored = storedPieces(storeRoot, instance);
  const pieces = coercion ? coerced(stored, instance, coercion, modifiedAt) : stored;
  return target ? recodeDataSet(pieces, instance.transfer_syntax_uid, target, onUnfit) : pieces;
}

async function* coerced(
  pieces: AsyncIterable<Uint8Array>,
  instance: PackedInstance,
  coercion: Coercion,
  modifiedAt: Date,
): AsyncGenerator<Uint8Array, void, undefined> {
  const options = {
    reason: 'COERCE',
    modifyingSystem: 'Liaison',
    sourceOfPreviousValues: '',
    modifiedAt,
  } as const;
  const changes = coercionChanges(coercion);
  yield* coerceDataSet(pieces, instance.transfer_syntax_uid, changes, options);
}

/**
 * Attributes to write. An identifier comes with its issuer: that of the former one never qualifies the new one, nor do the
 * sequences that say more of it. UIDs are not touched, so that the study stays the same everywhere.
 */
export function coercionChanges(coercion: Coercion): DataSetInput {
  const { patientId, issuerOfPatientId, accessionNumber, traits } = coercion;
  return {
    ...(patientId === null
      ? {}
      : {
          PatientID: patientId,
          IssuerOfPatientID: issuerOfPatientId ?? '',
          IssuerOfPatientIDQualifiersSequence: [],
        }),
    ...(accessionNumber === null
      ? {}
      : { AccessionNumber: accessionNumber, IssuerOfAccessionNumberSequence: [] }),
    ...(traits === null
      ? {}
      : {
          PatientName: traits.givenNames ? `${traits.familyName}^${traits.givenNames}` : traits.familyName,
          PatientBirthDate: traits.birthDate?.replaceAll('-', '') ?? '',
          PatientSex: traits.sex ?? '',
        }),
  };
}

/** Of a second's bytes: what leaves at once. */
const stepsPerSecond = 4;

/** Lets bytes through no faster than this on average, a little at a time; `sleep` in milliseconds. */
export class Pace {
  readonly #bytesPerSecond: number;
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;
  #freeAt = 0;

  constructor(bytesPerSecond: number, clock: { now(): number; sleep(ms: number): Promise<unknown> }) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#now = () => clock.now();
    this.#sleep = (ms) => clock.sleep(ms);
  }

  async *through(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    // Even, as the fragments of a data set are.
    const step = Math.max(2, Math.floor(this.#bytesPerSecond / stepsPerSecond / 2) * 2);
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += step) {
        const part = piece.subarray(at, at + step);
        const now = this.#now();
        if (this.#freeAt > now) await this.#sleep(this.#freeAt - now);
        this.#freeAt = Math.max(this.#freeAt, now) + (part.length / this.#bytesPerSecond) * 1000;
        yield part;
      }
    }
  }
}
