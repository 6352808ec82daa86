import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bodies of this route may take as long as they keep coming: images over a hospital's line. */
    takesLong?: boolean;
  }
}

const longestMs = 60_000;
/** What a long body must bring in that time, at least: less is no line, but someone who holds a connection. */
const fewestBytes = 64 * 1024;
const withBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Ends requests whose body does not come: within a minute, or at a pace where the route takes long ones. */
export function boundBodies(app: FastifyInstance, lookEveryMs: number = longestMs): void {
  app.addHook('onRequest', async (request) => {
    const { raw } = request;
    if (!withBody.has(request.method)) return;
    const takesLong = request.routeOptions.config.takesLong === true;
    let seen = raw.socket.bytesRead;
    const timer = setInterval(() => {
      const isComing = takesLong && raw.socket.bytesRead - seen >= fewestBytes;
      seen = raw.socket.bytesRead;
      if (!isComing && !raw.complete) raw.destroy();
    }, lookEveryMs);
    timer.unref();
    raw.once('close', () => clearInterval(timer));
    raw.once('end', () => clearInterval(timer));
  });
}
