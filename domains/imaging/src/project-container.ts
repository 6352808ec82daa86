import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { grant } from '@liaison/access';
import {
  dayOfContainer, scanContainer, sealContainer, type ContainerAbout, type ContainerEntry, type RecordHeader,
} from '@liaison/blobs';
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { newId, type MachineActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { announcedFacts, describeEntry, describeHeader, type CommittedEntry, type Described } from './describe-entry.ts';
import {
  countQuarantinedOf, findStudyOf, insertInstances, insertQuarantine, insertSeries, listKnown, listQuarantined, lockContainer,
  lockStudy, markClosed, markSealed, refreshStudy, updateContainer, updateFacts, type ContainerRow, type NewInstance,
} from './projection-store.ts';
import { sameBytes } from './same-bytes.ts';
import { isDatabaseAway } from './database-away.ts';
import type { StudyFacts } from './describe-image.ts';
import type { Whereabouts } from './store.ts';

/** What the projector keeps in mind of a container between two looks. */
export type Followed = {
  readonly path: string;
  readonly about: ContainerAbout;
  row: ContainerRow | null;
  /** The image under way at the last look: should it vanish, it was cut. */
  lastCurrentUid: string | null;
};

export type Projection = { database: SystemDatabase; storeRoot: string };

/** Images in one transaction: a study of thousands shows up by and by, and no transaction lasts. */
const batchSize = 64;

/** Another projector was faster: what is known of the container is stale. */
class OvertakenError extends Error {}

/**
 * Brings the catalogue up to what a container holds now, in batches that each commit whole. Safe to be stopped anywhere
 * and run again, and to be run by two processes at once.
 * @returns whether anything was written
 */
export async function projectContainer(projection: Projection, followed: Followed): Promise<boolean> {
  try {
    return await follow(projection, followed);
  } catch (error) {
    followed.row = null;
    if (error instanceof OvertakenError) return true;
    throw error;
  }
}

async function follow(projection: Projection, followed: Followed): Promise<boolean> {
  followed.row ??= await withSystem(projection.database, (tx) => lockContainer(tx, followed.about));
  const row = followed.row;
  if (row.closed_at) return sealClosed(projection, followed, row);
  const scan = scanContainer(followed.path, row.projected_bytes);
  const pendingUid = scan.current?.SOPInstanceUID ?? lastAborted(scan.entries);
  for (let at = 0; at < scan.entries.length; at += batchSize) {
    await projectEntries(projection, followed, scan.entries.slice(at, at + batchSize), pendingUid);
  }
  const isAnnounced = followed.row.study_id !== null;
  if (!isAnnounced && scan.current) await announceStudy(projection, followed, scan.current);
  const cutUid = followed.lastCurrentUid;
  followed.lastCurrentUid = scan.current?.SOPInstanceUID ?? cutUid;
  if (scan.state === 'open') return scan.entries.length > 0;
  await closeContainer(projection, followed, pendingUid ?? cutUid);
  return true;
}

function lastAborted(entries: readonly ContainerEntry[]): string | null {
  return entries.findLast((entry) => entry.kind === 'aborted')?.header.SOPInstanceUID ?? null;
}

/**
 * One batch. When the database refuses it for what it holds, its records are tried one by one, and a record that is
 * refused alone is catalogued by its header only: it never holds up the others.
 */
async function projectEntries(
  projection: Projection,
  followed: Followed,
  entries: readonly ContainerEntry[],
  pendingUid: string | null,
): Promise<void> {
  const parts = splitAtRepeats(entries);
  for (const part of parts) {
    try {
      await commitBatch(projection, followed, part, await describeAll(followed.path, part), pendingUid);
    } catch (error) {
      if (!isRefusedData(error)) throw error;
      for (const entry of part) await projectAlone(projection, followed, entry, pendingUid);
    }
  }
}

async function projectAlone(
  projection: Projection,
  followed: Followed,
  entry: ContainerEntry,
  pendingUid: string | null,
): Promise<void> {
  try {
    await commitBatch(projection, followed, [entry], await describeAll(followed.path, [entry]), pendingUid);
  } catch (error) {
    if (!isRefusedData(error)) throw error;
    const described = entry.kind === 'instance' ? [describeHeader(entry)] : [];
    await commitBatch(projection, followed, [entry], described, pendingUid);
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint): the rows are at fault, not the connection. */
function isRefusedData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code)) && !isDatabaseAway(error);
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

