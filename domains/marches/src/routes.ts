import { authoriseFeature, type Capability } from '@liaison/access';
import type { AppDatabase } from '@liaison/db';
import { actorOf, bytesOf, openAdmission, route, type App } from '@liaison/http';
import { openRenewedPool, type NomenclatureSource } from '@liaison/mio-control';
import type { UserActor } from '@liaison/kernel';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { certifyMessage } from './certify-message.ts';
import {
  certificatesUrl,
  controlQuery,
  controlsUrl,
  conversionQuery,
  conversionsUrl,
  mostBytesSent,
  readController,
  verification,
  verificationsUrl,
  type ConversionFormat,
} from './contract.ts';
import { controlMessage } from './control-message.ts';
import { convertMessage } from './convert-message.ts';
import {
  describeController,
  findUnreadable,
  type InstalledKeys,
  type UnreadableKeys,
} from './keys/installed-keys.ts';
import { readSentFiles, type SentFiles } from './read-sent-files.ts';
import { renderReport, workbookType, type Rendered } from './render-report.ts';
import { openRenewedThreads } from './threads/open-threads.ts';
import { verifyMessage } from './verify-message.ts';

export { describeUploads } from './describe-uploads.ts';
export { mountReference } from './reference/mount-reference.ts';
export type { InstalledKeys } from './keys/installed-keys.ts';

export type MarchesRoutes = {
  readonly database: AppDatabase;
  /** The code lists that this installation has at the moment: the same array until they change. */
  readonly nomenclatures: NomenclatureSource;
  readonly keys: InstalledKeys;
  readonly version: string;
  /** Told of each folder of keys that the operator has to mend. */
  readonly onTrouble: (what: UnreadableKeys) => void;
};

/** One thread: what the web role does for clinicians comes first. */
const threadsOfControl = 1;
/** Of each severity; all are counted. */
const maximumFindings = 5000;

export function mountMarches(app: App, given: MarchesRoutes): void {
  const { database, nomenclatures, keys, version, onTrouble } = given;
  const identity = { id: 'liaison-web', product: 'Liaison', version };
  const controller = { identity, nomenclatures, maximumFindings };
  const pool = openRenewedPool(controller, { threads: threadsOfControl });
  const threads = openRenewedThreads({ controller, keys });
  app.addHook('onClose', async () => {
    await Promise.all([pool.close(), threads.close()]);
  });
  findUnreadable(keys).forEach(onTrouble);
  const describe = () => describeController(keys, new Date());
  const deps = { database, pool, threads, controller: describe };
  route(app, readController, async () => describe());
  mountUploads(app, [
    {
      url: controlsUrl,
      capability: 'message:control',
      summary: 'Contrôle un message MIO : le rapport dit tout ce qui ne va pas, et où.',
      query: controlQuery,
      async answer({ actor, sent, query }) {
        const { format, on } = controlQuery.parse(query);
        const controlled = await controlMessage(deps, actor, sent, on);
        return renderReport(deps, actor, controlled, format, sent.message);
      },
    },
    {
      url: certificatesUrl,
      capability: 'message:certify',
      summary: 'Contrôle un message MIO et, s’il est conforme, rend le message certifié.',
      answer: async ({ actor, sent }) => ({
        type: 'application/xml',
        content: await certifyMessage(deps, actor, sent),
      }),
    },
    {
      url: verificationsUrl,
      capability: 'message:control',
      summary: 'Dit si un message MIO reçu est celui qui a été certifié, et par qui.',
      answer: async ({ actor, sent }) => ({
        type: 'application/json',
        content: JSON.stringify(verification.parse(await verifyMessage(deps, actor, sent))),
      }),
    },
    {
      url: conversionsUrl,
      capability: 'message:control',
      summary:
        'Rend un message MIO dans un autre format ; d’une demande de prix, le modèle Excel des fournisseurs.',
      query: conversionQuery,
      async answer({ actor, sent, query }) {
        const { to } = conversionQuery.parse(query);
        return { type: conversionTypes[to], content: await convertMessage(threads, actor, sent, to) };
      },
    },
  ]);
}

const conversionTypes: Readonly<Record<ConversionFormat, string>> = {
  xml: 'application/xml',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  xlsx: workbookType,
};

type Upload = {
  readonly url: string;
  readonly capability: Capability;
  readonly summary: string;
  readonly query?: z.ZodObject;
  answer(asked: { actor: UserActor; sent: SentFiles; query: unknown }): Promise<Rendered>;
};

/** A request holds its whole body in memory. */
const mostUnderWay = 4;

/** Routes that are sent a message, in a scope of their own: there any body is a message, read as bytes. */
function mountUploads(app: App, uploads: readonly Upload[]): void {
  const admit = openAdmission({ most: mostUnderWay, busyCode: 'marches/busy' });
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const { url, capability, summary, query, answer } of uploads)
      scope.route({
        method: 'POST',
        url,
        bodyLimit: mostBytesSent,
        config: { takesLong: true },
        schema: { summary, ...(query ? { querystring: query } : {}) },
        ...admit(
          (actor) => authoriseFeature(actor, capability),
          async (request, reply) => {
            const sent = await filesOf(request);
            const { type, content } = await answer({ actor: actorOf(request), sent, query: request.query });
            return reply.type(type).send(typeof content === 'string' ? content : Buffer.from(content));
          },
        ),
      });
  });
}

function filesOf(request: FastifyRequest): Promise<SentFiles> {
  return readSentFiles(request.headers['content-type'] ?? '', bytesOf(request));
}
