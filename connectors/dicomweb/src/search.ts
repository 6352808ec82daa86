import {
  BadMatchError,
  searchCatalogue,
  type CatalogueFindings,
  type FoundInstance,
  type FoundSeries,
  type FoundStudy,
  type SearchLevel,
} from '@liaison/imaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseType, rangesOf } from './accept.ts';
import { BadQueryError } from './errors.ts';
import { readInstanceJson } from './instance-json.ts';
import { longestKept, sendJson, sendKept, type KeptAnswer } from './kept-answers.ts';
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
  const found = await find(openings, level, query, type, request);
  if ('packed' in found) return sendKept(request, reply, found);
  const { findings, key } = found;
  const warnings = warningsOf(findings, query);
  const results = await toResults(findings, level, query, storeRoot, request);
  const text = `[${results.join(',')}]`;
  if (results.length > 0 && key !== null && text.length <= longestKept)
    return sendKept(request, reply, await openings.answers.keep(key, type, text, warnings));
  for (const warning of warnings) reply.header('warning', warning);
  if (results.length === 0) return reply.header('vary', 'Accept, Cookie').status(204).send();
  return sendJson(request, reply, type, text);
}

async function find(
  openings: Openings,
  level: SearchLevel,
  query: Query,
  type: string,
  request: FastifyRequest,
): Promise<KeptAnswer | { findings: CatalogueFindings; key: string | null }> {
  const { study, series } = placeOf(request);
  const matches = [
    ...query.matches,
    ...(series === undefined ? [] : [['SeriesInstanceUID', series] as const]),
  ];
  const asked = { ...query, matches, level, through: 'dicomweb' as const };
  try {
    if (study === undefined)
      return await openings.asActor(request, async (tx, actor) => ({
        findings: await searchCatalogue(tx, actor, asked),
        key: null,
      }));
    return await openings.within(request, async (tx, actor, found) => {
      const key = `${keyOfAnswer(request, found)} ${type}`;
      const kept = openings.answers.find(key);
      return kept ?? { findings: await searchCatalogue(tx, actor, { ...asked, studyId: found.id }), key };
    });
  } catch (error) {
    if (error instanceof BadMatchError) throw new BadQueryError(error.attribute);
    throw error;
  }
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
