import { DomainError } from '@liaison/kernel';
import type { App } from './app.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send with our cookie (DESIGN decision 7): every request that changes
 * something must come from our own pages, as Sec-Fetch-Site says, or Origin where the browser is older. A program that
 * is no browser sends neither; it then has no cookie by accident.
 */
export function refuseForeignOrigin(app: App, publicUrl: string): void {
  const own = new URL(publicUrl).host;
  app.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method)) return;
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    const isOwn = origin === undefined || isOwnHost(origin, own, request.headers.host);
    if ((site === undefined || site === 'same-origin' || site === 'none') && isOwn) return;
    throw new DomainError('forbidden', 'http/foreign-origin');
  });
}

function isOwnHost(origin: string, own: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin).host;
  return asked === own || asked === host;
}
