import { authoriseFeature } from '@liaison/access';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { actorOf, bytesOf, openAdmission, route, type App } from '@liaison/http';
import { newId, type UserActor } from '@liaison/kernel';
import {
  renderCsv,
  renderHtml,
  renderJson,
  renderM40,
  renderSvrl,
  renderXlsx,
  type ControlReport,
} from '@liaison/mio-control';
import { z } from 'zod';
import { acknowledgeIntegration } from './acknowledge-integration.ts';
import * as contract from './contract.ts';
import { noIdentifier } from './errors.ts';
import { listExchanges } from './list-exchanges.ts';
import { addPartner, changePartner, listPartners } from './partners/manage-partners.ts';
import type { Examining } from './ports.ts';
import { readContent, readExchange, readReport } from './read-exchange.ts';
import { releaseExchange, retryExchange } from './release-exchange.ts';
import { sendMessage } from './sending/send-message.ts';
import { listOwnParticipants } from './store.ts';

export type ExchangesRoutes = Pick<Examining, 'product' | 'clock'> & { readonly database: AppDatabase };

export function mountExchanges(app: App, given: ExchangesRoutes): void {
  mountSending(app, given);
  mountReading(app, given);
  mountPartners(app, given);
  mountFiles(app, given);
}

function inTransaction({ database }: ExchangesRoutes) {
  return <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) => withActor(database, actor, work);
}

/** For acts that have nothing to tell. */
async function silently(work: Promise<unknown>): Promise<undefined> {
  await work;
}

/** A request holds its whole body in memory. */
const mostUnderWay = 4;

/** A message is the body, whatever its type, and is read as bytes. */
function mountSending(app: App, { database, clock }: ExchangesRoutes): void {
  const admit = openAdmission({ most: mostUnderWay, busyCode: 'exchanges/busy' });
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: 'POST',
      url: contract.exchangesUrl,
      bodyLimit: contract.mostBytesExchanged,
      config: { takesLong: true },
      schema: {
        summary:
          'Envoie un message MIO : il est gardé, contrôlé, puis part par le canal du destinataire. Envoyé deux fois, il ne part qu’une.',
        querystring: contract.sendQuery,
        response: { 202: contract.sentReply },
      },
      ...admit(
        (actor) => authoriseFeature(actor, 'message:exchange'),
        async (request, reply) => {
          const { to, name } = contract.sendQuery.parse(request.query);
          const actor = actorOf(request);
          const asked = { bytes: bytesOf(request), fileName: name, partnerIds: to };
          const sent = await withActor(database, actor, (tx) => sendMessage(tx, actor, asked, clock.now()));
          return reply.status(202).send(sent);
        },
      ),
    });
  });
}

function mountReading(app: App, given: ExchangesRoutes): void {
  const run = inTransaction(given);
  const { clock } = given;
  route(app, contract.listExchanges, ({ actor, query }) =>
    run(actor, (tx) => listExchanges(tx, actor, query)),
  );
  route(app, contract.readExchange, ({ actor, params }) =>
    run(actor, (tx) => readExchange(tx, actor, params.exchangeId)),
  );
  route(app, contract.acknowledgeIntegration, ({ actor, params, body }) =>
    silently(run(actor, (tx) => acknowledgeIntegration(tx, actor, given, params.exchangeId, body))),
  );
  route(app, contract.releaseExchange, ({ actor, params }) =>
    silently(run(actor, (tx) => releaseExchange(tx, actor, clock, params.exchangeId))),
  );
  route(app, contract.retryExchange, ({ actor, params }) =>
    silently(run(actor, (tx) => retryExchange(tx, actor, clock, params.exchangeId))),
  );
}

function mountPartners(app: App, given: ExchangesRoutes): void {
  const run = inTransaction(given);
  route(app, contract.listPartners, ({ actor }) => run(actor, (tx) => listPartners(tx, actor)));
  route(app, contract.addPartner, ({ actor, body }) => run(actor, (tx) => addPartner(tx, actor, body)));
  route(app, contract.changePartner, ({ actor, params, body }) =>
    silently(run(actor, (tx) => changePartner(tx, actor, params.partnerId, body))),
  );
}

const oneExchange = z.object({ exchangeId: z.uuid() });
/** Of a page that browsers show in place: its own style, and nothing that runs or is fetched. */
const readInPlace = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
const reportQuery = z.object({
  format: z.enum(['json', 'html', 'csv', 'xlsx', 'm40', 'svrl']).default('m40'),
});

function mountFiles(app: App, given: ExchangesRoutes): void {
  const run = inTransaction(given);
  app.get(contract.contentUrl, {
    schema: { summary: 'Le message, octet pour octet.', params: oneExchange },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const { exchangeId } = oneExchange.parse(request.params);
      const { row, bytes } = await run(actor, (tx) => readContent(tx, actor, exchangeId));
      const name = `${row.message_type ?? 'message'}-${row.message_id ?? row.id}.xml`;
      // Never shown in place: what is in quarantine may be anything.
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('x-content-sha256', row.sha256)
        .send(bytes);
    },
  });
  app.get(contract.reportUrl, {
    schema: {
      summary: 'Le résultat de contrôle du message (M40, ou à lire).',
      params: oneExchange,
      querystring: reportQuery,
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const { exchangeId } = oneExchange.parse(request.params);
      const { format } = reportQuery.parse(request.query);
      const { report, sender } = await run(actor, async (tx) => ({
        report: (await readReport(tx, actor, exchangeId)).report,
        sender: (await listOwnParticipants(tx, actor.structureId))[0],
      }));
      if (!sender) throw noIdentifier();
      const { type, body } = render(report, format, {
        messageId: newId(),
        createdAt: `${given.clock.now().toISOString().slice(0, 19)}Z`,
        sender,
      });
      if (format === 'html') reply.header('content-security-policy', readInPlace);
      return reply.type(type).send(typeof body === 'string' ? body : Buffer.from(body));
    },
  });
}

function render(
  report: ControlReport,
  format: z.output<typeof reportQuery>['format'],
  envelope: Parameters<typeof renderM40>[1],
): { type: string; body: string | Uint8Array } {
  switch (format) {
    case 'json':
      return { type: 'application/json', body: renderJson(report) };
    case 'html':
      return { type: 'text/html; charset=utf-8', body: renderHtml(report) };
    case 'csv':
      return { type: 'text/csv; charset=utf-8', body: renderCsv(report) };
    case 'svrl':
      return { type: 'application/xml', body: renderSvrl(report) };
    case 'm40':
      return { type: 'application/xml', body: renderM40(report, envelope) };
    case 'xlsx':
      return {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        body: renderXlsx(report),
      };
  }
}
