import { Readable } from 'node:stream';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { actorOf, refuseUnknown, type App } from '@liaison/http';
import {
  listInstancesOf,
  listSeriesOf,
  openFrameReader,
  queryStudies,
  recordOpening,
  resolveStudy,
  type FrameReader,
  type InstanceRow,
  type StudyRow,
} from '@liaison/imaging';
import { openCovers, type Covers } from '@liaison/journal';
import { DomainError, systemClock, type Clock, type UserActor } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { negotiate } from './accept.ts';
import type { JsonDataSet } from './dicom-json.ts';
import { BadQueryError } from './errors.ts';
import { multipart, type Part } from './multipart.ts';
import {
  instanceToJson,
  instanceUrl,
  parseStudyQuery,
  parseWithin,
  seriesToJson,
  studyToJson,
  type Asked,
} from './qido.ts';
import { fileBytes, fileParts, metadataJson } from './wado.ts';

export type DicomwebDeps = {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  clock?: Clock;
};

/** A client asks for a study in many requests: those of ten minutes are one opening in the journal. */
const openingMs = 10 * 60_000;
const mostFrames = 1000;

const uid = z.string().regex(/^[0-9.]{1,64}$/);
const place = z.object({
  study: uid,
  series: uid.optional(),
  instance: uid.optional(),
  '*': z.string().max(8000).optional(),
});
type Place = z.infer<typeof place>;

const studyPath = '/dicomweb/studies/:study';
const seriesPath = `${studyPath}/series/:series`;
const instancePath = `${seriesPath}/instances/:instance`;

/**
 * DICOMweb (PS3.18 chapter 10): search and retrieval, of what the reader may see and under the same rights and journal as
 * the pages. No STOW-RS, no rendering, no re-encoding.
 */
export function mountDicomweb(app: App, deps: DicomwebDeps): void {
  const clock = deps.clock ?? systemClock;
  const openings = openCovers(clock, openingMs);
  const reader = openFrameReader({ ...deps, clock, openings, through: 'dicomweb' });
  const service = new DicomwebService(deps, openings, reader);
  const mount = (
    url: string,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ) => app.get(url, { preHandler: refuseUnknown, schema: { hide: true } }, handler);
  // Images are sent as they are: packing them again costs more than it saves.
  const mountRaw = (
    url: string,
    handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ) => app.get(url, { preHandler: refuseUnknown, schema: { hide: true }, compress: false }, handler);

  mount('/dicomweb/studies', (request, reply) => service.searchStudies(request, reply));
  mount(`${studyPath}/series`, (request, reply) => service.searchSeries(request, reply));
  for (const path of [studyPath, seriesPath]) {
    mount(`${path}/instances`, (request, reply) => service.searchInstances(request, reply));
  }
  for (const path of [studyPath, seriesPath, instancePath]) {
    mountRaw(path, (request, reply) => service.retrieve(request, reply));
    mount(`${path}/metadata`, (request, reply) => service.retrieveMetadata(request, reply));
  }
  // A wildcard, for the length of a parameter is bounded.
  mountRaw(`${instancePath}/frames/*`, (request, reply) => service.retrieveFrames(request, reply));
}

class DicomwebService {
  readonly #deps: DicomwebDeps;
  readonly #openings: Covers;
  readonly #reader: FrameReader;

  constructor(deps: DicomwebDeps, openings: Covers, reader: FrameReader) {
    this.#deps = deps;
    this.#openings = openings;
    this.#reader = reader;
  }

  async searchStudies(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const query = parseStudyQuery(askedOf(request));
    const studies = await this.#asActor(request, (tx, actor) => queryStudies(tx, actor, query));
    return sendResults(
      reply,
      studies.map((study) => studyToJson(study, baseOf(request))),
    );
  }

