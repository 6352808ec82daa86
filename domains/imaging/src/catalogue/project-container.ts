import { createHash } from 'node:crypto';
import {
  dayOfContainer,
  scanContainer,
  sealContainer,
  type ContainerAbout,
  type ContainerEntry,
  type RecordHeader,
} from '@liaison/blobs';
import { withSystem, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { CommittedEntry } from './describe-entry.ts';
import {
  isCommitted,
  keepStudy,
  lockExpected,
  OvertakenError,
  projectEntries,
  senderOf,
  tellChange,
  type Followed,
  type Projection,
} from './project-batch.ts';
import {
  countQuarantinedOf,
  holdStudy,
  lockContainer,
  markClosed,
  markSealed,
  updateContainer,
  type ContainerRow,
} from './projection-store.ts';
import { studySettled } from '../queues.ts';

/** Images in one transaction: a study of thousands shows up by and by, and no transaction lasts. */
const batchSize = 256;

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

/** The study shows up with no image yet, as soon as its first one begins to arrive. */
async function announceStudy(
  projection: Projection,
  followed: Followed,
  header: RecordHeader,
): Promise<void> {
  const { about } = followed;
  followed.row = await withSystem(projection.database, async (tx) => {
    const row = await lockExpected(tx, followed);
    const study = await keepStudy(tx, about, header, null);
    const updated = await updateContainer(tx, about.id, {
      studyId: study.id,
      projectedBytes: row.projected_bytes,
      duplicates: 0,
      pendingUid: header.SOPInstanceUID,
    });
    await tellChange(tx, study.id, { images: 0, quarantined: 0, receivedAt: header.receivedAt });
    return updated;
  });
}

/** All of it is in the catalogue: the row of its import is written, once, then its file leaves the open ones. */
async function closeContainer(
  projection: Projection,
  followed: Followed,
  pendingUid: string | null,
): Promise<void> {
  const { about } = followed;
  const entries = scanContainer(followed.path, 0).entries.filter(isCommitted);
  followed.row = await withSystem(projection.database, async (tx) => {
    const row = await lockExpected(tx, followed);
    const isCut = pendingUid !== null && !entries.some((entry) => entry.header.SOPInstanceUID === pendingUid);
    const closed = await markClosed(tx, about.id, dayOfContainer(about.id), isCut ? pendingUid : null);
    if (row.study_id) {
      await holdStudy(tx, row.study_id);
      await journalImport(tx, about, row, row.study_id, entries);
      await tellChange(tx, row.study_id, { images: 0, quarantined: 0, receivedAt: null });
      await projection.enqueue?.(tx, studySettled, { studyId: row.study_id });
    }
    return closed;
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
  await record(tx, senderOf(about, row), {
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
