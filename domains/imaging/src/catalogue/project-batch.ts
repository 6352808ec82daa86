import { closeSync, fdatasyncSync, openSync } from 'node:fs';
import { grant } from '@liaison/access';
import type { ContainerAbout, ContainerEntry, RecordHeader } from '@liaison/blobs';
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import type { Enqueue } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { newId, type MachineActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { isDatabaseAway } from './database-away.ts';
import {
  announcedFacts,
  describeEntry,
  describeHeader,
  type CommittedEntry,
  type Described,
} from './describe-entry.ts';
import { beginContainer, holdContainer, updateContainer, type ContainerRow } from './container-store.ts';
import {
  insertInstances,
  insertQuarantine,
  keepSeries,
  listHeld,
  listKnown,
  lockStudy,
  refreshStudy,
  updateFacts,
  type NewInstance,
} from './projection-store.ts';
import { sameBytes } from './same-bytes.ts';
import { followersOf } from '../study/share-study.ts';
import type { Whereabouts } from '../store.ts';

/** What the projector keeps in mind of a container between two looks. */
export type Followed = {
  readonly path: string;
  readonly about: ContainerAbout;
  /** Null where the catalogue has none yet, undefined where that is not known. */
  row: ContainerRow | null | undefined;
  /** The image under way at the last look: should it vanish, it was cut. */
  lastCurrentUid: string | null;
};

export type Projection = {
  database: SystemDatabase;
  storeRoot: string;
  /** Tells higher domains that a study settled; without it nobody listens. */
  enqueue?: Enqueue;
};

/** Another projector was faster: what is known of the container is stale. */
export class OvertakenError extends Error {}

/** The end of a container, written with its last batch: gives its row, closed. */
export type Closing = (tx: Tx, row: ContainerRow) => Promise<ContainerRow>;

/**
 * One batch. When the database refuses it for what it holds, its records are tried one by one, and a record that is
 * refused alone is catalogued by its header only: it never holds up the others. What only the end of the container needs
 * (`closing`) holds up none either: where the two together fail, the images are catalogued, and the caller closes apart.
 */
export async function projectEntries(
  projection: Projection,
  followed: Followed,
  entries: readonly ContainerEntry[],
  pendingUid: string | null,
  closing: Closing | null,
): Promise<void> {
  const parts = splitAtRepeats(entries);
  for (const part of parts) {
    const end = part === parts.at(-1) ? closing : null;
    if (end && (await closesWith(projection, followed, part, { pendingUid, closing: end }))) return;
    await projectPart(projection, followed, part, pendingUid);
  }
}

type BatchEnd = { pendingUid: string | null; closing: Closing | null };

async function closesWith(
  projection: Projection,
  followed: Followed,
  part: readonly ContainerEntry[],
  end: BatchEnd,
): Promise<boolean> {
  try {
    await commitBatch(projection, followed, part, await describeAll(followed.path, part), end);
    return true;
  } catch (error) {
    if (error instanceof OvertakenError || isDatabaseAway(error)) throw error;
    return false;
  }
}

async function projectPart(
  projection: Projection,
  followed: Followed,
  part: readonly ContainerEntry[],
  pendingUid: string | null,
): Promise<void> {
  const end = { pendingUid, closing: null };
  try {
    await commitBatch(projection, followed, part, await describeAll(followed.path, part), end);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    for (const entry of part) await projectAlone(projection, followed, entry, end);
  }
}

async function projectAlone(
  projection: Projection,
  followed: Followed,
  entry: ContainerEntry,
  end: BatchEnd,
): Promise<void> {
  try {
    await commitBatch(projection, followed, [entry], await describeAll(followed.path, [entry]), end);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    const described = entry.kind === 'instance' ? [describeHeader(entry)] : [];
    await commitBatch(projection, followed, [entry], described, end);
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint): the rows are at fault, not the connection. */
function isRefusedData(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code)) && !isDatabaseAway(error)
  );
}

