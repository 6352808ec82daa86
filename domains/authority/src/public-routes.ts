/** What anyone may fetch: all of it is signed, and none of it secret. */
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import type { App } from '@liaison/http';
import { DomainError } from '@liaison/kernel';
import {
  bundleFileUrl,
  certificatesPem,
  chainUrl,
  issuingListUrl,
  pointerEnvelope,
  pointerUrl,
  rootListUrl,
} from '@liaison/mio-authority';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  findByRoot,
  findPointer,
  findPublishedFile,
  findRevocationList,
  type PublishedFile,
} from './bundle-store.ts';
import type { AuthorityDeps } from './deps.ts';
import type { FileShelf } from './file-shelf.ts';

export type PublicRoutes = AuthorityDeps & { readonly system: SystemDatabase };

const digest = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const rootNumber = z.object({ rootVersion: z.coerce.number().int().min(1).max(1_000_000_000) });

export function mountPublic(app: App, { system, openKeys, shelf }: PublicRoutes): void {
  app.get(
    pointerUrl,
    {
      schema: {
        summary: 'Pointeur signé vers les dernières mises à jour.',
        response: { 200: pointerEnvelope },
      },
    },
    async () => readPointer(system),
  );
  app.get(
    bundleFileUrl(':sha256'),
    { schema: { summary: 'Fichier d’une mise à jour ; reprend là où « Range » le dit.', params: digest } },
    async (request, reply) => {
      const { sha256 } = digest.parse(request.params);
      return sendFile(request, reply, shelf, await found(system, (tx) => findPublishedFile(tx, sha256)));
    },
  );
  app.get(
    '/api/mio/authority/trust/:rootVersion',
    {
      schema: { summary: 'Lot de confiance qui apporte cette racine des mises à jour.', params: rootNumber },
    },
    async (request, reply) => {
      const { rootVersion } = rootNumber.parse(request.params);
      return sendFile(request, reply, shelf, await found(system, (tx) => findByRoot(tx, rootVersion)));
    },
  );
  app.get(
    chainUrl,
    { schema: { summary: 'Certificats de la racine et de l’autorité, PEM.' } },
    async (_, reply) => {
      const { rootCertificate, issuer } = openKeys();
      return reply
        .type('application/pem-certificate-chain')
        .send(certificatesPem([rootCertificate, issuer.certificate]));
    },
  );
  app.get(
    issuingListUrl,
    { schema: { summary: 'Liste des certificats révoqués, DER.' } },
    async (_, reply) => {
      const list = await found(system, findRevocationList);
      return reply.type('application/pkix-crl').send(list.der);
    },
  );
  app.get(
    rootListUrl,
    { schema: { summary: 'Liste des révocations de la racine, DER.' } },
    async (_, reply) => reply.type('application/pkix-crl').send(openKeys().rootList),
  );
}

/** The last pointer, as it was signed. @throws DomainError `authority/nothing-published` */
export async function readPointer(system: SystemDatabase): Promise<z.infer<typeof pointerEnvelope>> {
  const { pointer, signatures } = await found(system, findPointer);
  return { pointer, signatures };
}

async function found<Value>(
  system: SystemDatabase,
  find: (tx: Tx) => Promise<Value | undefined>,
): Promise<Value> {
  const value = await withSystem(system, find);
  if (value === undefined) throw new DomainError('missing', 'authority/nothing-published');
  return value;
}

/** Whole, or from a byte on (RFC 9110, 14.2): a file under its digest never changes. */
function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  shelf: FileShelf,
  file: PublishedFile,
): FastifyReply {
  const [, from] = /^bytes=(\d{1,12})-$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from ?? 0);
  void reply
    .type('application/zip')
    .header('accept-ranges', 'bytes')
    .header('etag', `"${file.sha256}"`)
    .header('cache-control', 'public, max-age=31536000, immutable');
  if (start >= file.bytes) return reply.status(416).header('content-range', `bytes */${file.bytes}`).send();
  if (from !== undefined)
    void reply.status(206).header('content-range', `bytes ${start}-${file.bytes - 1}/${file.bytes}`);
  return reply
    .header('content-length', file.bytes - start)
    .send(shelf.stream(file.sha256, start, file.bytes - 1));
}
