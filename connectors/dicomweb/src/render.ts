import { actorOf } from '@liaison/http';
import { readFrameInfo, type FrameReader, type InstanceRow } from '@liaison/imaging';
import { PixelsError, type RenderOptions } from '@liaison/pixels';
import { DomainError } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangesOf, type MediaRange } from './accept.ts';
import { bytesAsRanged, sendRanged } from './byte-range.ts';
import { BadQueryError, NotAcceptableError } from './errors.ts';
import { sendParts, type Part } from './multipart.ts';
import { askedOf, baseOf, instanceUrl, parseFrames, placeOf, type Asked } from './place.ts';
import { etagOf, type Retrieval } from './retrieve.ts';

/** Pictures of images, as a screen shows them (PS3.18 sections 8.3.5, 10.4.1.1.3 and 10.4.1.1.4). */

const pictureTypes = ['image/jpeg', 'image/png'] as const;
type PictureType = (typeof pictureTypes)[number];
const thumbnailSide = 128;
const mostPictures = 1000;

type Frame = { instance: InstanceRow; frame: number };

export async function retrieveRendered(
  retrieval: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { type, isMultipart } = choosePicture(rangesOf(request));
  const options = parseRendering(askedOf(request), type);
  const { study, instances } = await retrieval.openings.instances(request);
  const frames = framesOf(instances, placeOf(request)['*']);
  const [only] = frames;
  if (!only) throw new DomainError('missing', 'imaging/no-frame');
  const draw = (frame: Frame) => render(retrieval, study.id, frame, options, request);
  if (!isMultipart && (frames.length === 1 || placeOf(request).instance !== undefined)) {
    const etag = etagOf(only.instance, `${only.frame}-${digest(JSON.stringify(options))}`);
    return sendRanged(request, reply, bytesAsRanged(await draw(only), type, etag));
  }
  if (frames.length > mostPictures) throw new BadQueryError('frames');
  const base = baseOf(request);
  const locate = ({ instance, frame }: Frame) =>
    `${instanceUrl(base, study.study_instance_uid, instance)}/frames/${frame}/rendered`;
  // The first one now: what cannot be drawn is said before anything is sent.
  const first = await draw(only);
  const parts = pictureParts(frames, (frame) => (frame === only ? first : draw(frame)), type, locate);
  return sendParts(request, reply, type, parts);
}

/** One small picture that stands for what the path names: of a study or a series, that of an image in the middle. */
export async function retrieveThumbnail(
  retrieval: Retrieval,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { type } = choosePicture(rangesOf(request));
  const asked = parseRendering(askedOf(request), type);
  const { study, instances } = await retrieval.openings.instances(request);
  const shown = instances.filter(({ unshowable }) => unshowable === null);
  const middle = shown[Math.floor(shown.length / 2)];
  if (!middle) throw new DomainError('invalid', 'imaging/unshowable');
  const [frame = 1] = parseFrames(placeOf(request)['*'] ?? '1');
  const isPlain = type === 'image/jpeg' && Object.keys(asked).length === 1;
  const ready = isPlain
    ? await retrieval.reader.derived(actorOf(request), study.id, middle.sop_instance_uid, frame, 'thumbnail')
    : null;
  const options = asked.viewport ? asked : { ...asked, longestSide: thumbnailSide };
  const picture = ready ?? (await render(retrieval, study.id, { instance: middle, frame }, options, request));
  const etag = etagOf(middle, `${frame}-small-${digest(JSON.stringify(options))}`);
  return sendRanged(request, reply, bytesAsRanged(picture, type, etag));
}

function digest(text: string): string {
  return Buffer.from(text).toString('base64url').slice(0, 200);
}

function choosePicture(ranges: readonly MediaRange[]): { type: PictureType; isMultipart: boolean } {
  for (const { type, parameters } of ranges) {
    const isMultipart = type === 'multipart/related';
    const wanted = isMultipart ? (parameters.get('type') ?? '*/*') : type;
    const found = pictureTypes.find(
      (one) => wanted === one || wanted === '*/*' || wanted === 'image/*' || wanted === 'image/jpg',
    );
    if (found) return { type: found, isMultipart };
  }
  throw new NotAcceptableError([...pictureTypes, 'multipart/related; type="image/jpeg"']);
}

