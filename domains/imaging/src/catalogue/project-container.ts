import { createHash } from 'node:crypto';
import {
  dayOfContainer,
  scanContainer,
  type ContainerAbout,
  type ContainerEntry,
  type RecordHeader,
} from '@liaison/blobs';
import { withSystem, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import {
  countQuarantinedOf,
  listContainerRows,
  markClosed,
  updateContainer,
  type ContainerRow,
} from './container-store.ts';
import type { Closing } from './commit-batch.ts';
import { isCommitted, type CommittedEntry } from './describe-entry.ts';
import { lockExpected, OvertakenError, senderOf, type Followed } from './followed-container.ts';
import { keepStudy, tellChange } from './keep-study.ts';
import { projectEntries, type Projection } from './project-batch.ts';
import { holdStudy } from './projection-store.ts';
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
    followed.row = undefined;
    if (error instanceof OvertakenError) return true;
    throw error;
  }
}

async function follow(projection: Projection, followed: Followed): Promise<boolean> {
  if (followed.row === undefined) {
    const [known] = await listContainerRows(projection.database, [followed.about.id]);
    followed.row = known ?? null;
  }
  if (followed.row?.closed_at) return true;
  const scan = scanContainer(followed.path, followed.row?.projected_bytes ?? 0);
  const pendingUid = scan.current?.SOPInstanceUID ?? lastAborted(scan.entries);
  const closing = scan.state === 'open' ? null : closingOf(projection, followed, pendingUid);
  for (let at = 0; at < scan.entries.length; at += batchSize) {
    const isLast = at + batchSize >= scan.entries.length;
    const batch = scan.entries.slice(at, at + batchSize);
    await projectEntries(projection, followed, batch, pendingUid, isLast ? closing : null);
  }
  if (!followed.row?.study_id && scan.current) await announceStudy(projection, followed, scan.current);
  followed.lastCurrentUid = scan.current?.SOPInstanceUID ?? followed.lastCurrentUid;
  if (closing && !followed.row?.closed_at) await closeAlone(projection, followed, closing);
  return closing !== null || scan.entries.length > 0;
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

/** All of it is in the catalogue: the row of its import is written, once, and its file may leave the open ones. */
function closingOf(
  projection: Projection,
  { path, about, lastCurrentUid }: Followed,
  pending: string | null,
): Closing {
  const pendingUid = pending ?? lastCurrentUid;
  return async (tx, row) => {
    const entries = scanContainer(path, 0).entries.filter(isCommitted);
    const isCut = pendingUid !== null && !entries.some((entry) => entry.header.SOPInstanceUID === pendingUid);
    const closed = await markClosed(tx, about.id, dayOfContainer(about.id), isCut ? pendingUid : null);
    if (row.study_id) {
      await journalImport(tx, about, row, row.study_id, entries);
      await projection.enqueue?.(tx, studySettled, { studyId: row.study_id });
    }
    return closed;
  };
}

/** Closes a container whose records are all catalogued already. */
async function closeAlone(projection: Projection, followed: Followed, closing: Closing): Promise<void> {
  followed.row = await withSystem(projection.database, async (tx) => {
    const row = await lockExpected(tx, followed);
    if (row.study_id) await holdStudy(tx, row.study_id);
    const closed = await closing(tx, row);
    if (row.study_id) await tellChange(tx, row.study_id, { images: 0, quarantined: 0, receivedAt: null });
    return closed;
  });
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
