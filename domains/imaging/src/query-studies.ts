import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import { hiddenStudy } from './errors.ts';
import {
  listInstances,
  listSeries,
  listStudiesByUid,
  queryStudyIds,
  readStudies,
  type InstanceFilter,
  type InstanceRow,
  type SeriesRow,
  type StudyRow,
} from './store.ts';

/** Attribute matching of PS3.4 section C.2.2.2; texts may hold the wildcards `*` and `?`. Dates are `YYYY-MM-DD`. */
export type StudyQuery = {
  studyInstanceUids?: readonly string[] | undefined;
  patientId?: string | undefined;
  patientName?: string | undefined;
  accessionNumber?: string | undefined;
  dateFrom?: string | undefined;
  dateTo?: string | undefined;
  modality?: string | undefined;
  skip: number;
  most: number;
};

/** Studies that the actor may read and that match, the last received first; a row of the journal. @throws DomainError `access/refused` */
export async function queryStudies(tx: Tx, actor: Actor, query: StudyQuery): Promise<StudyRow[]> {
  authoriseFeature(actor, 'study:read');
  const { skip: _skip, most: _most, ...criteria } = query;
  await record(tx, actor, { act: 'study.listed', details: { through: 'dicomweb', ...filled(criteria) } });
  const name = query.patientName?.replace(/[\^ ]+$/, '');
  const found = await queryStudyIds(tx, {
    uids: query.studyInstanceUids ?? null,
    patientIds: query.patientId === undefined ? null : toPattern(query.patientId),
    accessionNumbers: query.accessionNumber === undefined ? null : toPattern(query.accessionNumber),
    names: name === undefined ? null : toPattern(name),
    nameParts: (name ?? '')
      .split(/[*?]+/)
      .filter(Boolean)
      .map((part) => `%${toPattern(part)}%`),
    dateFrom: query.dateFrom ?? null,
    dateTo: query.dateTo ?? null,
    modality: query.modality ?? null,
    skip: query.skip,
    most: query.most,
  });
  return readStudies(
    tx,
    found.map(({ study_id }) => study_id),
  );
}

function filled(criteria: Omit<StudyQuery, 'skip' | 'most'>): Record<string, string | readonly string[]> {
  const given = Object.entries(criteria).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given);
}

/** `*` any characters, `?` one (PS3.4 section C.2.2.2.4), as a LIKE pattern. */
function toPattern(text: string): string {
  return text
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}

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
