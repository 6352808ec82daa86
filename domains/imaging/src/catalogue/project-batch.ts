import { closeSync, fdatasyncSync, openSync } from 'node:fs';
import type { ContainerEntry } from '@liaison/blobs';
import type { SystemDatabase } from '@liaison/db';
import type { Enqueue } from '@liaison/jobs';
import { commitBatch, type BatchEnd, type Closing } from './commit-batch.ts';
import { isDatabaseAway } from './database-away.ts';
import { describeEntry, describeHeader, isCommitted, type Described } from './describe-entry.ts';
import { OvertakenError, type Followed } from './followed-container.ts';
import { splitAtRepeats } from './sort-repeats.ts';

export type Projection = {
  database: SystemDatabase;
  storeRoot: string;
  /** Tells higher domains that a study settled; without it nobody listens. */
  enqueue?: Enqueue;
};

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