async function describeAll(path: string, entries: readonly ContainerEntry[]): Promise<Described[]> {
  const file = await open(path, 'r');
  try {
    // An image in the catalogue must survive a power cut: the catalogue would not know that it is gone.
    await file.datasync();
    return await Promise.all(entries.filter(isCommitted).map((entry) => describeEntry(file, entry)));
  } finally {
    await file.close();
  }
}

function isCommitted(entry: ContainerEntry): entry is CommittedEntry {
  return entry.kind === 'instance';
}

type Sorted = { fresh: Described[]; conflicting: Described[]; duplicates: number };

/** Parts what is new from what the study has: the same bytes again are nothing, other bytes under one UID are set aside. */
async function sortOut(projection: Projection, about: ContainerAbout, all: readonly Described[]): Promise<Sorted> {
  const uids = all.map(({ entry }) => entry.header.SOPInstanceUID);
  const { known, setAside } = await withSystem(projection.database, async (tx) => {
    const study = await findStudyOf(tx, about.structureId, about.StudyInstanceUID);
    if (!study) return { known: [], setAside: [] };
    return { known: await listKnown(tx, study.id, uids), setAside: await listQuarantined(tx, study.id, uids) };
  });
  const sorted: Sorted = { fresh: [], conflicting: [], duplicates: 0 };
  for (const described of all) {
    const uid = described.entry.header.SOPInstanceUID;
    const own = whereabouts(about.id, described.entry);
    const held = known.find((row) => row.sop_instance_uid === uid);
    const earlier = [...(held ? [held] : []), ...setAside.filter((row) => row.sop_instance_uid === uid)];
    if (!held) sorted.fresh.push(described);
    else if (await isAmong(projection.storeRoot, own, earlier)) sorted.duplicates += 1;
    else sorted.conflicting.push(described);
  }
  return sorted;
}

async function isAmong(storeRoot: string, own: Whereabouts, earlier: readonly Whereabouts[]): Promise<boolean> {
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
  pendingUid: string | null,
): Promise<void> {
  const { about } = followed;
  const last = entries.at(-1);
  if (!last) return;
  const sorted = await sortOut(projection, about, described);
  followed.row = await withSystem(projection.database, async (tx) => {
    await lockExpected(tx, followed);
    const study = await keepStudy(tx, about, last.header, described[0]?.study ?? null);
    await insertSeries(tx, study.id, distinctSeries(sorted.fresh));
    const written = await insertInstances(tx, study.id, sorted.fresh.map((one) => toRow(about.id, one)));
    if (written !== sorted.fresh.length) throw new OvertakenError('an image was catalogued meanwhile');
    for (const one of sorted.conflicting) await setAside(tx, about, study.id, one.entry);
    await updateContainer(tx, about.id, {
      studyId: study.id, projectedBytes: last.nextOffset, duplicates: sorted.duplicates, pendingUid,
    });
    await tellChange(tx, about, study.id, {
      images: sorted.fresh.length, quarantined: sorted.conflicting.length, receivedAt: latestOf(entries),
    });
    return lockContainer(tx, about);
  });
}

/** The study shows up with no image yet, as soon as its first one begins to arrive. */
async function announceStudy(projection: Projection, followed: Followed, header: RecordHeader): Promise<void> {
  const { about } = followed;
  followed.row = await withSystem(projection.database, async (tx) => {
    const row = await lockExpected(tx, followed);
    const study = await keepStudy(tx, about, header, null);
    await updateContainer(tx, about.id, {
      studyId: study.id, projectedBytes: row.projected_bytes, duplicates: 0, pendingUid: header.SOPInstanceUID,
    });
    await tellChange(tx, about, study.id, { images: 0, quarantined: 0, receivedAt: header.receivedAt });
    return lockContainer(tx, about);
  });
}

/** The container as this process knows it, held. */
async function lockExpected(tx: Tx, followed: Followed): Promise<ContainerRow> {
  const row = await lockContainer(tx, followed.about);
  if (row.projected_bytes !== followed.row?.projected_bytes || row.closed_at) {
    throw new OvertakenError('another projector went on with this container');
  }
  return row;
}

