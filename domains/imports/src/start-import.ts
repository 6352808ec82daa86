import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { hasSpareRoom } from '@liaison/intake';
import { record } from '@liaison/journal';
import { assertExists, newId, type Clock, type UserActor } from '@liaison/kernel';
import type { z } from 'zod';
import type * as contract from './contract.ts';
import { noRoom, tooManyOpen } from './errors.ts';
import type { Spool } from './spool.ts';
import {
  closeForgotten,
  countOpen,
  findImport,
  findOpenBySource,
  insertImport,
  insertStudies,
  listSettled,
  raiseByteCount,
  sumSettled,
  type ImportRow,
} from './store.ts';
import { toViews } from './view.ts';

export type Asked = z.output<typeof contract.startImport.body>;
export type Started = z.input<typeof contract.startImport.reply>;
export type StartDeps = { clock: Clock; storeRoot: string; spool: Spool };

/** An unfinished import can be gone on with for this long. */
export const resumableMs = 7 * 24 * 60 * 60_000;
const mostOpen = 5;

/**
 * Starts an import, or goes on with the unfinished one of the same files. @throws DomainError `access/refused`,
 * `imports/too-many-open`, `imports/no-room`
 */
export async function startImport(tx: Tx, actor: UserActor, deps: StartDeps, asked: Asked): Promise<Started> {
  authoriseFeature(actor, 'study:import');
  const now = deps.clock.now();
  const since = new Date(now.getTime() - resumableMs);
  await closeForgotten(tx, since, now);
  const earlier = await findOpenBySource(tx, asked.sourceDigest, since);
  if (earlier) {
    await declareMore(tx, actor, deps, earlier, asked);
    await insertStudies(tx, earlier.id, asked.studies);
    return started(tx, actor, deps.spool, earlier.id, true);
  }
  if ((await countOpen(tx, since)) >= mostOpen) throw tooManyOpen();
  if (!hasSpareRoom(deps.storeRoot, asked.byteCount)) throw noRoom();
  const id = newId();
  const isNew = await insertImport(tx, {
    id,
    userId: actor.userId,
    structureId: actor.structureId,
    source: asked.source,
    sourceDigest: asked.sourceDigest,
    fileCount: asked.fileCount,
    byteCount: asked.byteCount,
    now,
  });
  if (!isNew) throw tooManyOpen();
  await insertStudies(tx, id, asked.studies);
  await record(tx, actor, {
    act: 'study.import-started',
    details: {
      importId: id,
      source: asked.source,
      fileCount: asked.fileCount,
      byteCount: asked.byteCount,
      sourceDigest: asked.sourceDigest,
      StudyInstanceUIDs: asked.studies.map(({ StudyInstanceUID }) => StudyInstanceUID),
    },
  });
  return started(tx, actor, deps.spool, id, false);
}

/**
 * Series that were left out before may be chosen now, and others left out: what is announced then comes on top of what is
 * here of the latter. The same choice announces nothing more, however often it is gone on with.
 */
async function declareMore(
  tx: Tx,
  actor: UserActor,
  { storeRoot, spool }: StartDeps,
  earlier: ImportRow,
  asked: Asked,
): Promise<void> {
  const begun = spool.list(earlier.id).filter(({ position }) => isWithin(asked.leftOut, position));
  const begunBytes = begun.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  const byteCount = (await sumSettled(tx, earlier.id, asked.leftOut)) + begunBytes + asked.byteCount;
  if (byteCount <= earlier.byte_count) return;
  if (!hasSpareRoom(storeRoot, asked.byteCount)) throw noRoom();
  await raiseByteCount(tx, earlier.id, byteCount);
  await record(tx, actor, {
    act: 'study.import-started',
    details: { importId: earlier.id, again: true, byteCount, sourceDigest: asked.sourceDigest },
  });
}

function isWithin(ranges: Asked['leftOut'], position: number): boolean {
  return ranges.some(([first, last]) => position >= first && position <= last);
}

async function started(
  tx: Tx,
  actor: UserActor,
  spool: Spool,
  id: string,
  isResumed: boolean,
): Promise<Started> {
  const row = assertExists(await findImport(tx, id), 'an import just written');
  const [view] = await toViews(tx, actor, [row]);
  const settled = await listSettled(tx, id);
  return {
    import: assertExists(view, 'the view of an import'),
    isResumed,
    settled: settled.map(({ first, last }) => [first, last]),
    partial: spool.list(id),
  };
}
