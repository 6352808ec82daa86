import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import { toConditions, type AttributeMatch, type MatchOptions, type SearchLevel } from './search-model.ts';
import {
  listFoundSeries,
  listFoundStudies,
  searchInstances,
  searchSeries,
  searchStudies,
  type FoundInstance,
  type FoundSeries,
  type FoundStudy,
  type SearchAsked,
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
  const found = await find(tx, { level, studyId: studyId ?? null, conditions, skip, most: most + 1 }, most);
  return { ...found, unsupported };
}

async function journal(tx: Tx, actor: Actor, search: CatalogueSearch): Promise<void> {
  const criteria = search.matches.filter(([, value]) => value !== '');
  const details = { ...Object.fromEntries(criteria), through: search.through };
  await record(tx, actor, { act: 'study.listed', details });
}

/** The first `most` of what is asked, with what it belongs to. */
async function find(
  tx: Tx,
  asked: SearchAsked,
  most: number,
): Promise<Omit<CatalogueFindings, 'unsupported'>> {
  if (asked.level === 'study') {
    const studies = await searchStudies(tx, asked);
    return { studies: studies.slice(0, most), series: [], instances: [], isMore: studies.length > most };
  }
  if (asked.level === 'series') {
    const found = await searchSeries(tx, asked);
    const series = found.slice(0, most);
    return { studies: await studiesOf(tx, series), series, instances: [], isMore: found.length > most };
  }
  const found = await searchInstances(tx, asked);
  const instances = found.slice(0, most);
  const seriesIds = distinct(instances.map((one) => one.series_id));
  const series = seriesIds.length > 0 ? await listFoundSeries(tx, seriesIds) : [];
  return { studies: await studiesOf(tx, series), series, instances, isMore: found.length > most };
}

async function studiesOf(tx: Tx, series: readonly FoundSeries[]): Promise<FoundStudy[]> {
  const ids = distinct(series.map((one) => one.study_id));
  return ids.length > 0 ? listFoundStudies(tx, ids) : [];
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
