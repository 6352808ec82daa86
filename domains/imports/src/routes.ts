import { mkdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { withActor, type AppDatabase } from '@liaison/db';
import { actorOf, refuseUnknown, route, type App } from '@liaison/http';
import { openRepairs, type Repairs } from '@liaison/intake';
import type { Clock } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { z } from 'zod';
import * as contract from './contract.ts';
import { Declarations } from './declared.ts';
import { endImport } from './end-import.ts';
import { findKnownStudies, listImports, readImport } from './read-imports.ts';
import { receivePieces, type ReceiveDeps } from './receive-pieces.ts';
import { openReceiver, type ImportReceiver } from './receiver.ts';
import { openSpool } from './spool.ts';
import { resumableMs, startImport } from './start-import.ts';

export type ImportsRoutes = {
  database: AppDatabase;
  /** Where the containers are. */
  storeRoot: string;
  /** Where the beginnings of long files wait. */
  spoolRoot: string;
  /** Name of this machine in the containers. */
  node: string;
  clock: Clock;
  log: Log;
  /** Longest data set, in bytes; reception's own limit unless given. */
  maxInstanceBytes?: number;
};

/** Mounts the endpoints of the contract and the upload. The caller has recovered the containers of slot `web`. */
export function mountImports(app: App, given: ImportsRoutes): void {
  const { database, storeRoot, clock, log } = given;
  mkdirSync(storeRoot, { recursive: true });
  const spool = openSpool(given.spoolRoot);
  spool.dropLeftBefore(new Date(clock.now().getTime() - resumableMs));
  const onFailure = (error: unknown) => log.error('import could not be stored', describeError(error));
  const repairs = openRepairs({ storeRoot, onRepaired: () => undefined, onFailure });
  const receiver = openReceiver({
    storeRoot,
    node: given.node,
    spool,
    ...(given.maxInstanceBytes === undefined ? {} : { maxInstanceBytes: given.maxInstanceBytes }),
    onUnclosed: (path, error) => {
      onFailure(error);
      repairs.add(path);
    },
    onFailure,
  });
  const declarations = new Declarations();
  closeWith(app, receiver, repairs);
  route(app, contract.findKnownStudies, async ({ actor, body }) => ({
    studies: await withActor(database, actor, (tx) => findKnownStudies(tx, actor, body.StudyInstanceUIDs)),
  }));
  route(app, contract.startImport, async ({ actor, body }) => {
    const started = await withActor(database, actor, (tx) =>
      startImport(tx, actor, { clock, storeRoot, spool }, body),
    );
    await declarations.resume(started.import.id, started.partial);
    return started;
  });
  route(app, contract.listImports, async ({ actor }) => ({
    imports: await withActor(database, actor, (tx) => listImports(tx, actor, clock)),
  }));
  route(app, contract.readImport, ({ actor, params }) =>
    withActor(database, actor, (tx) => readImport(tx, actor, params.importId)),
  );
  route(app, contract.endImport, async ({ actor, params: { importId }, body }) => {
    await withActor(database, actor, (tx) => readImport(tx, actor, importId));
    await receiver.over(importId);
    const ended = await withActor(database, actor, (tx) => endImport(tx, actor, clock, importId, body.as));
    spool.dropAll(importId);
    declarations.forget(importId);
    return ended;
  });
  mountPieces(app, { database, clock, receiver, declarations, spool });
}

function closeWith(app: App, receiver: ImportReceiver, repairs: Repairs): void {
  app.addHook('onClose', async () => {
    await receiver.close();
    repairs.close();
  });
}

const params = z.object({ importId: z.uuid() });

/** The upload: its body is read as it comes, never held whole. */
function mountPieces(app: App, deps: ReceiveDeps): void {
  const handOver = (_request: unknown, payload: Readable, done: (error: null, body: Readable) => void) =>
    done(null, payload);
  app.addContentTypeParser(contract.piecesContentType, handOver);
  app.route<{ Body: Readable }>({
    method: 'POST',
    url: '/api/imports/:importId/pieces',
    bodyLimit: contract.maxBodyBytes,
    config: { takesLong: true },
    preHandler: refuseUnknown,
    schema: { summary: 'Des fichiers d’un import, par morceaux.', params },
    handler: async (request) => {
      const { importId } = params.parse(request.params);
      const asked = { importId, remoteAddress: request.ip, body: request.body };
      const results = await receivePieces(actorOf(request), deps, asked);
      return contract.piecesReply.parse({ results });
    },
  });
}