/** Frames named by the path, or all of all images that can be drawn. */
function framesOf(instances: readonly InstanceRow[], list: string | undefined): Frame[] {
  const [instance] = instances;
  if (list !== undefined) return instance ? parseFrames(list).map((frame) => ({ instance, frame })) : [];
  const shown = instances.filter(({ unshowable }) => unshowable === null);
  if (shown.length === 0) throw new DomainError('invalid', 'imaging/unshowable');
  return shown.flatMap((one) =>
    Array.from({ length: Math.min(one.frames, mostPictures + 1) }, (_, at) => ({
      instance: one,
      frame: at + 1,
    })),
  );
}

async function render(
  { reader, storeRoot, pool }: Retrieval,
  studyId: string,
  { instance, frame }: Frame,
  options: RenderOptions,
  request: FastifyRequest,
): Promise<Buffer> {
  const source: Awaited<ReturnType<FrameReader['find']>> = await reader.find(
    actorOf(request),
    studyId,
    instance.sop_instance_uid,
  );
  const bytes = await reader.read(source, frame);
  const info = await readFrameInfo(storeRoot, source);
  const encoded = { bytes, info, transferSyntaxUID: source.transfer_syntax_uid };
  return pool.render(encoded, options).catch((error: unknown) => {
    throw error instanceof PixelsError ? new DomainError('invalid', 'imaging/unshowable') : error;
  });
}

async function* pictureParts(
  frames: readonly Frame[],
  draw: (frame: Frame) => Buffer | Promise<Buffer>,
  contentType: string,
  locate: (frame: Frame) => string,
): AsyncGenerator<Part> {
  for (const frame of frames)
    yield { contentType, contentLocation: locate(frame), body: [await draw(frame)] };
}

const windowFunctions = { linear: 'LINEAR', 'linear-exact': 'LINEAR_EXACT', sigmoid: 'SIGMOID' } as const;
const longestSide = 8192;

/** `quality`, `viewport` and `window` (PS3.18 sections 8.3.5.1.2 to 8.3.5.1.4). @throws BadQueryError */
function parseRendering(asked: Asked, type: PictureType): RenderOptions {
  const format = type === 'image/png' ? 'png' : 'jpeg';
  return { format, ...parseQuality(asked), ...parseViewport(asked), ...parseWindow(asked) };
}

function textOf(asked: Asked, name: string): string | undefined {
  const value = asked[name];
  if (value !== undefined && typeof value !== 'string') throw new BadQueryError(name);
  return value;
}

function parseQuality(asked: Asked): Pick<RenderOptions, 'quality'> {
  const text = textOf(asked, 'quality');
  if (text === undefined) return {};
  const quality = Number(text);
  if (!/^\d{1,3}$/.test(text) || quality < 1 || quality > 100) throw new BadQueryError('quality');
  return { quality };
}

/** `vw,vh` or `vw,vh,sx,sy,sw,sh`; a negative width or height of the source flips it. */
function parseViewport(asked: Asked): Pick<RenderOptions, 'viewport'> {
  const text = textOf(asked, 'viewport');
  if (text === undefined) return {};
  const parts = text.split(',');
  const isNumber = (part: string) => /^-?\d{1,6}(\.\d{1,6})?$/.test(part);
  const [width = 0, height = 0, x = 0, y = 0, sw = 0, sh = 0] = parts.map(Number);
  const isSize = [width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= longestSide);
  if (!isSize || (parts.length !== 2 && parts.length !== 6) || !parts.every(isNumber))
    throw new BadQueryError('viewport');
  if (parts.length === 2) return { viewport: { width, height } };
  if (sw === 0 || sh === 0 || x < 0 || y < 0) throw new BadQueryError('viewport');
  const source = { x, y, width: Math.abs(sw), height: Math.abs(sh) };
  return {
    viewport: { width, height, source, flipsHorizontally: sw < 0, flipsVertically: sh < 0 },
  };
}

/** `centre,width,function`. */
function parseWindow(asked: Asked): Pick<RenderOptions, 'windowCenter' | 'windowWidth' | 'windowFunction'> {
  const text = textOf(asked, 'window');
  if (text === undefined) return {};
  const [center = '', width = '', name = 'linear', ...rest] = text.split(',');
  const found = Object.entries(windowFunctions).find(([key]) => key === name);
  const isNumber = (part: string) => /^-?\d{1,9}(\.\d{1,9})?$/.test(part);
  if (!isNumber(center) || !isNumber(width) || Number(width) <= 0 || !found || rest.length > 0)
    throw new BadQueryError('window');
  return { windowCenter: Number(center), windowWidth: Number(width), windowFunction: found[1] };
}
