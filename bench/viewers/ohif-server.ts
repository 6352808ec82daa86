import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

import { freePort } from '../receivers/receiver.ts';

/** A whole response, kept packed so that sending it again costs nothing. */
type Kept = {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly packed: Buffer;
};

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
const dicomWebPath = '/dicom-web';

/** OHIF's own default configuration, with our DICOMweb in the place of its public one. */
const ownConfiguration = `
;window.config.defaultDataSourceName = 'bench';
window.config.dataSources = [{
  namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
  sourceName: 'bench',
  configuration: {
    friendlyName: 'bench', name: 'bench',
    wadoUriRoot: location.origin + '/wado', qidoRoot: location.origin + '${dicomWebPath}', wadoRoot: location.origin + '${dicomWebPath}',
    qidoSupportsIncludeField: false, imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true,
    supportsFuzzyMatching: false, supportsWildcard: true, omitQuotationForMultipartRequest: true,
  },
}];`;

/**
 * OHIF's pages, and a DICOMweb that answers from memory what Orthanc answered the first time: so neither the time of
 * Orthanc nor that of packing is in OHIF's, once it has been opened before.
 */
export async function serveOhif(
  dist: string,
  orthancUrl: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await freePort();
  const kept = new Map<string, Kept>();
  const answer = async (incoming: IncomingMessage): Promise<Kept> => {
    const path = incoming.url ?? '/';
    const key = `${path} ${incoming.headers.accept ?? ''}`;
    const known = kept.get(key);
    if (known) return known;
    const fresh = path.startsWith(dicomWebPath)
      ? await askOrthanc(orthancUrl, path, incoming.headers)
      : readPage(dist, path.split('?')[0] ?? '/');
    kept.set(key, fresh);
    return fresh;
  };
  const server = createServer((incoming, response) => {
    answer(incoming).then(
      (found) => send(found, response),
      () => response.writeHead(502).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function keep(status: number, type: string, body: Buffer): Kept {
  return { status, type, body, packed: gzipSync(body) };
}

/** Paths without an extension are the application's. */
function readPage(dist: string, path: string): Kept {
  const isPage = extname(path) === '' || path === '/';
  const file = join(dist, isPage ? 'index.html' : normalize(path));
  if (!existsSync(file) || !statSync(file).isFile()) return keep(404, 'text/plain', Buffer.from('not found'));
  const type = types[extname(file)] ?? 'application/octet-stream';
  const body = readFileSync(file);
  return keep(
    200,
    type,
    path === '/app-config.js' ? Buffer.concat([body, Buffer.from(ownConfiguration)]) : body,
  );
}

function askOrthanc(orthancUrl: string, path: string, { accept, host }: IncomingHttpHeaders): Promise<Kept> {
  return new Promise((resolve, reject) => {
    // With the host of the page, which Orthanc writes into the addresses that it gives.
    const headers = { accept: accept ?? '*/*', ...(host ? { host } : {}) };
    const outgoing = request(`${orthancUrl}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve(
          keep(response.statusCode ?? 502, response.headers['content-type'] ?? '', Buffer.concat(chunks)),
        ),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function send({ status, type, body, packed }: Kept, response: ServerResponse): void {
  const isSmaller = packed.length < body.length;
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'private, max-age=86400',
    ...(isSmaller ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(isSmaller ? packed : body);
}
