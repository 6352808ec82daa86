import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import {
  listInstancesOf,
  listPackedSeriesOf,
  metadataTexts,
  packedChunk,
  toldFrom,
  unpackText,
  type InstanceRow,
  type PackedSeries,
  type StudyRow,
} from '@liaison/imaging';
import { DomainError, type UserActor } from '@liaison/kernel';
import type { Tx } from '@liaison/db';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseType, rangesOf } from './accept.ts';
import { fast, longestKept, sendBody, sendKept, takesGzip, toBody, type KeptAnswer } from './kept-answers.ts';
import { keyOfAnswer } from './opening.ts';
import { baseOf, placeOf } from './place.ts';
import type { Retrieval } from './retrieve.ts';

const metadataTypes = ['application/dicom+json', 'application/json'] as const;

/** What more have is written as it is read, and read again when it is asked for again. */
const mostKeptInstances = 2000;

/** Metadata of a study, a series or an instance (PS3.18 section 10.4.1.1.2), packed beforehand where they were. */
export async function retrieveMetadata(
  { openings, storeRoot }: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const type = chooseType(rangesOf(request), metadataTypes);
  const found = await openings.within(request, async (tx, actor, study) => {
    const key = `${keyOfAnswer(request, study)} ${type}`;
    return openings.answers.find(key) ?? (await findMetadata(request, tx, actor, study, key));
  });
  if (request.method === 'HEAD')
    return reply.type(type).header('vary', 'Accept, Accept-Encoding, Cookie').send();
  if (isKept(found)) return sendKept(request, reply, found);
  const pieces = arrayOf(storeRoot, found, baseOf(request));
  if (found.count > mostKeptInstances) return sendPieces(request, reply, type, pieces);
  let text = '';
  for await (const piece of pieces) text += piece;
  if (text.length > longestKept) return sendBody(reply, await toBody(request, type, text));
  return sendKept(request, reply, await openings.answers.keep(found.key, type, text));
}

/** Series in their order; instances of those that are not packed. */
type Metadata = {
  key: string;
  studyUid: string;
  count: number;
  series: readonly PackedSeries[];
  instances: ReadonlyMap<string, InstanceRow[]>;
};

function isKept(found: KeptAnswer | Metadata): found is KeptAnswer {
  return 'packed' in found;
}

async function findMetadata(
  request: FastifyRequest,
  tx: Tx,
  actor: UserActor,
  study: StudyRow,
  key: string,
): Promise<Metadata> {
  const { series: seriesUid, instance: instanceUid } = placeOf(request);
  const listed = await listPackedSeriesOf(tx, actor, study.id, seriesUid);
  const series = instanceUid === undefined ? listed : listed.map((one) => ({ ...one, packed: null }));
  const filter = { seriesInstanceUid: seriesUid, sopInstanceUid: instanceUid };
  const isWhole = series.every(({ packed }) => packed !== null);
  const instances = isWhole ? [] : await listInstancesOf(tx, actor, study.id, filter);
  if (series.length === 0 || (!isWhole && instances.length === 0))
    throw new DomainError('missing', 'imaging/no-instance');
  return {
    key,
    studyUid: study.study_instance_uid,
    count: seriesUid === undefined ? study.image_count : instances.length,
    series,
    instances: Map.groupBy(instances, (one) => one.series_id),
  };
}

async function* arrayOf(
  storeRoot: string,
  { studyUid, series, instances }: Metadata,
  base: string,
): AsyncGenerator<string> {
  let isFirst = true;
  for (const { id, packed } of series) {
    const own = instances.get(id) ?? [];
    const texts = packed
      ? [(await unpackText(packed)).toString('utf8')]
      : metadataTexts(storeRoot, studyUid, own);
    let separator = isFirst ? '[' : ',\n';
    for await (const text of texts) {
      yield separator + toldFrom(base, text);
      separator = '';
      isFirst = false;
    }
  }
  yield ']';
}

function sendPieces(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  pieces: AsyncIterable<string>,
): FastifyReply {
  const stream = Readable.from(pieces, { objectMode: false });
  reply.type(type).header('vary', 'Accept, Accept-Encoding, Cookie');
  if (!takesGzip(request.headers['accept-encoding'])) return reply.send(stream);
  return reply
    .header('content-encoding', 'gzip')
    .send(stream.compose(createGzip({ level: fast, chunkSize: packedChunk })));
}
