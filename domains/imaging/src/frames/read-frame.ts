import { authorise } from '@liaison/access';
import { ContainerMissingError, openRange } from '@liaison/blobs';
import { withActor, type AppDatabase } from '@liaison/db';
import { DeflatedExplicitVRLittleEndian } from '@liaison/dicom';
import type { Covers } from '@liaison/journal';
import { subjectsOf, type Actor, type Clock } from '@liaison/kernel';
import { readPacked } from '../derivatives/derivative-pack.ts';
import { listDerivatives, type DerivativeKind, type DerivativeRow } from '../derivatives/derivative-store.ts';
import { frameBytes } from '../catalogue/describe-image.ts';
import { invalid, missing } from '../errors.ts';
import { joinFragments } from '../catalogue/index-frames.ts';
import { inflateInstance } from './inflate-instance.ts';
import { isUncompressed } from '../study/model.ts';
import { recordOpening } from '../study/record-opening.ts';
import { findFrameSource, findStudy, listFrameSources, type FrameRow } from '../store.ts';

/** A positive decision is kept this long, so that a stack of frames asks once; a revocation is felt no later. */
const decisionMs = 2000;
const mostDecisions = 10_000;
const mostSources = 4096;

export type FrameReader = {
  /**
   * What frames of an instance can be cut from, for this actor. @throws DomainError `access/refused`,
   * `imaging/no-instance`
   */
  find(actor: Actor, studyId: string, sopInstanceUid: string): Promise<FrameRow>;
  /** One frame, from 1, encoded as its transfer syntax says. @throws DomainError `imaging/no-frame`, `imaging/unshowable` */
  read(source: FrameRow, frame: number): Promise<Buffer>;
  /** What was made of a frame of an instance that `find` gave to this actor; null where nothing was. */
  derived(
    actor: Actor,
    studyId: string,
    sopInstanceUid: string,
    frame: number,
    kind: DerivativeKind,
  ): Promise<Buffer | null>;
};

export type FrameReaderOptions = {
  database: AppDatabase;
  storeRoot: string;
  clock: Clock;
  /** The openings of studies that the journal has. */
  openings: Covers;
  /** The door, as the journal names it. */
  through: 'viewer' | 'dicomweb';
};

/** Reads frames. The opening of their study covers them in the journal; without one, reading the first is the opening. */
export function openFrameReader(options: FrameReaderOptions): FrameReader {
  const { database, storeRoot, clock, openings, through } = options;
  const decisions = new Map<string, number>();
  // Where an instance lies changes with a purge only; a source is given only to who may read its study now.
  const sources = new Map<string, FrameRow>();
  const derivatives = new Map<string, ReadonlyMap<number, DerivativeRow>>();
  const loading = new Map<string, Promise<FrameRow>>();

  // Who asks for one slice asks for the others of its series next.
  const load = async (actor: Actor, studyId: string, sopInstanceUid: string): Promise<FrameRow> => {
    const found = await withActor(database, actor, async (tx) => {
      await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
      const isKnown = sources.has(`${studyId} ${sopInstanceUid}`);
      const series = await (isKnown ? findFrameSource : listFrameSources)(tx, studyId, sopInstanceUid);
      const study = openings.covers(actor, studyId) ? undefined : await findStudy(tx, studyId);
      if (study) await recordOpening(tx, actor, study, through);
      return [series ?? []].flat();
    });
    if (!openings.covers(actor, studyId)) openings.mark(actor, studyId);
    for (const row of found) keep(sources, `${studyId} ${row.sop_instance_uid}`, row, mostSources);
    const source = found.find((row) => row.sop_instance_uid === sopInstanceUid);
    if (!source) throw missing('imaging/no-instance');
    return source;
  };

  const list = async (actor: Actor, studyId: string, sopInstanceUid: string, kind: DerivativeKind) => {
    const found = await withActor(database, actor, (tx) =>
      listDerivatives(tx, studyId, sopInstanceUid, kind),
    );
    if (found.size > 0) keep(derivatives, `${studyId} ${sopInstanceUid} ${kind}`, found, mostSources);
    return found;
  };

  return {
    async find(actor, studyId, sopInstanceUid) {
      const decision = `${rightsOf(actor)} ${studyId}`;
      const known = () => {
        const isDecided = (decisions.get(decision) ?? 0) > clock.now().getTime();
        const source = sources.get(`${studyId} ${sopInstanceUid}`);
        return isDecided && openings.covers(actor, studyId) ? source : undefined;
      };
      // Several slices are asked for at once: one question answers for all of them.
      await loading.get(decision)?.catch(() => {});
      const source = known();
      if (source) return source;
      const now = clock.now().getTime();
      const asked = load(actor, studyId, sopInstanceUid);
      loading.set(decision, asked);
      try {
        const loaded = await asked;
        keep(decisions, decision, now + decisionMs, mostDecisions);
        return loaded;
      } finally {
        if (loading.get(decision) === asked) loading.delete(decision);
      }
    },
    read: (source, frame) =>
      readFrame(storeRoot, source, frame).catch((error: unknown) => {
        // Purged, and perhaps brought again elsewhere: the next ask looks anew.
        if (error instanceof ContainerMissingError)
          for (const [key, row] of sources) if (row.container_id === source.container_id) sources.delete(key);
        throw error;
      }),
    async derived(actor, studyId, sopInstanceUid, frame, kind) {
      const name = `${studyId} ${sopInstanceUid} ${kind}`;
      const known = derivatives.get(name)?.get(frame);
      const row = known ?? (await list(actor, studyId, sopInstanceUid, kind)).get(frame);
      return row ? readPacked(storeRoot, studyId, row.node, row) : null;
    },
  };
}

