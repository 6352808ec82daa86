import type { ContainerAbout, ContainerEntry } from '@liaison/blobs';
import type { SystemDatabase } from '@liaison/db';
import { whereabouts, type Described } from './describe-entry.ts';
import { listHeld } from './projection-store.ts';
import { sameBytes } from './same-bytes.ts';
import type { Whereabouts } from '../store.ts';

type Sorted = {
  fresh: Described[];
  conflicting: Described[];
  duplicates: number;
  /** UIDs of those that are not fresh. */
  held: string[];
};

/** Parts what is new from what the study has: the same bytes again are nothing, other bytes under one UID are set aside. */
export async function sortRepeats(
  { database, storeRoot }: { database: SystemDatabase; storeRoot: string },
  about: ContainerAbout,
  all: readonly Described[],
): Promise<Sorted> {
  const uids = all.map(({ entry }) => entry.header.SOPInstanceUID);
  const found = await listHeld(database, about, uids);
  const sorted: Sorted = { fresh: [], conflicting: [], duplicates: 0, held: [] };
  for (const described of all) {
    const uid = described.entry.header.SOPInstanceUID;
    const own = whereabouts(about.id, described.entry);
    const earlier = found.filter((row) => row.sop_instance_uid === uid);
    const isHeld = earlier.some((row) => !row.is_set_aside);
    if (isHeld) sorted.held.push(uid);
    if (!isHeld) sorted.fresh.push(described);
    else if (await isAmong(storeRoot, own, earlier)) sorted.duplicates += 1;
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

/** A batch holds a SOPInstanceUID once: the second of two is then a repetition of what is catalogued. */
export function splitAtRepeats(entries: readonly ContainerEntry[]): ContainerEntry[][] {
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