/** A batch holds a SOPInstanceUID once: the second of two is then a repetition of what is catalogued. */
function splitAtRepeats(entries: readonly ContainerEntry[]): ContainerEntry[][] {
  const parts: ContainerEntry[][] = [];
  let seen = new Set<string>();
  for (const entry of entries) {
    const uid = entry.header.SOPInstanceUID;
    if (parts.length === 0 || (entry.kind === 'instance' && seen.has(uid))) {
      parts.push([]);
      seen = new Set();
    }
    if (entry.kind === 'instance') seen.add(uid);
    parts.at(-1)?.push(entry);
  }
  return parts;
}

/** What is committed is on the disk, as its mark says (platform/blobs/FORMAT.md): no power cut takes it from the catalogue. */
async function describeAll(path: string, entries: readonly ContainerEntry[]): Promise<Described[]> {
  const fd = openSync(path, 'r');
  try {
    // An aborted record is marked before the disk has it: what is noted as read must not be cut by recovery.
    if (entries.at(-1)?.kind === 'aborted') fdatasyncSync(fd);
    return await Promise.all(entries.filter(isCommitted).map((entry) => describeEntry(fd, entry)));
  } finally {
    closeSync(fd);
  }
}

export function isCommitted(entry: ContainerEntry): entry is CommittedEntry {
  return entry.kind === 'instance';
}

type Sorted = {
  fresh: Described[];
  conflicting: Described[];
  duplicates: number;
  /** UIDs of those that are not fresh. */
  held: string[];
};

/** Parts what is new from what the study has: the same bytes again are nothing, other bytes under one UID are set aside. */
async function sortOut(
  projection: Projection,
  about: ContainerAbout,
  all: readonly Described[],
): Promise<Sorted> {
  const uids = all.map(({ entry }) => entry.header.SOPInstanceUID);
  const found = await listHeld(projection.database, about, uids);
  const sorted: Sorted = { fresh: [], conflicting: [], duplicates: 0, held: [] };
  for (const described of all) {
    const uid = described.entry.header.SOPInstanceUID;
    const own = whereabouts(about.id, described.entry);
    const earlier = found.filter((row) => row.sop_instance_uid === uid);
    const isHeld = earlier.some((row) => !row.is_set_aside);
    if (isHeld) sorted.held.push(uid);
    if (!isHeld) sorted.fresh.push(described);
    else if (await isAmong(projection.storeRoot, own, earlier)) sorted.duplicates += 1;
    else sorted.conflicting.push(described);
  }
  return sorted;
}

async function isAmong(
  storeRoot: string,
  own: Whereabouts,
  earlier: readonly Whereabouts[],
): Promise<boolean> {
  for (const other of earlier) if (await sameBytes(storeRoot, own, other)) return true;
  return false;
}

function whereabouts(containerId: string, entry: CommittedEntry): Whereabouts {
  return {
    sop_instance_uid: entry.header.SOPInstanceUID,
    sop_class_uid: entry.header.SOPClassUID,
    transfer_syntax_uid: entry.header.transferSyntaxUID,
    container_id: containerId,
    data_offset: entry.dataOffset,
    data_length: entry.dataLength,
    crc32: entry.crc32,
  };
}

async function commitBatch(
  projection: Projection,
  followed: Followed,
  entries: readonly ContainerEntry[],
  described: readonly Described[],
  { pendingUid, closing }: BatchEnd,
): Promise<void> {
  const { about } = followed;
  const last = entries.at(-1);
  if (!last) return;
  const sorted = await sortOut(projection, about, described);
  followed.row = await withSystem(projection.database, async (tx) => {
    const row = await lockExpected(tx, followed);
    const study = await keepStudy(tx, about, last.header, described[0] ?? null);
    await refuseForgotten(tx, study.id, sorted.held);
    await keepSeries(tx, study.id, distinctSeries(sorted.fresh));
    const written = await insertInstances(
      tx,
      study.id,
      sorted.fresh.map((one) => toRow(about.id, one)),
    );
    if (written !== sorted.fresh.length) throw new OvertakenError('an image was catalogued meanwhile');
    for (const one of sorted.conflicting) await setAside(tx, about, row, study.id, one.entry);
    const updated = await updateContainer(tx, about.id, {
      studyId: study.id,
      projectedBytes: last.nextOffset,
      duplicates: sorted.duplicates,
      pendingUid,
    });
    const ended = closing ? await closing(tx, updated) : updated;
    await tellChange(tx, study.id, {
      images: sorted.fresh.length,
      quarantined: sorted.conflicting.length,
      receivedAt: latestOf(entries),
    });
    return ended;
  });
}