/** All that a decision depends on, besides the grants. */
function rightsOf(actor: Actor): string {
  const features = actor.kind === 'user' ? actor.features : [];
  return [...subjectsOf(actor), ...features].join(' ');
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

export async function readFrame(storeRoot: string, source: FrameRow, frame: number): Promise<Buffer> {
  if (source.unshowable !== null || source.pixel_offset === null) throw invalid('imaging/unshowable');
  if (!Number.isInteger(frame) || frame < 1 || frame > source.frames) throw missing('imaging/no-frame');
  const { offset, length, shift } = locateFrame(source, source.pixel_offset, frame);
  if (source.transfer_syntax_uid === DeflatedExplicitVRLittleEndian) {
    const inflated = await inflateInstance(storeRoot, source);
    const bytes = inflated.subarray(offset, offset + length);
    return shift === 0 ? bytes : shifted(bytes, shift);
  }
  const range = openRange(storeRoot, source.container_id);
  try {
    const bytes = await range.read(source.data_offset + offset, length);
    if (isUncompressed(source.transfer_syntax_uid)) return shift === 0 ? bytes : shifted(bytes, shift);
    const joined = joinFragments(bytes);
    if (!joined) throw invalid('imaging/unshowable');
    return joined;
  } finally {
    range.close();
  }
}

/** Bits from the one at `shift` of the first byte on, the least significant first (PS3.5 section 8.1.1). */
function shifted(bytes: Buffer, shift: number): Buffer {
  return Buffer.from(bytes.map((byte, at) => (byte >> shift) | ((bytes[at + 1] ?? 0) << (8 - shift))));
}

/**
 * In bytes from the start of the data set; encapsulated frames with the headers of their items. `shift`: bits of the first byte
 * that are of the frame before, for frames of 1-bit pixels need not begin at a byte.
 */
function locateFrame(
  source: FrameRow,
  pixelOffset: number,
  frame: number,
): { offset: number; length: number; shift: number } {
  if (isUncompressed(source.transfer_syntax_uid)) {
    const length = frameBytes(source);
    const start = (frame - 1) * length;
    const end = Math.ceil(start + length);
    return {
      offset: pixelOffset + Math.floor(start),
      length: end - Math.floor(start),
      shift: (start % 1) * 8,
    };
  }
  const start = Number(source.frame_offsets?.[frame - 1] ?? Number.NaN);
  const end = Number(source.frame_offsets?.[frame] ?? Number.NaN);
  if (!(end > start)) throw invalid('imaging/unshowable');
  return { offset: start, length: end - start, shift: 0 };
}
