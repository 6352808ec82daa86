import { collectDefaultMetrics, Counter, Histogram, register } from 'prom-client';
import type { App } from './app.ts';

let counted: { requests: Counter; duration: Histogram } | null = null;

function meters(): { requests: Counter; duration: Histogram } {
  if (counted) return counted;
  collectDefaultMetrics();
  counted = {
    requests: new Counter({
      name: 'liaison_http_requests_total',
      help: 'Requests answered, by route pattern and status',
      labelNames: ['method', 'route', 'status'],
    }),
    duration: new Histogram({
      name: 'liaison_http_request_seconds',
      help: 'Time to answer, by route pattern',
      labelNames: ['method', 'route'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 2, 3, 10],
    }),
  };
  return counted;
}

export function measureRequests(app: App): void {
  const { requests, duration } = meters();
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method: request.method, route, status: reply.statusCode });
    duration.observe({ method: request.method, route }, reply.elapsedTime / 1000);
  });
}

/** Everything measured in this process, in the text format of Prometheus. */
export function readMetrics(): Promise<string> {
  meters();
  return register.metrics();
}