/** The study's row, and the structure's right to it when it is new. `facts`: null where only a header is known. */
async function keepStudy(
  tx: Tx,
  about: ContainerAbout,
  header: RecordHeader,
  facts: StudyFacts | null,
): Promise<{ id: string }> {
  const study = await lockStudy(tx, {
    id: newId(), structureId: about.structureId, studyInstanceUid: about.StudyInstanceUID,
    callingAeTitle: about.callingAeTitle, receivedAt: header.receivedAt, facts: facts ?? announcedFacts(header),
  });
  if (study.isNew) await grant(tx, [about.structureId], ['study:read'], { kind: 'study', id: study.id }, 'received');
  else if (facts && study.image_count === 0) await updateFacts(tx, study.id, facts);
  return study;
}

function distinctSeries(all: readonly Described[]) {
  const byUid = new Map(all.map(({ series }) => [series.series_instance_uid, { ...series, id: newId() }]));
  return [...byUid.values()];
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

async function setAside(tx: Tx, about: ContainerAbout, studyId: string, entry: CommittedEntry): Promise<void> {
  const row = { ...whereabouts(about.id, entry), id: newId(), received_at: entry.header.receivedAt };
  await insertQuarantine(tx, studyId, row);
  await record(tx, senderOf(about), {
    act: 'study.quarantined',
    resource: { kind: 'study', id: studyId },
    details: { StudyInstanceUID: about.StudyInstanceUID, SOPInstanceUID: row.sop_instance_uid, container: about.id },
  });
}

function senderOf(about: ContainerAbout): MachineActor {
  return { kind: 'machine', name: about.callingAeTitle, structureId: about.structureId as MachineActor['structureId'] };
}

function latestOf(entries: readonly ContainerEntry[]): string | null {
  return entries.map((entry) => entry.header.receivedAt).toSorted().at(-1) ?? null;
}

async function tellChange(tx: Tx, about: ContainerAbout, studyId: string, added: Parameters<typeof refreshStudy>[2]): Promise<void> {
  await refreshStudy(tx, studyId, added);
  await announce(tx, [`study:${studyId}`, `structure:${about.structureId}`]);
}

/** All of it is in the catalogue: the row of its import is written, once, then its file leaves the open ones. */
async function closeContainer(projection: Projection, followed: Followed, pendingUid: string | null): Promise<void> {
  const { about } = followed;
  const entries = scanContainer(followed.path, 0).entries.filter(isCommitted);
  followed.row = await withSystem(projection.database, async (tx) => {
    const row = await lockExpected(tx, followed);
    const isCut = pendingUid !== null && !entries.some((entry) => entry.header.SOPInstanceUID === pendingUid);
    await markClosed(tx, about.id, dayOfContainer(about.id), isCut ? pendingUid : null);
    if (row.study_id) {
      await journalImport(tx, about, row, row.study_id, entries);
      await tellChange(tx, about, row.study_id, { images: 0, quarantined: 0, receivedAt: null });
    }
    return lockContainer(tx, about);
  });
  await sealClosed(projection, followed, followed.row);
}

async function journalImport(
  tx: Tx,
  about: ContainerAbout,
  row: ContainerRow,
  studyId: string,
  entries: readonly CommittedEntry[],
): Promise<void> {
  await record(tx, senderOf(about), {
    act: 'study.imported',
    resource: { kind: 'study', id: studyId },
    details: {
      callingAeTitle: about.callingAeTitle,
      remoteAddress: about.remoteAddress,
      StudyInstanceUID: about.StudyInstanceUID,
      container: about.id,
      count: entries.length,
      bytes: entries.reduce((sum, entry) => sum + entry.dataLength, 0),
      duplicates: row.duplicate_count,
      quarantined: await countQuarantinedOf(tx, about.id),
      digest: digestOf(entries),
    },
  });
}

/** SHA-256 over the sorted lines `SOPInstanceUID CRC-32 length` of what the association brought. */
export function digestOf(entries: readonly CommittedEntry[]): string {
  const lines = entries.map((entry) => `${entry.header.SOPInstanceUID} ${entry.crc32} ${entry.dataLength}\n`);
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex');
}

async function sealClosed(projection: Projection, followed: Followed, row: ContainerRow): Promise<boolean> {
  sealContainer(projection.storeRoot, row.id, row.sealed_day ?? dayOfContainer(row.id));
  await withSystem(projection.database, (tx) => markSealed(tx, row.id));
  followed.row = { ...row, is_sealed: true };
  return true;
}
