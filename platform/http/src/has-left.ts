import type { FastifyReply } from 'fastify';

/** Whether the reader of a reply has gone. He may while the request is still looked at: no event will say so any more. */
export function hasLeft(out: FastifyReply['raw']): boolean {
  const stream: unknown = 'stream' in out ? out.stream : undefined;
  const isCut = typeof stream === 'object' && stream !== null && Reflect.get(stream, 'destroyed') === true;
  return isCut || out.destroyed;
}
