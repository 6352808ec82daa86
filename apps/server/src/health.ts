import { ping, type SystemDatabase } from '@liaison/db';
import type { App } from '@liaison/http';

/** `GET /healthz`: this process lives. `GET /readyz`: it can serve, database included. `GET /api/openapi.json`. */
export function mountHealth(app: App, database: SystemDatabase): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    if (await ping(database)) return { status: 'ready' };
    return reply.status(503).send({ status: 'database-unreachable' });
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