  async searchSeries(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const within = parseWithin(askedOf(request));
    const results = await this.#opening(request, async (tx, actor, study) => {
      const series = (await listSeriesOf(tx, actor, study.id)).filter(
        (one) =>
          (within.seriesUid ?? one.series_instance_uid) === one.series_instance_uid &&
          (within.modality ?? one.modality) === one.modality,
      );
      return series.map((one) => seriesToJson(study, one, baseOf(request)));
    });
    return sendResults(reply, results.slice(within.skip, within.skip + within.most));
  }

  async searchInstances(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const within = parseWithin(askedOf(request));
    if (within.modality !== undefined) throw new BadQueryError('Modality');
    const { series } = placeOf(request);
    const results = await this.#opening(request, async (tx, actor, study) => {
      const filter = { seriesInstanceUid: series ?? within.seriesUid, sopInstanceUid: within.sopUid };
      const instances = await listInstancesOf(tx, actor, study.id, filter);
      return instances.map((one) => instanceToJson(study, one, baseOf(request)));
    });
    return sendResults(reply, results.slice(within.skip, within.skip + within.most));
  }

  async retrieve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { study, instances } = await this.#open(request);
    const syntaxes = new Set(instances.map((one) => one.transfer_syntax_uid));
    const wanted = negotiate(request.headers.accept, 'application/dicom', syntaxes);
    const [only] = instances;
    if (only && !wanted.isMultipart && instances.length === 1) {
      return reply
        .type(`application/dicom; transfer-syntax=${only.transfer_syntax_uid}`)
        .send(Readable.from(fileBytes(this.#deps.storeRoot, only), { objectMode: false }));
    }
    return sendParts(
      reply,
      'application/dicom',
      fileParts(this.#deps.storeRoot, study, instances, baseOf(request)),
    );
  }

  async retrieveMetadata(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { study, instances } = await this.#open(request);
    const json = metadataJson(this.#deps.storeRoot, study, instances, baseOf(request));
    return reply.type('application/dicom+json').send(Readable.from(json, { objectMode: false }));
  }

  /** Frames as they are encoded (PS3.18 section 10.4.1.1.6). */
  async retrieveFrames(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { study: studyUid, series, instance: sopUid = '', '*': list } = placeOf(request);
    const frames = parseFrames(list ?? '');
    const actor = actorOf(request);
    const study = await this.#asActor(request, (tx) => resolveStudy(tx, actor, studyUid));
    const source = await this.#reader.find(actor, study.id, sopUid);
    const syntax = source.transfer_syntax_uid;
    const wanted = negotiate(request.headers.accept, 'application/octet-stream', new Set([syntax]));
    const contentType = `application/octet-stream; transfer-syntax=${syntax}`;
    const [only = 1] = frames;
    if (!wanted.isMultipart && frames.length === 1)
      return reply.type(contentType).send(await this.#reader.read(source, only));
    const first = await this.#reader.read(source, only);
    const url = instanceUrl(
      studyUid,
      { series_instance_uid: series ?? '', sop_instance_uid: sopUid },
      baseOf(request),
    );
    const read = (frame: number) =>
      frame === only ? Promise.resolve(first) : this.#reader.read(source, frame);
    return sendParts(reply, 'application/octet-stream', frameParts(frames, read, contentType, url));
  }

  /** The instances that a path names. */
  #open(request: FastifyRequest): Promise<{ study: StudyRow; instances: InstanceRow[] }> {
    const { series, instance } = placeOf(request);
    return this.#opening(request, async (tx, actor, study) => {
      const filter = { seriesInstanceUid: series, sopInstanceUid: instance };
      const instances = await listInstancesOf(tx, actor, study.id, filter);
      if (instances.length === 0) throw new DomainError('missing', 'imaging/no-instance');
      return { study, instances };
    });
  }

  /** Reads of the study that a path names; its opening is in the journal, by this request or an earlier one. */
  async #opening<Value>(
    request: FastifyRequest,
    work: (tx: Tx, actor: UserActor, study: StudyRow) => Promise<Value>,
  ): Promise<Value> {
    const { study: studyUid } = placeOf(request);
    const { studyId, isCovered, value } = await this.#asActor(request, async (tx, actor) => {
      const study = await resolveStudy(tx, actor, studyUid);
      const isCovered = this.#openings.covers(actor, study.id);
      const value = await work(tx, actor, study);
      if (!isCovered) await recordOpening(tx, actor, study, 'dicomweb');
      return { studyId: study.id, isCovered, value };
    });
    if (!isCovered) this.#openings.mark(actorOf(request), studyId);
    return value;
  }

  #asActor<Value>(
    request: FastifyRequest,
    work: (tx: Tx, actor: UserActor) => Promise<Value>,
  ): Promise<Value> {
    const actor = actorOf(request);
    return withActor(this.#deps.database, actor, (tx) => work(tx, actor));
  }
}

function placeOf(request: FastifyRequest): Place {
  const parsed = place.safeParse(request.params);
  if (!parsed.success) throw new BadQueryError(parsed.error.issues[0]?.path.join('.') ?? '');
  return parsed.data;
}

const asked = z.record(z.string(), z.unknown());

function askedOf(request: FastifyRequest): Asked {
  return asked.parse(request.query);
}

function parseFrames(list: string): number[] {
  const frames = list.split(',').map(Number);
  const isList =
    /^\d+(,\d+)*$/.test(list) && frames.length <= mostFrames && frames.every((frame) => frame >= 1);
  if (!isList) throw new BadQueryError('frames');
  return frames;
}

async function* frameParts(
  frames: readonly number[],
  read: (frame: number) => Promise<Buffer>,
  contentType: string,
  url: string,
): AsyncGenerator<Part> {
  for (const frame of frames)
    yield { contentType, contentLocation: `${url}/frames/${frame}`, body: [await read(frame)] };
}

/** Where this service is, as the client called it. */
function baseOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}/dicomweb`;
}

/** PS3.18 section 10.6.3.1: 204 where nothing matches. */
function sendResults(reply: FastifyReply, results: readonly JsonDataSet[]): FastifyReply {
  if (results.length === 0) return reply.status(204).send();
  return reply.type('application/dicom+json').send(JSON.stringify(results));
}

function sendParts(
  reply: FastifyReply,
  type: string,
  parts: AsyncIterable<Part> | Iterable<Part>,
): FastifyReply {
  const { contentType, body } = multipart(type, parts);
  return reply.type(contentType).send(body);
}
