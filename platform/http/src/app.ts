import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { DomainError, type UserActor } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { boundBodies } from './body-time.ts';
import { measureRequests } from './metrics.ts';
import { sendProblem, type ProblemTexts } from './problem.ts';
import { refuseForeignOrigin } from './origin.ts';

/** What the server gives to every route: who asks, and how to tell that he was refused. */
export type AppOptions = {
  log: Log;
  /** French texts of every error code that a domain may throw. */
  texts: ProblemTexts;
  /** The actor of the request's session; null when nobody is signed in, or has yet to choose where he works. */
  findActor(request: FastifyRequest): Promise<UserActor | null>;
  /** Called for each refusal of access, so that the journal has it. */
  onRefusal(request: FastifyRequest, details: Readonly<Record<string, unknown>>): Promise<void>;
  publicUrl: string;
  isSecure: boolean;
  /** Believe the address that a proxy in front of us tells (X-Forwarded-For). */
  isBehindProxy?: boolean;
  tls: { certFile: string; keyFile: string } | null;
};

export type App = FastifyInstance;

declare module 'fastify' {
  interface FastifyRequest {
    /** Resolved once per request by `findActor`. */
    actor: UserActor | null;
  }
}

/** The strict Content-Security-Policy: own files only, no inline script or style; WASM and blob workers for codecs. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    frameSrc: ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
};

export async function createApp(options: AppOptions): Promise<App> {
  const common = {
    trustProxy: options.isBehindProxy === true && isOurProxy,
    genReqId: () => randomUUID(),
    bodyLimit: 4 * 1024 * 1024,
    // Bodies have their time from `boundBodies`, by route.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle' as const,
  };
  // HTTP/2 comes with TLS, for browsers negotiate it only there. Routes see one type of server for both.
  const app = options.tls
    ? (Fastify({
        ...common,
        http2: true,
        https: { ...readCertificate(options.tls), allowHTTP1: true },
      }) as unknown as App)
    : (Fastify(common) as App);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null);
  await app.register(helmet, {
    contentSecurityPolicy,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: options.isSecure ? { maxAge: 31_536_000 } : false,
  });
  await app.register(cookie);
  await app.register(compress, {
    threshold: 1024,
    encodings: ['gzip', 'br', 'identity'],
    globalDecompression: false,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Liaison', version: '1', description: 'API de la plateforme Liaison' },
    },
    transform: jsonSchemaTransform,
  });
  boundBodies(app);
  refuseForeignOrigin(app, options.publicUrl);
  resolveActor(app, options);
  keepOutOfCaches(app);
  answerErrors(app, options);
  logRequests(app, options.log);
  measureRequests(app);
  releaseIdleConnections(app);
  return app;
}

/** The one that calls us. The address that it added is who called it; those before are the caller's own word. */
function isOurProxy(_address: string, hop: number): boolean {
  return hop === 0;
}

/** A connection that a browser keeps alive falls idle after the answer under way: it must not hold up the end. */
function releaseIdleConnections(app: App): void {
  let timer: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    // An HTTP/2 server has no such method, and ends its sessions itself.
    if (!('closeIdleConnections' in app.server)) return;
    timer = setInterval(() => app.server.closeIdleConnections(), 50);
  });
  app.addHook('onClose', async () => clearInterval(timer));
}

function readCertificate(tls: { certFile: string; keyFile: string }): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) };
}

/** Static files need nobody; everything that reads data does. */
const namesAnActor = /^\/(api|dicomweb|demo)\//;

function resolveActor(app: App, options: AppOptions): void {
  app.addHook('onRequest', async (request) => {
    if (namesAnActor.test(request.url)) request.actor = await options.findActor(request);
  });
}

/** Data is for this reader now: no cache, shared or of a workstation, keeps it (docs/adr/0009). */
function keepOutOfCaches(app: App): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (namesAnActor.test(request.url) && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
    return payload;
  });
}

function answerErrors(app: App, options: AppOptions): void {
  app.setNotFoundHandler(async (request, reply) => {
    sendProblem(reply, new DomainError('missing', 'http/missing'), request.id, options.texts);
    return reply;
  });
  app.setErrorHandler(async (error, request, reply) => {
    const problem = sendProblem(reply, error, request.id, options.texts);
    if (isRefusal(error)) {
      await options.onRefusal(request, problem.details ?? {}).catch((failure: unknown) => {
        options.log.error('refusal not journaled', { request_id: request.id, ...describeError(failure) });
      });
    }
    if (problem.status >= 500) {
      options.log.error('request failed', {
        request_id: request.id,
        route: routeOf(request),
        ...describeError(error),
      });
    }
    return reply;
  });
}

/** Somebody asked for what is not his: a row of the journal. Requests of other sites are nobody's. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof DomainError)) return false;
  return error.kind === 'hidden' || (error.kind === 'forbidden' && !error.code.startsWith('http/'));
}

/** The pattern of the route, never the address: an address may hold an identifier of a patient's exam. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

function logRequests(app: App, log: Log): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    log.info('request', {
      request_id: request.id,
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime),
      user_id: request.actor?.userId ?? null,
    });
  });
}
