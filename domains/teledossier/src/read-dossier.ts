import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record, sessionCoverMs } from '@liaison/journal';
import { assertExists, newId, type UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { personOf, readerOf, type Deps } from './change.ts';
import type { DossierView } from './contract.ts';
import { describeDossier } from './dossier-view.ts';
import { insertEvent, readOpenings, saveOpening } from './follow-up-store.ts';
import type { Reader } from './model.ts';
import type { LineRecord } from './record.ts';
import { listDossierRecords, listLines, lockDossier, markLineOpened } from './store.ts';

/**
 * All that one screen shows. An opening is a row in the journal, and the first one by an addressee a line of the
 * timeline; a mere refresh of what this reader opened within a session's length is neither. @throws DomainError `access/refused`
 */
export async function readDossier(
  tx: Tx,
  actor: UserActor,
  deps: Pick<Deps, 'clock'>,
  asked: { dossierId: string; opening: boolean },
): Promise<DossierView> {
  const { dossierId } = asked;
  await authorise(tx, actor, 'dossier:read', { kind: 'dossier', id: dossierId });
  const openedBefore = (await readOpenings(tx, actor.userId, [dossierId])).get(dossierId) ?? null;
  const now = deps.clock.now();
  const isRefresh = !asked.opening && openedBefore !== null && isRecent(openedBefore, now);
  if (!isRefresh) await open(tx, actor, dossierId, now);
  const view = await describeDossier(tx, actor, dossierId);
  if (!isRefresh) {
    const { number } = view.dossier;
    await record(tx, actor, {
      act: 'dossier.opened',
      patientId: view.patient.id,
      resource: { kind: 'dossier', id: dossierId },
      details: { number },
    });
  }
  return { ...view.told, lastOpenedAt: openedBefore?.toISOString() ?? null };
}

function isRecent(openedAt: Date, now: Date): boolean {
  return now.getTime() - openedAt.getTime() < sessionCoverMs;
}

async function open(tx: Tx, actor: UserActor, dossierId: string, now: Date): Promise<void> {
  await saveOpening(tx, actor.userId, dossierId, now);
  const reader = await readerOf(tx, actor, dossierId);
  if (!reader.canAnswer) return;
  const [dossier] = await listDossierRecords(tx, [dossierId]);
  if (!assertExists(dossier, 'the dossier that the actor may read').sentAt) return;
  const lines = (await listLines(tx, [dossierId])).filter((line) => isFirstOpening(line, reader));
  if (lines.length === 0) return;
  // The dossier before its lines, as every command does: of two who come at once, neither waits for the other for ever.
  await lockDossier(tx, dossierId);
  for (const line of lines) await markOpened(tx, actor, line, now);
  await announce(tx, [`dossier:${dossierId}`]);
}

function isFirstOpening(line: LineRecord, reader: Reader): boolean {
  return line.openedAt === null && line.status !== 'retire' && reader.subjects.includes(line.recipient.id);
}

async function markOpened(tx: Tx, actor: UserActor, line: LineRecord, now: Date): Promise<void> {
  if (!(await markLineOpened(tx, line.id, now))) return;
  const person = await personOf(tx, actor);
  await insertEvent(tx, {
    id: newId(),
    dossierId: line.dossierId,
    at: now,
    kind: 'opened',
    actor: person,
    addresseeId: line.id,
    details: {},
  });
}
