import { DomainError, type UserActor } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from './app.ts';
import { privateQueryHeader, type Endpoint } from './contract.ts';

/** What a handler is given: parsed input, and the actor (never null where the endpoint's access is `user`). */
export type Asked<E extends Endpoint> = {
  actor: UserActor;
  params: z.output<E['params']>;
  query: z.output<E['query']>;
  body: z.output<E['body']>;
  request: FastifyRequest;
  reply: FastifyReply;
};

const noBody = z.undefined();

/** Mounts one endpoint of a contract: input is parsed before `handler`, its reply is checked after. */
export function route<E extends Endpoint>(
  app: App,
  endpoint: E,
  handler: (asked: Asked<E>) => Promise<z.input<E['reply']>>,
): void {
  const hasReply = !(endpoint.reply instanceof z.ZodUndefined);
  const hasBody = !(endpoint.body instanceof z.ZodUndefined);
  app.route({
    method: endpoint.method,
    url: endpoint.url,
    schema: {
      summary: endpoint.summary,
      params: endpoint.params,
      querystring: endpoint.query,
      ...(hasBody ? { body: endpoint.body } : {}),
      response: hasReply ? { 200: endpoint.reply } : { 204: noBody },
    },
    ...(endpoint.access === 'user' ? { preHandler: refuseUnknown } : {}),
    ...(endpoint.privateQuery.length > 0 ? { preValidation: takePrivateQuery(endpoint) } : {}),
    handler: async (request, reply) => {
      const asked = {
        // `preHandler` has refused null where the endpoint needs someone; public endpoints do not read it.
        actor: request.actor,
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
      } as Asked<E>;
      const answer = await handler(asked);
      if (reply.sent) return reply;
      if (!hasReply) return reply.status(204).send();
      return answer;
    },
  });
}

/** Joins the private part of the query, which came in a header, to the rest before it is parsed. */
function takePrivateQuery(endpoint: Endpoint): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const given = request.headers[privateQueryHeader];
    if (typeof given !== 'string') return;
    const found = Object.fromEntries(new URLSearchParams(given));
    const known = Object.entries(found).filter(([name]) => endpoint.privateQuery.includes(name));
    request.query = { ...queryOf.parse(request.query), ...Object.fromEntries(known) };
  };
}

const queryOf = z.record(z.string(), z.unknown());

/** For routes outside a contract (files, frames, event streams): 401 unless someone is signed in. */
export async function refuseUnknown(request: FastifyRequest): Promise<void> {
  if (!request.actor) throw new DomainError('unauthenticated', 'http/unauthenticated');
}

/** The signed-in actor of a request that passed `refuseUnknown`. */
export function actorOf(request: FastifyRequest): UserActor {
  if (!request.actor) throw new DomainError('unauthenticated', 'http/unauthenticated');
  return request.actor;
}

/** The body of a request in a scope where any body is read as bytes; empty where it had none. */
export function bytesOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
