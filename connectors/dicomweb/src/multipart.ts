import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

export type Part = {
  contentType: string;
  contentLocation: string;
  body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

/** A multipart/related body (RFC 2387, PS3.18 section 8.6.1.2), read as it is sent. `type`: that of its parts. */
export function multipart(
  type: string,
  parts: AsyncIterable<Part> | Iterable<Part>,
): { contentType: string; body: Readable } {
  const boundary = `liaison-${randomUUID()}`;
  return {
    contentType: `multipart/related; type="${type}"; boundary=${boundary}`,
    body: Readable.from(encode(boundary, parts), { objectMode: false }),
  };
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
