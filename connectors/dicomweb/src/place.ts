import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BadQueryError } from './errors.ts';

/** What a path names. */
const uid = z.string().regex(/^[0-9.]{1,64}$/);
const place = z.object({
  study: uid.optional(),
  series: uid.optional(),
  instance: uid.optional(),
  '*': z.string().max(8000).optional(),
});
export type Place = z.infer<typeof place>;

export const root = '/dicomweb';
export const studyPath = `${root}/studies/:study`;
export const seriesPath = `${studyPath}/series/:series`;
export const instancePath = `${seriesPath}/instances/:instance`;

/** @throws BadQueryError */
export function placeOf(request: FastifyRequest): Place {
  const parsed = place.safeParse(request.params);
  if (!parsed.success) throw new BadQueryError(parsed.error.issues[0]?.path.join('.') ?? 'path');
  return parsed.data;
}

/** Where this service is, as the client called it. */
export function baseOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${root}`;
}

export function instanceUrl(
  base: string,
  study: string,
  instance: { series_instance_uid: string; sop_instance_uid: string },
): string {
  return `${base}/studies/${study}/series/${instance.series_instance_uid}/instances/${instance.sop_instance_uid}`;
}

const asked = z.record(z.string(), z.unknown());

export type Asked = Readonly<Record<string, unknown>>;

export function askedOf(request: FastifyRequest): Asked {
  return asked.parse(request.query);
}

/** Frame numbers parted by commas, from 1. @throws BadQueryError */
export function parseFrames(list: string): number[] {
  const frames = list.split(',').map(Number);
  const isList =
    /^\d+(,\d+)*$/.test(list) && frames.length <= mostFrames && frames.every((frame) => frame >= 1);
  if (!isList) throw new BadQueryError('frames');
  return frames;
}

const mostFrames = 1000;
