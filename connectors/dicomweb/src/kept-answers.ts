import { gzipSync } from 'node:zlib';
import { packText, unpackText } from '@liaison/imaging';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer about one study as it was in one version, packed. */
export type KeptAnswer = {
  readonly type: string;
  readonly packed: Buffer;
  readonly warnings: readonly string[];
};

/** Of all that are kept together. */
const mostBytes = 32 * 1024 * 1024;
/** Of the text of one that is worth keeping. */
export const longestKept = 16 * 1024 * 1024;
/** JSON of DICOM shrinks to a fiftieth at the lowest level already: a higher one costs more than it saves. */
export const fast = 1;

/**
 * What was answered about studies, so that asking again costs the decision alone. Its key holds the study's version: what
 * changes has another. The rights are asked before it is looked into.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, KeptAnswer>();
  #bytes = 0;

  find(key: string): KeptAnswer | undefined {
    return this.#kept.get(key);
  }

  async keep(key: string, type: string, text: string, warnings: readonly string[] = []): Promise<KeptAnswer> {
    const answer = { type, packed: await packText(text, fast), warnings };
    this.#forget(key);
    this.#kept.set(key, answer);
    this.#bytes += answer.packed.length;
    for (const [oldest] of this.#kept) {
      if (this.#bytes <= mostBytes) break;
      this.#forget(oldest);
    }
    return answer;
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.packed.length ?? 0;
    this.#kept.delete(key);
  }
}

/** Packed where the client takes it so. */
export async function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, packed, warnings }: KeptAnswer,
): Promise<FastifyReply> {
  for (const warning of warnings) reply.header('warning', warning);
  reply.type(type).header('vary', 'Accept, Accept-Encoding, Cookie');
  if (takesGzip(request.headers['accept-encoding']))
    return reply.header('content-encoding', 'gzip').send(packed);
  return reply.send(await unpackText(packed));
}

/** Shorter texts gain nothing from being packed; up to the other length that takes less time than asking a thread for it. */
const [leastPacked, mostPackedAtOnce] = [1024, 128 * 1024];

/** JSON as it leaves: packed where the client takes it so. */
export type Body = { readonly type: string; readonly bytes: string | Buffer };

export async function toBody(request: FastifyRequest, type: string, text: string): Promise<Body> {
  if (text.length < leastPacked || !takesGzip(request.headers['accept-encoding']))
    return { type, bytes: text };
  return {
    type,
    bytes: text.length > mostPackedAtOnce ? await packText(text, fast) : gzipSync(text, { level: fast }),
  };
}

export function sendBody(reply: FastifyReply, { type, bytes }: Body): FastifyReply {
  reply.type(type).header('vary', 'Accept, Accept-Encoding, Cookie');
  if (typeof bytes !== 'string') reply.header('content-encoding', 'gzip');
  return reply.send(bytes);
}

export function takesGzip(header: string | string[] | undefined): boolean {
  return /(^|[,\s])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(header ?? ''));
}
