import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import { hiddenStudy } from '../errors.ts';
import {
  listInstances,
  listSeries,
  listStudiesByUid,
  type InstanceFilter,
  type InstanceRow,
  type SeriesRow,
  type StudyRow,
} from '../store.ts';

/**
 * The study that a UID means to this actor: that of his own structure first, for two structures may hold the same UID.
 * @throws DomainError `access/refused`, `imaging/no-study`
 */
export async function resolveStudy(tx: Tx, actor: Actor, studyInstanceUid: string): Promise<StudyRow> {
  authoriseFeature(actor, 'study:read');
  const [study] = await listStudiesByUid(tx, studyInstanceUid, actor.structureId);
  if (!study) throw hiddenStudy(studyInstanceUid);
  await authorise(tx, actor, 'study:read', { kind: 'study', id: study.id });
  return study;
}

/** @throws DomainError `access/refused` */
export async function listSeriesOf(tx: Tx, actor: Actor, studyId: string): Promise<SeriesRow[]> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  return listSeries(tx, studyId);
}

/** By series, then by InstanceNumber. @throws DomainError `access/refused` */
export async function listInstancesOf(
  tx: Tx,
  actor: Actor,
  studyId: string,
  filter: InstanceFilter = {},
): Promise<InstanceRow[]> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  return listInstances(tx, studyId, filter);
}
