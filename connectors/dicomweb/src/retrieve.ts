import { Readable } from 'node:stream';
import { writeFileMeta } from '@liaison/dicom';
import { readFrameInfo, type FrameReader, type InstanceRow, type StudyRow } from '@liaison/imaging';
import { actorOf } from '@liaison/http';
import { canDecode, isNative, type PixelPool } from '@liaison/pixels';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formFor, rangesOf, type Form } from './accept.ts';
import { bytesAsRanged, sendRanged } from './byte-range.ts';
import { convertedBytes, mayConvertInstance, storedBytes } from './convert.ts';
import { NotAcceptableError } from './errors.ts';
import { sendPart, sendParts, type Part } from './multipart.ts';
import type { Openings } from './opening.ts';
import { baseOf, instanceUrl, parseFrames, placeOf } from './place.ts';

/** Retrieval of instances and frames (WADO-RS, PS3.18 section 10.4), bit-exact unless asked otherwise. */
export type Retrieval = {
  openings: Openings;
  reader: FrameReader;
  storeRoot: string;
  pool: PixelPool;
};

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const htj2kLossless = '1.2.840.10008.1.2.4.202';

export async function retrieveInstances(
  { openings, storeRoot, pool }: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ranges = rangesOf(request);
  const { study, instances } = await openings.instances(request);
  const given = instances.map((instance) => ({
    instance,
    form: formFor(ranges, 'application/dicom', instance.transfer_syntax_uid, mayConvertInstance),
  }));
  const forms = given.flatMap(({ instance, form }) => (form ? [{ instance, form }] : []));
  if (forms.length < given.length) throw new NotAcceptableError(acceptableInstances(instances));
  const [only] = forms;
  if (only && forms.length === 1 && isAlone(only.form, ranges))
    return sendAlone(storeRoot, pool, only, request, reply);
  const parts = fileParts(storeRoot, pool, study, forms, baseOf(request));
  return sendParts(request, reply, 'application/dicom', parts);
}

/** Where the client leaves it to us, one instance goes out alone. */
function isAlone(form: Form, ranges: readonly { type: string }[]): boolean {
  return !form.isMultipart || ranges[0]?.type === 'application/dicom';
}

function acceptableInstances(instances: readonly InstanceRow[]): string[] {
  const syntaxes = [
    ...new Set(instances.map((one) => one.transfer_syntax_uid)),
    ...(instances.every((one) => mayConvertInstance(one.transfer_syntax_uid, explicitLittleEndian))
      ? [explicitLittleEndian]
      : []),
  ];
  const named = [...new Set(syntaxes)].map((syntax) => `application/dicom; transfer-syntax=${syntax}`);
  return instances.length === 1 ? named : ['multipart/related; type="application/dicom"', ...named];
}

type Formed = { instance: InstanceRow; form: Form };

function sendAlone(
  storeRoot: string,
  pool: PixelPool,
  { instance, form }: Formed,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const syntax = form.convertTo ?? instance.transfer_syntax_uid;
  const contentType = `application/dicom; transfer-syntax=${syntax}`;
  if (form.convertTo !== null) {
    const bytes = fileBytes(storeRoot, pool, { instance, form });
    return reply.type(contentType).send(Readable.from(bytes, { objectMode: false }));
  }
  const head = metaOf(instance, syntax);
  return sendRanged(request, reply, {
    contentType,
    etag: etagOf(instance, 'file'),
    length: head.length + instance.data_length,
    read: (start, length) => Readable.from(slice(start, length), { objectMode: false }),
  });

  async function* slice(start: number, length: number): AsyncGenerator<Uint8Array> {
    const end = start + length;
    if (start < head.length) yield head.subarray(start, Math.min(end, head.length));
    const from = Math.max(0, start - head.length);
    if (end > head.length) yield* storedBytes(storeRoot, instance, from, end - head.length - from);
  }
}

export function etagOf(instance: Pick<InstanceRow, 'crc32' | 'data_length'>, what: string | number): string {
  return `"${instance.crc32.toString(16)}-${instance.data_length.toString(36)}-${what}"`;
}

/** The bytes of a DICOM file (PS3.10 section 7): file meta information, then the data set. */
async function* fileBytes(
  storeRoot: string,
  pool: PixelPool,
  { instance, form }: Formed,
): AsyncGenerator<Uint8Array> {
  yield metaOf(instance, form.convertTo ?? instance.transfer_syntax_uid);
  yield* form.convertTo === null
    ? storedBytes(storeRoot, instance)
    : convertedBytes(storeRoot, instance, form.convertTo, pool);
}

