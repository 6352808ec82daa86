import { withActor, type AppDatabase } from '@liaison/db';
import { actorOf, refuseUnknown, route, type App } from '@liaison/http';
import { isId } from '@liaison/kernel';
import type { FastifyReply } from 'fastify';
import { documentUrl, listDocuments as listEndpoint } from './contract.ts';
import { noReport } from './errors.ts';
import type { KeptDocument } from './model.ts';
import { listDocuments, readDocument } from './read-document.ts';

/** Mounts the list of a dossier's documents, and each file at `documentUrl(id)`. */
export function mountDocuments(app: App, database: AppDatabase): void {
  route(app, listEndpoint, async ({ actor, query }) => {
    const found = await withActor(database, actor, (tx) => listDocuments(tx, actor, query.dossierId));
    return { documents: found.map((one) => ({ ...one, producedAt: one.producedAt.toISOString() })) };
  });
  app.get<{ Params: { documentId: string } }>(
    documentUrl(':documentId'),
    { preHandler: refuseUnknown },
    async (request, reply) => {
      const actor = actorOf(request);
      const { documentId } = request.params;
      if (!isId(documentId)) throw noReport();
      return sendDocument(
        reply,
        await withActor(database, actor, (tx) => readDocument(tx, actor, documentId)),
      );
    },
  );
}

/** Answers with the bytes of a document, shown in the browser under its file name and kept in no cache. */
export function sendDocument(reply: FastifyReply, kept: KeptDocument): FastifyReply {
  return reply
    .type(kept.mediaType)
    .header('content-disposition', `inline; filename="${kept.fileName}"`)
    .header('cache-control', 'private, no-store')
    .send(kept.content);
}
