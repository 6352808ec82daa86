import { randomUUID } from 'node:crypto';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { findStructure } from '@liaison/directory';
import { authoriseFeature } from '@liaison/access';
import { actorOf, type App } from '@liaison/http';
import {
  openControlPool,
  renderCsv,
  renderHtml,
  renderM40,
  renderSvrl,
  renderXlsx,
  type ControlReport,
  type M40Envelope,
  type NomenclatureSet,
} from '@liaison/mio-control';
import { DomainError, type UserActor } from '@liaison/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { controlQuery, controlReport, controlsUrl, mostBytesSent, type ReportFormat } from './contract.ts';
import { controlMessage } from './control-message.ts';
import { readSentFiles } from './read-sent-files.ts';

export type MarchesRoutes = {
  readonly database: AppDatabase;
  /** The code lists that this installation has. */
  readonly nomenclatures: readonly NomenclatureSet[];
  readonly version: string;
};

/** One thread: what the web role does for clinicians comes first. */
const threads = 1;

export function mountMarches(app: App, { database, nomenclatures, version }: MarchesRoutes): void {
  const identity = { id: 'liaison-web', product: 'Liaison', version };
  const pool = openControlPool({ identity, nomenclatures }, { threads });
  app.addHook('onClose', () => pool.close());
  const admit = makeAdmission();
  // A scope of its own: here any body is a message, read as bytes.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route<{ Body: Buffer | undefined }>({
      method: 'POST',
      url: controlsUrl,
      bodyLimit: mostBytesSent,
      config: { takesLong: true },
      onRequest: admit,
      schema: {
        summary: 'Contrôle un message MIO : le rapport dit tout ce qui ne va pas, et où.',
        querystring: controlQuery,
      },
      handler: async (request, reply) => {
        const { format, on } = controlQuery.parse(request.query);
        const actor = actorOf(request);
        const body = request.body ?? Buffer.alloc(0);
        const sent = await readSentFiles(request.headers['content-type'] ?? '', body);
        const report = await controlMessage({ database, pool }, actor, sent, on);
        if (format !== 'm40') return send(reply, format, report);
        const sender = await withActor(database, actor, (tx) => participantOf(tx, actor));
        return reply.type('application/xml').send(renderM40(report, envelopeFrom(sender)));
      },
    });
  });
}

/** One control of a user at a time, and few of all: a request holds its whole body in memory. */
const mostUnderWay = 4;

/** Refuses before the body is read: who may not, who has one under way, and what would be too many. */
function makeAdmission(): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const underWay = new Set<string>();
  return async (request, reply) => {
    if (!request.actor) throw new DomainError('unauthenticated', 'http/unauthenticated');
    const { userId } = request.actor;
    authoriseFeature(request.actor, 'message:control');
    if (underWay.has(userId) || underWay.size >= mostUnderWay)
      throw new DomainError('limited', 'marches/busy');
    underWay.add(userId);
    reply.raw.once('close', () => underWay.delete(userId));
  };
}

/** Whose controller it is: the structure of who asks, by its FINESS or its SIRET. */
async function participantOf(tx: Tx, actor: UserActor): Promise<M40Envelope['sender']> {
  const structure = await findStructure(tx, actor.structureId);
  if (structure?.finess) return { scheme: 'FINESS', id: structure.finess };
  if (structure?.siret) return { scheme: '0009', id: structure.siret };
  throw new DomainError('conflict', 'marches/no-identifier');
}

function envelopeFrom(sender: M40Envelope['sender']): M40Envelope {
  return { messageId: randomUUID(), createdAt: `${new Date().toISOString().slice(0, 19)}Z`, sender };
}

type Rendering = { readonly type: string; readonly render: (report: ControlReport) => string | Uint8Array };

const renderings: Readonly<Record<Exclude<ReportFormat, 'm40'>, Rendering>> = {
  json: { type: 'application/json', render: (report) => JSON.stringify(controlReport.parse(report)) },
  html: { type: 'text/html; charset=utf-8', render: renderHtml },
  csv: { type: 'text/csv; charset=utf-8', render: renderCsv },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    render: renderXlsx,
  },
  svrl: { type: 'application/xml', render: renderSvrl },
};

function send(reply: FastifyReply, format: keyof typeof renderings, report: ControlReport): FastifyReply {
  const { type, render } = renderings[format];
  const rendered = render(report);
  return reply.type(type).send(typeof rendered === 'string' ? rendered : Buffer.from(rendered));
}
