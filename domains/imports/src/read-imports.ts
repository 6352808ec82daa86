import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries, type StudySummary } from '@liaison/imaging';
import { record } from '@liaison/journal';
import { assertExists, type Clock, type UserActor } from '@liaison/kernel';
import type { ImportView } from './contract.ts';
import { importMissing } from './errors.ts';
import { findImport, listImports as listRows, listStudyIds } from './store.ts';
import { toViews } from './view.ts';

const shownForMs = 30 * 24 * 60 * 60_000;
const mostShown = 30;

/** One import of the actor. @throws DomainError `access/refused`, `imports/no-import` */
export async function readImport(tx: Tx, actor: UserActor, importId: string): Promise<ImportView> {
  authoriseFeature(actor, 'study:import');
  const row = await findImport(tx, importId);
  if (!row) throw importMissing();
  const [view] = await toViews(tx, actor, [row]);
  return assertExists(view, 'the view of an import');
}

/** The actor's imports of the last weeks, the last started first. @throws DomainError `access/refused` */
export async function listImports(tx: Tx, actor: UserActor, clock: Clock): Promise<ImportView[]> {
  authoriseFeature(actor, 'study:import');
  const since = new Date(clock.now().getTime() - shownForMs);
  return toViews(tx, actor, await listRows(tx, since, mostShown));
}

/** Of these studies, those that the actor sees already; a row of the journal. @throws DomainError `access/refused` */
export async function findKnownStudies(
  tx: Tx,
  actor: UserActor,
  StudyInstanceUIDs: readonly string[],
): Promise<StudySummary[]> {
  authoriseFeature(actor, 'study:import');
  await record(tx, actor, { act: 'study.listed', details: { through: 'import', StudyInstanceUIDs } });
  const found = await listStudyIds(tx, actor.structureId, StudyInstanceUIDs);
  return readStudySummaries(
    tx,
    actor,
    found.map(({ id }) => id),
  );
}
