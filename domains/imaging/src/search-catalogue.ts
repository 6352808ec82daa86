import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import { toConditions, type AttributeMatch, type MatchOptions, type SearchLevel } from './search-model.ts';
import {
  listFoundInstances,
  listFoundSeries,
  listFoundStudies,
  searchIds,
  type FoundInstance,
  type FoundSeries,
  type FoundStudy,
} from './search-store.ts';

export type CatalogueSearch = MatchOptions & {
  level: SearchLevel;
  /** Only within this study, whose opening the journal has. */
  studyId?: string | undefined;
  matches: readonly AttributeMatch[];
  skip: number;
  most: number;
  /** The door, as the journal names it. */
  through: 'dicomweb' | 'dimse';
};

/** What was found, and what it belongs to: studies always, series for series and instances, instances for themselves. */
export type CatalogueFindings = {
  studies: FoundStudy[];
  series: FoundSeries[];
  instances: FoundInstance[];
  /** There is more after these. */
  isMore: boolean;
  /** Attributes that nothing here is searched by: they were not matched. */
  unsupported: string[];
};

/**
 * Studies, series or instances that the actor may read, by attributes (QIDO-RS, C-FIND), those of the last received study
 * first. A row of the journal, unless it stays within a study. @throws DomainError `access/refused`, BadMatchError
 */
export async function searchCatalogue(
  tx: Tx,
  actor: Actor,
  search: CatalogueSearch,
): Promise<CatalogueFindings> {
  const { level, studyId, skip, most, matches } = search;
  const { conditions, unsupported } = toConditions(matches, search);
  authoriseFeature(actor, 'study:read');
  if (studyId === undefined) await journal(tx, actor, search);
  else await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  const asked = { level, studyId: studyId ?? null, conditions, skip, most: most + 1 };
  const ids = await searchIds(tx, asked);
  const found = await read(tx, level, ids.slice(0, most));
  return { ...found, isMore: ids.length > most, unsupported };
}

async function journal(tx: Tx, actor: Actor, search: CatalogueSearch): Promise<void> {
  const criteria = search.matches.filter(([, value]) => value !== '');
  const details = { through: search.through, ...Object.fromEntries(criteria) };
  await record(tx, actor, { act: 'study.listed', details });
}

async function read(
  tx: Tx,
  level: SearchLevel,
  ids: readonly string[],
): Promise<Pick<CatalogueFindings, SearchLevelTables>> {
  const instances = level === 'instance' ? await listFoundInstances(tx, ids) : [];
  const seriesIds = level === 'series' ? ids : distinct(instances.map((one) => one.series_id));
  const series = seriesIds.length > 0 ? await listFoundSeries(tx, seriesIds) : [];
  const studyIds = level === 'study' ? ids : distinct(series.map((one) => one.study_id));
  const studies = studyIds.length > 0 ? await listFoundStudies(tx, studyIds) : [];
  return { studies, series, instances };
}

type SearchLevelTables = 'studies' | 'series' | 'instances';

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
