import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listOpenContainers, scanContainer } from '@liaison/blobs';
import type { TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { createApp, type App } from '@liaison/http';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import * as contract from './contract.ts';
import { mountImports } from './routes.ts';
import { encode, type Sent } from './testing-files.ts';

type Opening = {
  fileCount?: number;
  byteCount?: number;
  digest?: string;
  uid?: string;
  leftOut?: [number, number][];
};

export const newDigest = () => randomBytes(32).toString('hex');

/** Imports over HTTP, in a folder of their own: their owner, a stranger, and a colleague who may not import. */
export class TestImports {
  readonly folder = mkdtempSync(join(tmpdir(), 'liaison-imports-'));
  readonly storeRoot = join(this.folder, 'containers');
  readonly #database: TestDatabase;
  readonly #actors: ReadonlyMap<string, UserActor>;
  #app: App | null = null;

  private constructor(database: TestDatabase, actors: ReadonlyMap<string, UserActor>) {
    this.#database = database;
    this.#actors = actors;
  }

  static async open(database: TestDatabase): Promise<TestImports> {
    const place = await makePlace(database.system, 'CH de Valmont');
    const elsewhere = await makePlace(database.system, 'CHU de Grandville');
    const owner = await makePerson(database.system, place, 'Importeur');
    const stranger = await makePerson(database.system, elsewhere, 'Autre');
    const billing = { ...owner, features: ['billing'] } satisfies UserActor;
    const made = new TestImports(database, new Map(Object.entries({ owner, stranger, billing })));
    await made.#start();
    return made;
  }

  async #start(): Promise<void> {
    this.#app = await createApp({
      log: openLog('silent'),
      texts: {},
      publicUrl: 'http://127.0.0.1:8080',
      isSecure: false,
      tls: null,
      findActor: async (request) => this.#actors.get(String(request.headers['x-test'])) ?? null,
      onRefusal: async () => {},
    });
    mountImports(this.#app, {
      database: this.#database.app,
      storeRoot: this.storeRoot,
      spoolRoot: join(this.folder, 'imports'),
      node: 'n1',
      clock: systemClock,
      log: openLog('silent'),
      maxInstanceBytes: 12 * 1024 * 1024,
    });
    await this.#app.ready();
  }

  async restart(): Promise<void> {
    await this.#app?.close();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.#app?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ask(method: 'GET' | 'POST', url: string, body?: object, who = 'owner') {
    const headers = { 'x-test': who };
    const reply = await this.#live.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, body: reply.json<{ code?: string }>() };
  }

  get #live(): App {
    if (!this.#app) throw new TypeError('not started');
    return this.#app;
  }

  /** @throws ZodError where it is refused */
  async open({
    fileCount = 10,
    byteCount = 2 ** 30,
    digest = newDigest(),
    uid = newUid(),
    ...left
  }: Opening = {}) {
    const { body } = await this.ask('POST', '/api/imports', {
      source: 'folder',
      sourceDigest: digest,
      fileCount,
      byteCount,
      ...left,
      studies: [{ StudyInstanceUID: uid, expectedCount: fileCount }],
    });
    return contract.startImport.reply.parse(body);
  }

  async post(importId: string, payload: Buffer, who = 'owner') {
    const headers = { 'x-test': who, 'content-type': contract.piecesContentType };
    const url = contract.piecesUrl(importId);
    const reply = await this.#live.inject({ method: 'POST', url, headers, payload });
    return { status: reply.statusCode, body: reply.json<{ code?: string }>() };
  }

  /** @throws ZodError where the body is refused */
  async send(importId: string, ...sent: Sent[]) {
    const { body } = await this.post(importId, encode(sent));
    return contract.piecesReply.parse(body).results;
  }

  /** Instances of the containers that no catalogue has taken over. */
  stored() {
    return listOpenContainers(this.storeRoot).flatMap(({ path }) =>
      scanContainer(path, 0).entries.flatMap((entry) => (entry.kind === 'instance' ? [entry] : [])),
    );
  }
}
