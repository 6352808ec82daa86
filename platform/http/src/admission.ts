import { DomainError, type UserActor } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasLeft } from './has-left.ts';

export type AdmissionOptions = {
  /** Requests of all users that may be under way at once; of one user it is one. */
  readonly most: number;
  /** The code of the error for who comes too early. */
  readonly busyCode: string;
};

/** A hook for `onRequest`, before the body is read. `authorise` throws for who may not. */
export type Admission = (
  authorise: (actor: UserActor) => void,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Bounds requests that each hold their whole body in memory, of all routes that it is used for together. */
export function openAdmission({ most, busyCode }: AdmissionOptions): Admission {
  const underWay = new Set<string>();
  return (authorise) => async (request, reply) => {
    if (!request.actor) throw new DomainError('unauthenticated', 'http/unauthenticated');
    const { userId } = request.actor;
    authorise(request.actor);
    // Who has left would never be over.
    if (hasLeft(reply.raw) || underWay.has(userId) || underWay.size >= most)
      throw new DomainError('limited', busyCode);
    underWay.add(userId);
    reply.raw.once('close', () => underWay.delete(userId));
  };
}