function metaOf(instance: InstanceRow, transferSyntaxUID: string): Buffer {
  return writeFileMeta({
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    transferSyntaxUID,
  });
}

function* fileParts(
  storeRoot: string,
  pool: PixelPool,
  study: StudyRow,
  formed: readonly Formed[],
  base: string,
): Generator<Part> {
  for (const one of formed) {
    yield {
      contentType: `application/dicom; transfer-syntax=${one.form.convertTo ?? one.instance.transfer_syntax_uid}`,
      contentLocation: instanceUrl(base, study.study_instance_uid, one.instance),
      body: fileBytes(storeRoot, pool, one),
    };
  }
}

/** Frames as they are encoded, or decoded where asked (PS3.18 section 10.4.1.1.6). */
export async function retrieveFrames(
  retrieval: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { reader } = retrieval;
  const { study = '', series = '', instance = '', '*': list = '' } = placeOf(request);
  const frames = parseFrames(list);
  const actor = actorOf(request);
  const studyId = await retrieval.openings.studyId(request);
  const source = await reader.find(actor, studyId, instance);
  const syntax = source.transfer_syntax_uid;
  const form = formFor(rangesOf(request), 'application/octet-stream', syntax, mayConvertFrames);
  if (!form) throw new NotAcceptableError(acceptableFrames(syntax));
  const contentType = `${form.partType}; transfer-syntax=${form.convertTo ?? syntax}`;
  const read = async (frame: number) => {
    const ready =
      form.convertTo === htj2kLossless
        ? await reader.derived(actor, studyId, instance, frame, 'htj2k')
        : null;
    if (ready) return ready;
    const bytes = await reader.read(source, frame);
    return form.convertTo === null ? bytes : convertFrame(retrieval, source, bytes, form.convertTo);
  };
  const [only = 1] = frames;
  const first = await read(only);
  if (!form.isMultipart && frames.length === 1)
    return sendRanged(
      request,
      reply,
      bytesAsRanged(first, contentType, etagOf(source, `${only}-${form.convertTo ?? ''}`)),
    );
  const url = instanceUrl(baseOf(request), study, {
    series_instance_uid: series,
    sop_instance_uid: instance,
  });
  if (frames.length === 1) {
    const contentLocation = `${url}/frames/${only}`;
    return sendPart(request, reply, form.partType, { contentType, contentLocation, bytes: first });
  }
  const parts = frameParts(frames, (frame) => (frame === only ? first : read(frame)), contentType, url);
  return sendParts(request, reply, form.partType, parts);
}

function mayConvertFrames(from: string, to: string): boolean {
  return canDecode(from) && (to === explicitLittleEndian || to === htj2kLossless);
}

function acceptableFrames(syntax: string): string[] {
  const syntaxes = [syntax, ...(canDecode(syntax) ? [explicitLittleEndian, htj2kLossless] : [])];
  return [...new Set(syntaxes)].map((one) => `application/octet-stream; transfer-syntax=${one}`);
}

async function convertFrame(
  { storeRoot, pool }: Retrieval,
  source: Awaited<ReturnType<FrameReader['find']>>,
  bytes: Buffer,
  to: string,
): Promise<Buffer> {
  // Little endian already, whatever the VRs before it were: nothing to decode.
  const isPlain =
    isNative(source.transfer_syntax_uid) && source.transfer_syntax_uid !== '1.2.840.10008.1.2.2';
  if (isPlain && to === explicitLittleEndian) return bytes;
  const info = await readFrameInfo(storeRoot, source);
  const frame = { bytes, info, transferSyntaxUID: source.transfer_syntax_uid };
  if (to === htj2kLossless) {
    const { htj2k } = await pool.make(frame, { renderings: [], htj2k: true });
    if (!htj2k) throw new NotAcceptableError(acceptableFrames(explicitLittleEndian).slice(0, 1));
    return Buffer.from(htj2k.buffer, htj2k.byteOffset, htj2k.byteLength);
  }
  const { data } = await pool.decode(frame);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

async function* frameParts(
  frames: readonly number[],
  read: (frame: number) => Buffer | Promise<Buffer>,
  contentType: string,
  url: string,
): AsyncGenerator<Part> {
  for (const frame of frames)
    yield { contentType, contentLocation: `${url}/frames/${frame}`, body: [await read(frame)] };
}
