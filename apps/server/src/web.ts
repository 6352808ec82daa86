import { extname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fastifyStatic from '@fastify/static';
import { mountLive } from '@liaison/access/routes';
import { mountAuthority } from '@liaison/authority/routes';
import type { Config } from '@liaison/config';
import { openDatabase, refuseUnboundAppRole, withSystem, type SystemDatabase } from '@liaison/db';
import { mountDicomweb } from '@liaison/dicomweb';
import { mountDirectory } from '@liaison/directory/routes';
import { mountDocuments } from '@liaison/documents/routes';
import { mountExchanges } from '@liaison/exchanges/routes';
import { mountForms } from '@liaison/forms/routes';
import { createApp, readMetrics, type App } from '@liaison/http';
import { mountImaging } from '@liaison/imaging/routes';
import { mountImports } from '@liaison/imports/routes';
import { intakeSlots, recoverIntake } from '@liaison/intake';
import { openEnqueue } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLive } from '@liaison/live';
import { describeError, openLog, type Log } from '@liaison/log';
import { mountMarches, mountReference } from '@liaison/marches/routes';
import { mountNotifications } from '@liaison/notifications/routes';
import { mountPacs } from '@liaison/pacs/routes';
import { mountRetention } from '@liaison/retention/routes';
import { findActor } from '@liaison/signin';
import { cookieName, mountSignin } from '@liaison/signin/routes';
import { mountTeledossier } from '@liaison/teledossier/routes';
import { mountTransfers } from '@liaison/transfers/routes';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mountMioOpenapi } from './mio-openapi.ts';
import { authorityOf } from './authority.ts';
import { requireDatabase } from './database.ts';
import { product } from './exchanges/product.ts';
import { mountDemo } from './demo/routes.ts';
import { mountHealth } from './health.ts';
import manifest from '../package.json' with { type: 'json' };
import { takeLock } from './lock.ts';
import { openLinkOf } from './pacs-link.ts';
import { liveAsRole } from './role.ts';
import { texts } from './texts.ts';
import { nomenclaturesOf } from './updates.ts';

const webDist = resolve(import.meta.dirname, '../../web/dist');

export async function runWeb(config: Config): Promise<void> {
  const log = openLog(config.logLevel, { role: 'web' });
  const urls = requireDatabase(config);
  const onError = (error: Error) => log.warn('database connection lost', describeError(error));
  const database = openDatabase('app', urls.appUrl, { max: 16, applicationName: 'liaison-web', onError });
  const system = openDatabase('system', urls.systemUrl, {
    max: 6,
    applicationName: 'liaison-signin',
    onError,
  });
  await refuseUnboundAppRole(database);
  const live = openLive(urls.systemUrl, log);
  const jobs = await openEnqueue(urls.appUrl);
  const find = actorFinder(config, system);
  const app = await createApp({
    log,
    texts,
    findActor: find,
    onRefusal: (request, details) => journalRefusal(system, request, details),
    publicUrl: config.publicUrl,
    isSecure: config.isSecure,
    isBehindProxy: config.isBehindProxy,
    tls: config.tls,
  });
  const storeRoot = join(config.dataDir, 'containers');
  await recoverOwnContainers(config, storeRoot, log);
  const deps = { enqueue: jobs.enqueue, clock: systemClock };
  mountHealth(app, system);
  mountSignin(app, {
    database: system,
    enqueue: jobs.enqueue,
    environment: config.environment,
    isSecure: config.isSecure,
  });
  mountLive(app, { database, live, findActor: find });
  mountDirectory(app, database);
  mountForms(app);
  mountImaging(app, { database, storeRoot });
  mountDicomweb(app, { database, storeRoot, node: config.node, log });
  mountImports(app, {
    database,
    storeRoot,
    spoolRoot: join(config.dataDir, 'imports'),
    node: config.node,
    clock: systemClock,
    log,
  });
  mountRetention(app, { database, clock: systemClock });
  mountNotifications(app, { database, clock: systemClock });
  mountDocuments(app, database);
  mountTeledossier(app, { database, ...deps });
  mountPacs(app, {
    database,
    link: openLinkOf(config, intakeSlots.web, log),
    rules: { allowsAnyAddress: config.environment === 'demo', clock: systemClock },
    own: { aeTitle: config.aeTitle, port: config.dicomPort },
    ...deps,
  });
  mountTransfers(app, { database, storeRoot, ownAeTitle: config.aeTitle, ...deps });
  mountMarches(app, {
    database,
    nomenclatures: nomenclaturesOf(config, log),
    keys: config.mio,
    version: manifest.version,
    onTrouble: (code) => log.error('keys for MIO messages cannot be read', { code }),
  });
  mountAuthority(app, { ...authorityOf(config), database, system, live, publicUrl: config.publicUrl });
  mountReference(app);
  mountMioOpenapi(app);
  mountExchanges(app, { database, clock: systemClock, product });
  const demo = config.environment === 'demo' ? await mountDemo(app, config, system) : null;
  await mountPages(app);
  await app.listen({ host: config.listen, port: config.httpPort });
  liveAsRole(
    log,
    async () => {
      await live.close();
      await app.close();
      await demo?.stop();
      await jobs.close();
      await Promise.all([database.close(), system.close()]);
    },
    readMetrics,
  );
}

