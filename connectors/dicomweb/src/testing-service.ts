import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { createApp, type App } from '@liaison/http';
import { catalogueAll } from '@liaison/imaging/testing';
import type { UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { mountDicomweb } from './mount.ts';

/** DICOMweb on a port of its own, with one reader signed in by the header `x-test`, for the tests of this package. */
export type TestService = {
  database: TestDatabase;
  storeRoot: string;
  reader: UserActor;
  actors: Map<string, UserActor>;
  /** `…/dicomweb`. */
  url: string;
  ask(
    path: string,
    init?: { headers?: Record<string, string>; method?: string },
    who?: string,
  ): Promise<Response>;
  post(
    path: string,
    body: string | Buffer | AsyncIterable<Buffer>,
    headers: Record<string, string>,
    who?: string,
  ): Promise<Response>;
  /** Until the catalogue has all that was stored. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

export async function startTestService(): Promise<TestService> {
  const database = await openTestDatabase();
  const storeRoot = mkdtempSync(join(tmpdir(), 'liaison-dicomweb-'));
  const reader = await makePerson(
    database.system,
    await makePlace(database.system, 'CH de Valmont'),
    'Lecteur',
  );
  const actors = new Map([['reader', reader]]);
  const app: App = await createApp({
    log: openLog('silent'),
    texts: {},
    publicUrl: 'http://127.0.0.1:8080',
    isSecure: false,
    tls: null,
    findActor: async (request) => actors.get(String(request.headers['x-test'])) ?? null,
    onRefusal: async () => {},
  });
  mountDicomweb(app, { database: database.app, storeRoot, node: 'n1', log: openLog('silent') });
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicomweb`;
  return {
    database,
    storeRoot,
    reader,
    actors,
    url,
    ask: (path, init = {}, who = 'reader') =>
      fetch(`${url}${path}`, { ...init, headers: { ...init.headers, 'x-test': who } }),
    post(path, body, headers, who = 'reader') {
      const isWhole = typeof body === 'string' || Buffer.isBuffer(body);
      const init: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        headers: { ...headers, 'x-test': who },
        body: isWhole ? new Uint8Array(Buffer.from(body)) : toStream(body),
        duplex: 'half',
      };
      return fetch(`${url}${path}`, init);
    },
    settle: () => catalogueAll(database.system, storeRoot),
    async close() {
      await app.close();
      await database.close();
      rmSync(storeRoot, { recursive: true, force: true });
    },
  };
}

/** A multipart/related body of these files. */
export function multipartOf(files: readonly Uint8Array[], boundary = 'frontière-1'): Buffer {
  const name = Buffer.from(boundary, 'latin1');
  const parts = files.flatMap((file) => [
    Buffer.concat([Buffer.from('--'), name, Buffer.from('\r\nContent-Type: application/dicom\r\n\r\n')]),
    file,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from('--'), name, Buffer.from('--\r\n')]);
}

function toStream(pieces: AsyncIterable<Buffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const source = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
  });
}