/** What came again may be purged between the comparison and now: then it is no repetition, but all that there is. */
async function refuseForgotten(tx: Tx, studyId: string, held: readonly string[]): Promise<void> {
  if (held.length === 0) return;
  const known = await listKnown(tx, studyId, held);
  if (known.length < held.length) throw new OvertakenError('an image was purged meanwhile');
}

/** The container as this process knows it, held; made where the catalogue has none. */
export async function lockExpected(tx: Tx, followed: Followed): Promise<ContainerRow> {
  const { about, row: known } = followed;
  const row = await (known ? holdContainer(tx, about.id) : beginContainer(tx, about));
  if (!row || row.projected_bytes !== (known?.projected_bytes ?? 0) || row.closed_at) {
    throw new OvertakenError('another projector went on with this container');
  }
  return row;
}

/** The study's row, and the structure's right to it when it is new. `first`: null where only a header is known. */
export async function keepStudy(
  tx: Tx,
  about: ContainerAbout,
  header: RecordHeader,
  first: Pick<Described, 'study' | 'keep'> | null,
): Promise<{ id: string }> {
  const facts = first?.study;
  const study = await lockStudy(tx, {
    id: newId(),
    structureId: about.structureId,
    studyInstanceUid: about.StudyInstanceUID,
    callingAeTitle: about.callingAeTitle,
    receivedAt: header.receivedAt,
    facts: facts ?? announcedFacts(header),
    attributes: () => first?.keep().study ?? {},
  });
  if (study.isNew)
    await grant(tx, [about.structureId], ['study:read'], { kind: 'study', id: study.id }, 'received');
  if (facts && !study.isNew && study.image_count === 0)
    await updateFacts(tx, study.id, facts, first.keep().study);
  return study;
}

function distinctSeries(all: readonly Described[]) {
  const bySeries = Map.groupBy(all, ({ series }) => series.series_instance_uid);
  return [...bySeries.values()].flatMap((own) => {
    const last = own.at(-1);
    if (!last) return [];
    return [{ ...last.series, id: newId(), attributes: last.keep().series, instance_count: own.length }];
  });
}

function toRow(containerId: string, { entry, image, series }: Described): NewInstance {
  return {
    ...image,
    ...whereabouts(containerId, entry),
    id: newId(),
    series_instance_uid: series.series_instance_uid,
    received_at: entry.header.receivedAt,
  };
}

async function setAside(
  tx: Tx,
  about: ContainerAbout,
  container: ContainerRow,
  studyId: string,
  entry: CommittedEntry,
): Promise<void> {
  const row = { ...whereabouts(about.id, entry), id: newId(), received_at: entry.header.receivedAt };
  await insertQuarantine(tx, studyId, row);
  await record(tx, senderOf(about, container), {
    act: 'study.quarantined',
    resource: { kind: 'study', id: studyId },
    details: {
      StudyInstanceUID: about.StudyInstanceUID,
      SOPInstanceUID: row.sop_instance_uid,
      container: about.id,
    },
  });
}

/** The peer that sent a container, as the journal names it. */
export function senderOf(about: ContainerAbout, row: ContainerRow): MachineActor {
  return { kind: 'machine', name: about.callingAeTitle, structureId: row.structure_id };
}

function latestOf(entries: readonly ContainerEntry[]): string | null {
  return (
    entries
      .map((entry) => entry.header.receivedAt)
      .toSorted()
      .at(-1) ?? null
  );
}

/** The study is held already. */
export async function tellChange(
  tx: Tx,
  studyId: string,
  added: Parameters<typeof refreshStudy>[2],
): Promise<void> {
  await refreshStudy(tx, studyId, added);
  await announce(tx, [`study:${studyId}`, ...(await followersOf(tx, studyId))]);
}
