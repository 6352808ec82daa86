import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Part = {
  contentType: string;
  contentLocation: string;
  body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

/** Sends parts of one type as multipart/related (RFC 2387, PS3.18 section 8.6.1.2), read as they are sent. */
export function sendParts(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  parts: AsyncIterable<Part> | Iterable<Part>,
): FastifyReply {
  const boundary = `liaison-${randomUUID()}`;
  reply
    .type(`multipart/related; type="${type}"; boundary=${boundary}`)
    .header('vary', 'Accept, Cookie')
    .header('accept-ranges', 'none');
  if (request.method === 'HEAD') return reply.send();
  return reply.send(Readable.from(encode(boundary, parts), { objectMode: false }));
}

/**
 * Sends one part whose bytes are at hand, in one piece: the same message as `sendParts` gives, with its length told, so
 * that nothing is framed again. A viewer asks so for each of hundreds of slices.
 */
export function sendPart(
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  { contentType, contentLocation, bytes }: { contentType: string; contentLocation: string; bytes: Buffer },
): FastifyReply {
  const boundary = `liaison-${randomUUID()}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Location: ${contentLocation}\r\n\r\n`,
    'latin1',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
  reply
    .type(`multipart/related; type="${type}"; boundary=${boundary}`)
    .header('vary', 'Accept, Cookie')
    .header('accept-ranges', 'none')
    .header('content-length', head.length + bytes.length + tail.length);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(inOnePiece([head, bytes, tail]));
}

/** All pieces at once: they leave in one write, without being copied together. */
function inOnePiece(pieces: readonly Buffer[]): Readable {
  return new Readable({
    read() {
      for (const piece of pieces) this.push(piece);
      this.push(null);
    },
  });
}

async function* encode(
  boundary: string,
  parts: AsyncIterable<Part> | Iterable<Part>,
): AsyncGenerator<Uint8Array> {
  let separator = `--${boundary}\r\n`;
  for await (const part of parts) {
    const head = `Content-Type: ${part.contentType}\r\nContent-Location: ${part.contentLocation}\r\n\r\n`;
    yield Buffer.from(separator + head, 'latin1');
    yield* part.body;
    separator = `\r\n--${boundary}\r\n`;
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1');
}
