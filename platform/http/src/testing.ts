import type { UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { createApp, type App, type AppOptions } from './app.ts';

type FindActor = AppOptions['findActor'];

/** An application without TLS, of whom refusals reach no journal; nobody is signed in where it is not said who is. */
export function openTestApp(
  texts: AppOptions['texts'],
  findActor: FindActor = async () => null,
): Promise<App> {
  return createApp({
    log: openLog('silent'),
    texts,
    publicUrl: 'http://127.0.0.1:8080',
    isSecure: false,
    tls: null,
    findActor,
    onRefusal: async () => {},
  });
}

/** Whom the header `x-test` names. */
export function namedByHeader(actors: ReadonlyMap<string, UserActor>): FindActor {
  return async ({ headers }) => actors.get(String(headers['x-test'])) ?? null;
}
