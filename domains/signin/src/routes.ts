import type { SystemDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import type { Enqueue } from '@liaison/jobs';
import { DomainError } from '@liaison/kernel';
import { confirmSignIn, sessionHours } from './confirm.ts';
import {
  chooseContext,
  confirmSession,
  endSession,
  readSession,
  startSession,
  type Session,
} from './contract.ts';
import { chooseContext as choose, endSession as end, findSession, type OpenSession } from './session.ts';
import { signIn } from './sign-in.ts';

export type SigninRoutes = {
  database: SystemDatabase;
  enqueue: Enqueue;
  environment: Session['environment'];
  isSecure: boolean;
};

type Cookies = { cookies: Record<string, string | undefined> };

/** `__Host-` binds the cookie to this very host and to https (RFC 6265bis, section 4.1.3.2). */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-liaison' : 'liaison';
}

export function mountSignin(app: App, given: SigninRoutes): void {
  const name = cookieName(given.isSecure);
  const settings = { path: '/', httpOnly: true, sameSite: 'lax', secure: given.isSecure } as const;
  const tell = (session: OpenSession): Session => ({ ...session, environment: given.environment });
  const tokenOf = (request: Cookies): string => {
    const token = request.cookies[name];
    if (!token) throw new DomainError('unauthenticated', 'signin/not-signed-in');
    return token;
  };

  route(app, startSession, ({ body, request }) =>
    signIn(given.database, given.enqueue, { ...body, address: request.ip }),
  );
  route(app, confirmSession, async ({ body, request, reply }) => {
    const token = await confirmSignIn(given.database, { ...body, address: request.ip });
    reply.setCookie(name, token, { ...settings, maxAge: sessionHours * 3600 });
    return tell(await readOrRefuse(given.database, token));
  });
  route(app, readSession, async ({ request }) => tell(await readOrRefuse(given.database, tokenOf(request))));
  route(app, chooseContext, async ({ body, request }) =>
    tell(await choose(given.database, tokenOf(request), body.communityId)),
  );
  route(app, endSession, async ({ request, reply }) => {
    const token = request.cookies[name];
    if (token) await end(given.database, token);
    reply.clearCookie(name, settings);
    return undefined;
  });
}

async function readOrRefuse(database: SystemDatabase, token: string): Promise<OpenSession> {
  const session = await findSession(database, token);
  if (!session) throw new DomainError('unauthenticated', 'signin/not-signed-in');
  return session;
}
