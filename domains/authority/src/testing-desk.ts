/** An authority that answers over HTTP on its own database, for tests of those who follow it. */
import { randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openTestApp } from '@liaison/http/testing';
import { fixedClock, type Clock } from '@liaison/kernel';
import { openLive } from '@liaison/live';
import { openLog } from '@liaison/log';
import { french } from './fr.ts';
import { renewSignatures } from './renew-signatures.ts';
import { mountAuthority } from './routes.ts';
import { makeRequest, TestCeremony } from './testing-ceremony.ts';

export type TestLicence = {
  readonly id: string;
  readonly number: string;
  readonly signer: { readonly key: KeyObject; readonly certificates: [Buffer, ...Buffer[]] };
};

export type AuthorityDesk = {
  readonly url: string;
  readonly database: TestDatabase;
  readonly ceremony: TestCeremony;
  readonly clock: Clock & { advance(ms: number): void };
  /** Asks as a person of the authority; a text or bytes as the body are a file. */
  ask(method: 'GET' | 'POST', path: string, body?: object | string | Buffer): Promise<Response>;
  /** A code list as its rows after the header, in force from `from` on; `changes` unless it is the first. */
  publish(system: string, from: string, rows: readonly string[], label?: string): Promise<Response>;
  deliver(): Promise<TestLicence>;
  /** What the role `work` does now and then. */
  renew(): Promise<void>;
  close(): Promise<void>;
};

const head = 'code;libelle;debut;fin;remplace_par;tva;tarif';

/** `ceremony`: of another desk, whose keys this one has too; it is not closed with this one. */
export async function openAuthorityDesk(start: Date, shared?: TestCeremony): Promise<AuthorityDesk> {
  const clock = fixedClock(start);
  const ceremony = shared ?? new TestCeremony(start);
  const database = await openTestDatabase();
  const place = await makePlace(database.system, 'Autorité MIO');
  const keeper = await makePerson(database.system, place, 'Gardienne', ['authority']);
  const pass = randomBytes(16).toString('hex');
  const live = openLive(database.urls.systemUrl, openLog('silent'));
  const app = await openTestApp(french, async (request) =>
    request.headers['x-test'] === pass ? keeper : null,
  );
  const deps = { openKeys: ceremony.openKeys, shelf: ceremony.shelf, clock };
  // Known only once it listens.
  const own = { publicUrl: '' };
  mountAuthority(app, {
    ...deps,
    database: database.app,
    system: database.system,
    live,
    get publicUrl() {
      return own.publicUrl;
    },
  });
  own.publicUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const ask: AuthorityDesk['ask'] = (method, path, body) => {
    const isFile = typeof body === 'string' || Buffer.isBuffer(body);
    const type = isFile ? 'text/csv' : 'application/json';
    return fetch(`${own.publicUrl}/api/mio/authority${path}`, {
      method,
      headers: { 'x-test': pass, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: isFile ? Buffer.from(body) : JSON.stringify(body) }),
    });
  };
  const published = new Set<string>();
  return {
    url: own.publicUrl,
    database,
    ceremony,
    clock,
    ask,
    async publish(system, effectiveFrom, rows, label) {
      const content = published.has(system) ? 'changes' : 'whole';
      published.add(system);
      const query = new URLSearchParams({ system, effectiveFrom, content, ...(label ? { label } : {}) });
      return ask('POST', `/nomenclatures?${query}`, [head, ...rows].join('\n'));
    },
    deliver: () => deliver(ask),
    renew: () => renewSignatures(database.system, deps),
    async close() {
      await app.close();
      await live.close();
      await database.close();
      if (!shared) ceremony[Symbol.dispose]();
    },
  };
}

let rank = 0;

/** An organisation with a SIRET that no other has, and its licence for a year. */
async function deliver(ask: AuthorityDesk['ask']): Promise<TestLicence> {
  rank += 1;
  const { id: organisationId } = await idOf(
    await ask('POST', '/organisations', { name: `Organisation ${rank}`, siret: siretOf(rank) }),
  );
  const { key, request } = makeRequest();
  const order = { organisationId, product: 'Essai', validFrom: '2026-01-01', validTo: '2027-11-30', request };
  const { id, number = '' } = await idOf(await ask('POST', '/licences', order));
  const pem = await (await ask('GET', `/licences/${id}/certificate.pem`)).text();
  const [own, ...others] = (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map(
    (block) => new X509Certificate(block).raw,
  );
  if (!own) throw new Error(pem);
  return { id, number, signer: { key, certificates: [own, ...others] } };
}

async function idOf(response: Response): Promise<{ id: string; number?: string }> {
  const body: { id?: string; number?: string } = JSON.parse(await response.text());
  if (body.id === undefined) throw new Error(JSON.stringify(body));
  return { ...body, id: body.id };
}

/** No SIREN begins with 000: nobody's, with a right key. */
function siretOf(number: number): string {
  const siren = withKey(`00${String(number).padStart(6, '0')}`);
  return withKey(`${siren}0000`);
}

function withKey(body: string): string {
  const sum = body
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      const weighed = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (weighed > 9 ? weighed - 9 : weighed);
    }, 0);
  return body + String((10 - (sum % 10)) % 10);
}
