import { authoriseFeature, type Capability } from '@liaison/access';
import { DomainError } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One request of a user at a time, and few of all: each holds its whole body in memory. */
const mostUnderWay = 4;

export type Admission = (
  capability: Capability,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Refuses before the body is read: who may not, who has one under way, and what would be too many. */
export function makeAdmission(): Admission {
  const underWay = new Set<string>();
  return (capability) => async (request, reply) => {
    if (!request.actor) throw new DomainError('unauthenticated', 'http/unauthenticated');
    const { userId } = request.actor;
    authoriseFeature(request.actor, capability);
    if (underWay.has(userId) || underWay.size >= mostUnderWay)
      throw new DomainError('limited', 'marches/busy');
    underWay.add(userId);
    reply.raw.once('close', () => underWay.delete(userId));
  };
}