/** Containers that an earlier life of this role left open; while another one lives, it may be writing to them. */
async function recoverOwnContainers(config: Config, storeRoot: string, log: Log): Promise<void> {
  while (!(await takeLock(`${storeRoot} ${config.node}.${intakeSlots.web}`))) await wait(100);
  recoverIntake(storeRoot, config.node, intakeSlots.web, (_path, error) =>
    log.error('container could not be recovered', describeError(error)),
  );
}

function actorFinder(
  config: Config,
  system: SystemDatabase,
): (request: FastifyRequest) => Promise<UserActor | null> {
  const name = cookieName(config.isSecure);
  return async (request) => {
    const token = request.cookies[name];
    if (!token) return null;
    return findActor(system, token, asksByItself.test(request.url) ? 'look' : 'act');
  };
}

/** What an open page asks without anyone touching it: it must not keep a forgotten session alive. */
const asksByItself = /^\/api\/(live|notifications)\b|[?&](live=true|opening=false|since=)/;

/** A refusal leaves a row even though the refused transaction leaves none. */
async function journalRefusal(
  system: SystemDatabase,
  request: FastifyRequest,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const actor = request.actor ?? { kind: 'anonymous' as const, name: request.ip };
  const { resourceKind, resourceId, capability, StudyInstanceUID, documentId } = details;
  const isKnown = (resourceKind === 'study' || resourceKind === 'dossier') && typeof resourceId === 'string';
  await withSystem(system, (tx) =>
    record(tx, actor, {
      act: 'access.refused',
      outcome: 'refused',
      ...(isKnown ? { resource: { kind: resourceKind, id: resourceId } } : {}),
      details: {
        capability: typeof capability === 'string' ? capability : '',
        ...(typeof StudyInstanceUID === 'string' ? { StudyInstanceUID } : {}),
        ...(typeof documentId === 'string' ? { documentId } : {}),
        route: request.routeOptions.url ?? '',
      },
    }),
  );
}

/** Pages: the viewer's address has an entry of its own; every other path without an extension is the application's. */
async function mountPages(app: App): Promise<void> {
  await app.register(fastifyStatic, { root: webDist, serve: false, cacheControl: false });
  app.get('/images/:studyId', (_request, reply) => sendPage(reply, 'viewer.html'));
  app.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (isForData.test(path)) return reply.callNotFound();
    if (extname(path) === '') return sendPage(reply, 'index.html');
    // Built files carry a digest in their names: a browser never needs to ask for the same one again.
    const isHashed = path.startsWith('/assets/');
    reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.sendFile(decodeURIComponent(path));
  });
}

const isForData = /^\/(api|dicomweb|demo\/api)\//;

function sendPage(reply: FastifyReply, name: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile(name);
}
