import { createServer } from 'node:http';
import type { Config } from '@liaison/config';

export type RoleState = { name: string; pid: number; isReady: boolean; restarts: number };

export type Watched = {
  states(): RoleState[];
  /** What a role measures of itself, in the text format of Prometheus; empty when it does not answer. */
  askMetrics(role: string): Promise<string>;
};

/**
 * The operator's port, apart from the public one (technical grid NET-1): `/metrics` for Prometheus, `/healthz` and
 * `/readyz` for probes, `/roles` for people. It knows no patient and no user.
 */
export async function startOps(config: Config, family: Watched): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', family).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.opsPort, config.opsListen, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = { status: number; type: string; body: string };

async function answer(url: string, family: Watched): Promise<Answer> {
  const roles = family.states();
  const isReady = roles.length > 0 && roles.every((role) => role.isReady);
  if (url === '/healthz') return { status: 200, type: 'text/plain', body: 'ok\n' };
  if (url === '/readyz')
    return { status: isReady ? 200 : 503, type: 'text/plain', body: isReady ? 'ready\n' : 'starting\n' };
  if (url === '/roles') return { status: 200, type: 'application/json', body: JSON.stringify(roles) };
  if (url === '/metrics')
    return { status: 200, type: 'text/plain; version=0.0.4', body: await metrics(family, roles) };
  return { status: 404, type: 'text/plain', body: 'not found\n' };
}

/** The supervisor's own figures, then those that the web role measures of itself. */
async function metrics(family: Watched, roles: readonly RoleState[]): Promise<string> {
  const own = [
    '# HELP liaison_role_up Whether a role is ready',
    '# TYPE liaison_role_up gauge',
    ...roles.map((role) => `liaison_role_up{role="${role.name}"} ${role.isReady ? 1 : 0}`),
    '# HELP liaison_role_restarts Restarts since the last minute of calm',
    '# TYPE liaison_role_restarts gauge',
    ...roles.map((role) => `liaison_role_restarts{role="${role.name}"} ${role.restarts}`),
  ];
  return `${own.join('\n')}\n${await family.askMetrics('web')}`;
}
