import type { ContainerAbout, ContainerEntry } from '@liaison/blobs';
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { newId } from '@liaison/kernel';
import { updateContainer, type ContainerRow } from './container-store.ts';
import { whereabouts, type CommittedEntry, type Described } from './describe-entry.ts';
import { lockExpected, OvertakenError, senderOf, type Followed } from './followed-container.ts';
import { keepStudy, tellChange } from './keep-study.ts';
import {
  insertInstances,
  insertQuarantine,
  keepSeries,
  listKnown,
  type NewInstance,
} from './projection-store.ts';
import { sortRepeats } from './sort-repeats.ts';

/** The end of a container, written with its last batch: gives its row, closed. */
export type Closing = (tx: Tx, row: ContainerRow) => Promise<ContainerRow>;

export type BatchEnd = { pendingUid: string | null; closing: Closing | null };

/** One transaction: study, series, images, what is set aside, and how far the catalogue is with the container. */
export async function commitBatch(
  store: { database: SystemDatabase; storeRoot: string },
  followed: Followed,
  entries: readonly ContainerEntry[],
  described: readonly Described[],
  { pendingUid, closing }: BatchEnd,
): Promise<void> {
  const { about } = followed;
  const last = entries.at(-1);
  if (!last) return;
  const sorted = await sortRepeats(store, about, described);
  followed.row = await withSystem(store.database, async (tx) => {
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

function latestOf(entries: readonly ContainerEntry[]): string | null {
  return (
    entries
      .map((entry) => entry.header.receivedAt)
      .toSorted()
      .at(-1) ?? null
  );
}
