import { BadMatchError, searchCatalogue, type CatalogueFindings, type SearchLevel } from '@liaison/imaging';
import type { JsonDataSet } from '@liaison/dicom';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseType, rangesOf } from './accept.ts';
import { BadQueryError } from './errors.ts';
import { readInstanceJson } from './metadata.ts';
import { longestKept, sendKept, type KeptAnswer } from './kept-answers.ts';
import { keyOfAnswer, type Openings } from './opening.ts';
import { askedOf, baseOf, placeOf } from './place.ts';
import {
  asksBeyondCatalogue,
  instanceTold,
  mergeTold,
  parseQuery,
  selector,
  seriesToJson,
  studyToJson,
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
  reply.header('vary', 'Accept, Accept-Encoding, Cookie');
  for (const warning of warnings) reply.header('warning', warning);
  if (results.length === 0) return reply.status(204).send();
  return reply.type(type).send(text);
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
  const textOf = (json: JsonDataSet) => mergeTold(toldOf(json), [], isTold);
  const studies = new Map(found.studies.map((one) => [one.id, { row: one, json: studyToJson(one, base) }]));
  if (level === 'study') return [...studies.values()].map(({ json }) => textOf(json));
  const above = found.series.flatMap((one) => {
    const owner = studies.get(one.study_id);
    if (!owner) return [];
    const own = seriesToJson(owner.row, one, base);
    const json = levels.includes('study') ? { ...owner.json, ...own } : own;
    return [[one.id, { row: one, study: owner.row, json }] as const];
  });
  if (level === 'series') return above.map(([, { json }]) => textOf(json));
  const bySeries = new Map(
    above.map(([id, owner]) => [id, { ...owner, told: levels.includes('series') ? toldOf(owner.json) : [] }]),
  );
  const isRead = asksBeyondCatalogue(query);
  const results: string[] = [];
  for (const instance of found.instances) {
    const owner = bySeries.get(instance.series_id);
    if (!owner) continue;
    const own = instanceTold(owner.study, owner.row, instance, base);
    const read = isRead ? toldOf(await readInstanceJson(storeRoot, owner, instance, base)) : [];
    const above = isRead ? mergeLists(read, owner.told) : owner.told;
    results.push(mergeTold(above, own, isTold));
  }
  return results;
}

/** Of an attribute that both have, that of `over`. */
function mergeLists(under: readonly Told[], over: readonly Told[]): Told[] {
  return [...new Map([...under, ...over])].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function levelsTold(level: SearchLevel, isInStudy: boolean, isInSeries: boolean): SearchLevel[] {
  if (level === 'study') return ['study'];
  const above: SearchLevel[] = isInStudy ? [] : ['study'];
  if (level === 'series') return [...above, 'series'];
  return isInSeries ? ['instance'] : [...above, 'series', 'instance'];
}
