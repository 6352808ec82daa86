import {
  BadMatchError,
  searchCatalogue,
  type CatalogueFindings,
  type CatalogueSearch,
  type FoundInstance,
  type FoundSeries,
  type FoundStudy,
  type SearchLevel,
} from '@liaison/imaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseType, rangesOf } from './accept.ts';
import { BadQueryError } from './errors.ts';
import { readInstanceJson } from './instance-json.ts';
import { longestKept, sendBody, sendKept, toBody, type Body } from './kept-answers.ts';
import { keyOfAnswer, type Openings } from './opening.ts';
import { askedOf, baseOf, placeOf } from './place.ts';
import {
  asksBeyondCatalogue,
  instanceTold,
  mergeLists,
  mergeTold,
  parseQuery,
  selector,
  seriesTold,
  studyTold,
  toldOf,
  warningsOf,
  type Query,
  type Told,
} from './qido.ts';

const resultTypes = ['application/dicom+json', 'application/json'] as const;

type Search = {
  readonly openings: Openings;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly type: string;
  readonly asked: CatalogueSearch;
  /** JSON of each result. */
  prepare(found: CatalogueFindings): Promise<Results>;
};

type Results = { readonly count: number; readonly text: string; readonly warnings: readonly string[] };

/** QIDO-RS at every path: `level` is what is searched for, the path says within what. */
export async function search(
  openings: Openings,
  storeRoot: string,
  level: SearchLevel,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const type = chooseType(rangesOf(request), resultTypes);
  const query = parseQuery(askedOf(request));
  const { study, series } = placeOf(request);
  const matches = [
    ...query.matches,
    ...(series === undefined ? [] : [['SeriesInstanceUID', series] as const]),
  ];
  const asked = { ...query, matches, level, through: 'dicomweb' as const };
  const prepare = async (found: CatalogueFindings): Promise<Results> => {
    const results = await toResults(found, level, query, storeRoot, request);
    return { count: results.length, text: `[${results.join(',')}]`, warnings: warningsOf(found, query) };
  };
  const searching = { openings, request, reply, type, asked, prepare };
  try {
    return await (study === undefined ? searchEverywhere(searching) : searchWithin(searching));
  } catch (error) {
    if (error instanceof BadMatchError) throw new BadQueryError(error.attribute);
    throw error;
  }
}

async function searchEverywhere(searching: Search): Promise<FastifyReply> {
  const { openings, request, reply, type, asked, prepare } = searching;
  const { body, ...results } = await openings.answering(
    request,
    (tx, actor) => searchCatalogue(tx, actor, asked),
    async (found) => {
      const prepared = await prepare(found);
      return { ...prepared, body: await toBody(request, type, prepared.text) };
    },
  );
  return sendResults(reply, results, body);
}

/** Within a study in one version, an answer is kept for who asks again. */
async function searchWithin(searching: Search): Promise<FastifyReply> {
  const { openings, request, reply, type, asked, prepare } = searching;
  const found = await openings.within(request, async (tx, actor, study) => {
    const key = `${keyOfAnswer(request, study)} ${type}`;
    const kept = openings.answers.find(key);
    return kept ?? { key, findings: await searchCatalogue(tx, actor, { ...asked, studyId: study.id }) };
  });
  if ('packed' in found) return sendKept(request, reply, found);
  const results = await prepare(found.findings);
  const { count, text, warnings } = results;
  if (count > 0 && text.length <= longestKept)
    return sendKept(request, reply, await openings.answers.keep(found.key, type, text, warnings));
  return sendResults(reply, results, await toBody(request, type, text));
}

function sendResults(
  reply: FastifyReply,
  { count, warnings }: Pick<Results, 'count' | 'warnings'>,
  body: Body,
): FastifyReply {
  for (const warning of warnings) reply.header('warning', warning);
  if (count === 0) return reply.header('vary', 'Accept, Cookie').status(204).send();
  return sendBody(reply, body);
}

type Owner = { row: FoundSeries; study: FoundStudy; told: readonly Told[] };

/** Results of a level have the attributes of the levels above that the path does not tell (PS3.18 section 10.6.3.3). */
async function toResults(
  found: CatalogueFindings,
  level: SearchLevel,
  query: Query,
  storeRoot: string,
  request: FastifyRequest,
): Promise<string[]> {
  const base = baseOf(request);
  const { study, series } = placeOf(request);
  const levels = levelsTold(level, study !== undefined, series !== undefined);
  const isTold = selector(levels, query);
  if (level === 'study')
    return found.studies.map((one) =>
      mergeTold(studyTold(one, base), toldOf(one.attributes, isTold), isTold),
    );
  const owners = ownersOf(found, levels, isTold, base);
  if (level === 'series') return owners.map(({ told }) => mergeTold([], told, isTold));
  return instanceResults(found.instances, owners, { levels, query, isTold, storeRoot, base });
}

/** The series found, with what is told of each and of its study. */
function ownersOf(
  found: CatalogueFindings,
  levels: readonly SearchLevel[],
  isTold: (tag: string) => boolean,
  base: string,
): Owner[] {
  const studies = new Map(found.studies.map((one) => [one.id, one]));
  return found.series.flatMap((row): Owner[] => {
    const study = studies.get(row.study_id);
    if (!study) return [];
    const own = mergeLists(toldOf(row.attributes, isTold), seriesTold(study, row, base));
    if (!levels.includes('study')) return [{ row, study, told: own }];
    const above = mergeLists(studyTold(study, base), toldOf(study.attributes, isTold));
    return [{ row, study, told: mergeLists(above, own) }];
  });
}

async function instanceResults(
  instances: readonly FoundInstance[],
  owners: readonly Owner[],
  given: {
    levels: readonly SearchLevel[];
    query: Query;
    isTold: (tag: string) => boolean;
    storeRoot: string;
    base: string;
  },
): Promise<string[]> {
  const { levels, query, isTold, storeRoot, base } = given;
  const bySeries = new Map(owners.map((owner) => [owner.row.id, owner]));
  const isRead = asksBeyondCatalogue(query);
  const results: string[] = [];
  for (const instance of instances) {
    const owner = bySeries.get(instance.series_id);
    if (!owner) continue;
    const above = levels.includes('series') ? owner.told : [];
    const read = isRead ? toldOf(await readInstanceJson(storeRoot, owner, instance, base), isTold) : [];
    const own = instanceTold(owner.study, owner.row, instance, base);
    results.push(mergeTold(isRead ? mergeLists(read, above) : above, own, isTold));
  }
  return results;
}

function levelsTold(level: SearchLevel, isInStudy: boolean, isInSeries: boolean): SearchLevel[] {
  if (level === 'study') return ['study'];
  const above: SearchLevel[] = isInStudy ? [] : ['study'];
  if (level === 'series') return [...above, 'series'];
  return isInSeries ? ['instance'] : [...above, 'series', 'instance'];
}
