import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import type { App } from '@liaison/http';
import { namedByHeader, openTestApp } from '@liaison/http/testing';
import type { UserActor } from '@liaison/kernel';
import { createAuthority, issueController } from '@liaison/mio-authority';
import { fictiveNomenclatures } from '@liaison/mio-control/testing';
import { french } from './fr.ts';
import type { InstalledKeys } from './keys/installed-keys.ts';
import { mountMarches, type MarchesRoutes } from './routes.ts';

/** The routes of this domain over HTTP, for a clinician, a buyer and four others. */
export type Desk = {
  readonly database: TestDatabase;
  readonly app: App;
  readonly troubles: string[];
  ask(
    method: 'GET' | 'POST',
    url: string,
    body?: string | Buffer | FormData,
    who?: string,
    contentType?: string,
  ): Promise<Reply>;
  close(): Promise<void>;
};

export type Reply = Awaited<ReturnType<App['inject']>>;

const fictive = fictiveNomenclatures();

export const noKeys: InstalledKeys = { signer: null, trustFolder: null, tsaUrl: null };

/** `nomenclatures`: the fictive ones unless told. */
export async function openDesk(
  keys: InstalledKeys = noKeys,
  nomenclatures: MarchesRoutes['nomenclatures'] = () => fictive,
): Promise<Desk> {
  const database = await openTestDatabase();
  const actors = new Map<string, UserActor>();
  const place = await makePlace(database.system, 'CH de Valmont');
  const buyer = await makePerson(database.system, place, 'Acheteuse');
  const clinician = await makePerson(database.system, place, 'Urgentiste');
  actors.set('buyer', { ...buyer, features: ['buyer'] }).set('clinician', clinician);
  for (const name of ['second', 'third', 'fourth', 'fifth']) {
    const person = await makePerson(database.system, place, name);
    actors.set(name, { ...person, features: ['buyer'] });
  }
  const app = await openTestApp(french, namedByHeader(actors));
  const troubles: string[] = [];
  const onTrouble = (what: string) => void troubles.push(what);
  mountMarches(app, {
    database: database.app,
    nomenclatures,
    keys,
    version: '0',
    onTrouble,
  });
  await app.ready();
  return {
    database,
    app,
    troubles,
    ask: (method, url, payload, who = 'buyer', contentType = 'application/xml') => {
      const isForm = payload === undefined || payload instanceof FormData;
      const headers = { 'x-test': who, ...(isForm ? {} : { 'content-type': contentType }) };
      return app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}

/** A form as browsers send it. */
export function formOf(files: Readonly<Record<string, string | Uint8Array>>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files))
    form.set(name, new File([typeof content === 'string' ? content : new Uint8Array(content)], name));
  return form;
}

const phrases = { authority: 'cheval agrafe pile', controller: 'phrase du contrôleur' };

/** An authority, and a controller's key under it; `remove` takes their folder away. */
export function makeKeys(now = new Date()): { readonly keys: InstalledKeys; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-marches-'));
  const [authority, signer] = [join(folder, 'autorite'), join(folder, 'controleur')];
  createAuthority(authority, 'Autorité d’essai', { ...phrases, holder: () => phrases.authority }, now);
  const licensee = { organisation: 'Hôpital Pasteur', siret: '26060000000012', licence: 'MIO-0001' };
  issueController(authority, licensee, signer, phrases, now);
  return {
    keys: {
      signer: { folder: signer, passphrase: phrases.controller },
      trustFolder: join(authority, 'confiance'),
      tsaUrl: null,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
