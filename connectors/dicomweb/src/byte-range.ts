import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Something with an entity tag whose bytes can be read from anywhere (RFC 9110 section 14). */
export type Ranged = {
  contentType: string;
  etag: string;
  length: number;
  /** `length` bytes from `start`. */
  read(start: number, length: number): Buffer | Readable | Promise<Buffer | Readable>;
};

type Slice = { start: number; end: number };

/**
 * Sends it whole, or the one range asked for: 206, 416 for a range outside it, 304 for what the client has. Several ranges
 * in one request are answered by the whole, as a server may.
 */
export async function sendRanged(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Ranged,
): Promise<FastifyReply> {
  const { etag, length, contentType } = body;
  reply.header('etag', etag).header('accept-ranges', 'bytes').header('vary', 'Accept, Cookie');
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  const condition = request.headers['if-range'];
  const isCurrent = condition === undefined || condition === etag;
  const slice = isCurrent ? parseRange(request.headers.range, length) : null;
  if (slice === 'outside') return reply.status(416).header('content-range', `bytes */${length}`).send();
  const { start, end } = slice ?? { start: 0, end: length - 1 };
  if (slice) reply.status(206).header('content-range', `bytes ${start}-${end}/${length}`);
  reply.type(contentType).header('content-length', end - start + 1);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(await body.read(start, end - start + 1));
}

/** Null where there is no range that we follow. */
function parseRange(header: string | undefined, length: number): Slice | 'outside' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = found ?? [];
  if (!found || (first === '' && last === '')) return null;
  if (first === '') {
    const wanted = Number(last);
    return wanted === 0 || length === 0
      ? 'outside'
      : { start: Math.max(0, length - wanted), end: length - 1 };
  }
  const start = Number(first);
  const end = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= length ? 'outside' : { start, end };
}

/** Bytes at hand as something ranged. */
export function bytesAsRanged(bytes: Buffer, contentType: string, etag: string): Ranged {
  return {
    contentType,
    etag,
    length: bytes.length,
    read: (start, length) => bytes.subarray(start, start + length),
  };
}
