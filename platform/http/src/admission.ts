import { DomainError, type UserActor } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasLeft } from './has-left.ts';
import { actorOf } from './route.ts';

export type AdmissionOptions = {
  /** Requests of all users that may be under way at once; of one user it is one. */
  readonly most: number;
  /** The code of the error for who comes too early. */
  readonly busyCode: string;
};

type Work = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** What a route needs to be one of those: its `onRequest`, before the body is read, and its `handler`. */
export type Admission = (
  /** Throws for who may not. */
  authorise: (actor: UserActor) => void,
  handler: Work,
) => { onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<void>; handler: Work };

/**
 * Bounds requests that each hold their whole body in memory, of all routes that it is used for together. One is over once its
 * reply is closed and its handler, which goes on with the body when the sender leaves, has settled.
 */
export function openAdmission({ most, busyCode }: AdmissionOptions): Admission {
  const underWay = new Map<string, FastifyRequest>();
  const handled = new WeakSet<FastifyRequest>();
  const free = (userId: string, request: FastifyRequest) => {
    if (underWay.get(userId) === request) underWay.delete(userId);
  };
  return (authorise, handler) => ({
    onRequest: async (request, reply) => {
      const actor = actorOf(request);
      const { userId } = actor;
      authorise(actor);
      // Who has left would never be over.
      if (hasLeft(reply.raw) || underWay.has(userId) || underWay.size >= most)
        throw new DomainError('limited', busyCode);
      underWay.set(userId, request);
      reply.raw.once('close', () => {
        if (!handled.has(request)) free(userId, request);
      });
    },
    handler: async (request, reply) => {
      const { userId } = actorOf(request);
      // Its place is free already.
      if (hasLeft(reply.raw)) throw new DomainError('limited', busyCode);
      handled.add(request);
      try {
        return await handler(request, reply);
      } finally {
        handled.delete(request);
        if (hasLeft(reply.raw)) free(userId, request);
      }
    },
  });
}
