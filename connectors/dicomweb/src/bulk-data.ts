import { Readable } from 'node:stream';
import type { DataSetReading } from '@liaison/dicom';
import { actorOf } from '@liaison/http';
import {
  findElement,
  inflateInstance,
  readUpToPixels,
  type FrameReader,
  type InstanceRow,
} from '@liaison/imaging';
import { isNative } from '@liaison/pixels';
import { DomainError } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formFor, rangesOf } from './accept.ts';
import { bytesAsRanged, sendRanged } from './byte-range.ts';
import { storedBytes } from './convert.ts';
import { BadQueryError, NotAcceptableError } from './errors.ts';
import { sendParts, type Part } from './multipart.ts';
import { baseOf, instanceUrl, placeOf } from './place.ts';
import { etagOf, type Retrieval } from './retrieve.ts';

const octets = 'application/octet-stream';
const pixelData = 0x7fe00010;
const deflated = '1.2.840.10008.1.2.1.99';

/**
 * The value of one element, wherever it is nested: what a BulkDataURI of our metadata points to (PS3.18 section 10.4.1.1.5).
 * Compressed pixels are given frame by frame, in parts.
 */
export async function retrieveBulkData(
  retrieval: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = parseSteps(placeOf(request)['*'] ?? '');
  const { study, instances } = await retrieval.openings.instances(request);
  const [instance] = instances;
  if (!instance) throw new DomainError('missing', 'imaging/no-instance');
  const syntax = instance.transfer_syntax_uid;
  const form = formFor(rangesOf(request), octets, syntax, () => false);
  if (!form) throw new NotAcceptableError([`${octets}; transfer-syntax=${syntax}`]);
  const isPixels = path.length === 1 && path[0] === pixelData;
  const url = instanceUrl(baseOf(request), study.study_instance_uid, instance);
  if (isPixels && !isNative(syntax)) return sendFrames(retrieval, study.id, instance, url, request, reply);
  const body = await locate(retrieval.storeRoot, instance, path);
  if (!body) throw new DomainError('missing', 'imaging/no-bulk-data');
  const contentType = `${octets}; transfer-syntax=${syntax}`;
  if (form.isMultipart && rangesOf(request)[0]?.type.startsWith('multipart/') === true) {
    const parts: Part[] = [
      {
        contentType,
        contentLocation: `${url}/bulkdata/${placeOf(request)['*']}`,
        body: body.read(0, body.length),
      },
    ];
    return sendParts(request, reply, octets, parts);
  }
  return sendRanged(request, reply, {
    contentType,
    etag: etagOf(instance, path.join('.')),
    length: body.length,
    read: (start, length) => Readable.from(body.read(start, length), { objectMode: false }),
  });
}

type Value = { length: number; read(start: number, length: number): AsyncIterable<Uint8Array> };

/** `TTTTTTTT/item/TTTTTTTT…`: tags, and the numbers of items from 0. @throws BadQueryError */
function parseSteps(text: string): number[] {
  const steps = text.split('/');
  const isPath = steps.every((step, at) => (at % 2 === 0 ? /^[0-9a-f]{8}$/i : /^\d{1,6}$/).test(step));
  if (!isPath || steps.length % 2 === 0 || steps.length > 32) throw new BadQueryError('bulkdata');
  return steps.map((step, at) => Number.parseInt(step, at % 2 === 0 ? 16 : 10));
}

/** Where the value lies; null where the instance has no such element, or one of another kind. */
async function locate(
  storeRoot: string,
  instance: InstanceRow,
  path: readonly number[],
): Promise<Value | null> {
  const reading = await readUpToPixels(storeRoot, instance);
  const spot = reading && spotOf(reading, path);
  if (spot) return valueAt(storeRoot, instance, spot);
  if (!reading || reading.state !== 'need-more' || path.length !== 1) return null;
  const beyond = await nextElement(storeRoot, instance, reading);
  return beyond && beyond.tag === path[0] ? valueAt(storeRoot, instance, beyond) : null;
}

type Spot = { offset: number; length: number };

function spotOf(reading: DataSetReading, path: readonly number[]): Spot | null {
  const { offset, length, items } = findElement(reading.dataSet, path)?.element ?? {};
  return offset === undefined || typeof length !== 'number' || items ? null : { offset, length };
}

/** The first element that was too long to be read: its value lies behind what was. Explicit or implicit little endian. */
async function nextElement(
  storeRoot: string,
  instance: InstanceRow,
  reading: DataSetReading,
): Promise<(Spot & { tag: number }) | null> {
  const { explicitVr, bigEndian } = reading.dataSet.encoding;
  const at = reading.consumed;
  if (bigEndian || instance.transfer_syntax_uid === deflated || at + 12 > instance.data_length) return null;
  let header = Buffer.alloc(0);
  for await (const piece of storedBytes(storeRoot, instance, at, 12)) header = Buffer.concat([header, piece]);
  const tag = header.readUInt16LE(0) * 0x10000 + header.readUInt16LE(2);
  const length = header.readUInt32LE(explicitVr ? 8 : 4);
  const offset = at + (explicitVr ? 12 : 8);
  return offset + length > instance.data_length ? null : { tag, offset, length };
}

function valueAt(storeRoot: string, instance: InstanceRow, { offset, length }: Spot): Value {
  if (instance.transfer_syntax_uid !== deflated)
    return { length, read: (start, wanted) => storedBytes(storeRoot, instance, offset + start, wanted) };
  return {
    length,
    async *read(start, wanted) {
      const inflated = await inflateInstance(storeRoot, instance);
      yield inflated.subarray(offset + start, offset + start + wanted);
    },
  };
}

async function sendFrames(
  { reader }: Retrieval,
  studyId: string,
  instance: InstanceRow,
  url: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const source = await reader.find(actorOf(request), studyId, instance.sop_instance_uid);
  const contentType = `${octets}; transfer-syntax=${instance.transfer_syntax_uid}`;
  const wantsOne = rangesOf(request)[0]?.type.startsWith('multipart/') !== true;
  if (source.frames === 1 && wantsOne)
    return sendRanged(
      request,
      reply,
      bytesAsRanged(await reader.read(source, 1), contentType, etagOf(instance, 1)),
    );
  return sendParts(request, reply, octets, allFrames(reader, source, contentType, url));
}

async function* allFrames(
  reader: FrameReader,
  source: Awaited<ReturnType<FrameReader['find']>>,
  contentType: string,
  url: string,
): AsyncGenerator<Part> {
  for (let frame = 1; frame <= source.frames; frame += 1)
    yield {
      contentType,
      contentLocation: `${url}/frames/${frame}`,
      body: [await reader.read(source, frame)],
    };
}
