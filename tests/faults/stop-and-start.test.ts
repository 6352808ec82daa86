import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssociationError } from '@liaison/dicom';
import { openTestAssociation } from '@liaison/dimse/testing';
import { openDatabase, type Database } from '@liaison/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { eventually, roleNames, root, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept } from './catalogue.ts';
import { Ledger, makeImage, newStudy } from './images.ts';
import { expectSealed } from './journal.ts';
import { expectNoPatientData } from './logs.ts';
import { question, saveRequest } from './requests.ts';

describe('stopping and starting', () => {
  const ledger = new Ledger();
  const others = mkdtempSync(join(tmpdir(), 'liaison-refused-'));
  let platform: Platform;
  let client: ApiClient;

  beforeAll(async () => {
    // As an operator starts it first: on a database that holds nothing, and with a compile cache of its own.
    const settings = { LIAISON_LOG: 'debug', NODE_COMPILE_CACHE: undefined };
    platform = await startPlatform(settings, { isPrepared: false });
    client = await signIn(platform, 'requerant@demo.liaison');
  });
  afterAll(async () => {
    await platform?.stop();
    rmSync(others, { recursive: true, force: true });
  });

  it('makes the tables of a database that is empty, and keeps what it compiled in its own folder', () => {
    expect(platform.logs()).toContain('"msg":"database migrated"');
    expect(readdirSync(join(platform.dataDir, 'compile-cache'))).not.toEqual([]);
  });

  it('lets the association under way end, answers the requests under way, and exits with 0', async () => {
    const study = newStudy();
    const association = await openTestAssociation(platform.dicomPort);
    const first = makeImage(study, { number: 1 });
    expect((await association.cStore(first)).status).toBe(0);
    ledger.add(first);
    const { url } = await saveRequest(client);
    const stream = await fetch(`${platform.baseUrl}/api/live`, { headers: { cookie: client.cookie } });
    const opened = client.get(url);
    const ended = platform.end();
    expect((await opened).status).toBe(200);
    await eventually(async () => platform.logs().includes('"msg":"stopping"'));
    // The port is closed to others, and this association still serves.
    await eventually(() =>
      openTestAssociation(platform.dicomPort).then(
        (late) => (late.abort(), false),
        () => true,
      ),
    );
    for (let number = 2; number <= 20; number += 1) {
      const image = makeImage(study, { number });
      expect((await association.cStore(image)).status).toBe(0);
      ledger.add(image);
    }
    await association.release();
    expect(await ended).toEqual({ exitCode: 0 });
    await stream.text();
    expect(platform.logs()).not.toContain('"msg":"role died"');
  });

  it('starts again where it was', async () => {
    await platform.start();
    await expectAllKept(platform, ledger);
    await expectSealed(platform);
    expect((await client.get('/api/teledossiers')).status).toBe(200);
  });

  it('aborts an association that will not end, and loses nothing that it acknowledged', async () => {
    const association = await openTestAssociation(platform.dicomPort);
    const image = makeImage(newStudy());
    expect((await association.cStore(image)).status).toBe(0);
    ledger.add(image);
    expect(await platform.end()).toEqual({ exitCode: 0 });
    await expect(association.cStore(image)).rejects.toThrow(AssociationError);
    await platform.start();
    await expectAllKept(platform, ledger);
  });

  it('does not start twice on one folder, and leaves the first alone', async () => {
    const { code, told } = await tryStart({ LIAISON_DATA: platform.dataDir });
    expect([code, told]).toEqual([1, expect.stringMatching(/Liaison tourne déjà avec le dossier/)]);
    expect(Object.keys(await platform.roles()).toSorted()).toEqual(roleNames);
  });

  it('refuses bad settings with code 2, naming each in French', async () => {
    const { code, told } = await tryStart({ LIAISON_HTTP_PORT: 'web', LIAISON_AET: 'A\\B' });
    expect(code).toBe(2);
    expect(told).toMatch(/Liaison ne démarre pas avec ces réglages/);
    expect(told).toMatch(/LIAISON_HTTP_PORT[\s\S]*LIAISON_AET/);
    const open = await tryStart({ LIAISON_LISTEN: '0.0.0.0' });
    expect([open.code, open.told]).toEqual([2, expect.stringMatching(/n’écoute que sur cette machine/)]);
    const production = await tryStart({ LIAISON_ENV: 'production' });
    expect([production.code, production.told]).toEqual([2, expect.stringMatching(/DATABASE_SYSTEM_URL/)]);
  });

  it('refuses a role of the application that row-level security does not bind', async () => {
    const owner: Database = openDatabase('system', superUrlOf(platform), { max: 1 });
    await sql`alter role liaison_app bypassrls`.execute(owner.kysely);
    try {
      const { code, told } = await tryStart(databaseOf(platform));
      expect([code, told]).toEqual([
        1,
        expect.stringMatching(/« liaison_app ».*contourne la sécurité par ligne/),
      ]);
    } finally {
      await sql`alter role liaison_app nobypassrls`.execute(owner.kysely);
      await owner.close();
    }
  });

  it('refuses a port that is taken, and says which', async () => {
    for (const name of ['LIAISON_HTTP_PORT', 'LIAISON_OPS_PORT', 'LIAISON_DICOM_PORT']) {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const address = taken.address();
      const port = address && typeof address === 'object' ? address.port : 0;
      const { code, told } = await tryStart({ ...databaseOf(platform), [name]: String(port) });
      taken.close();
      expect([name, code, told]).toEqual([name, 1, expect.stringContaining(`le port ${port} est déjà pris`)]);
    }
  });

  it('refuses a database that does not answer, and says so', async () => {
    const nowhere = 'postgres://liaison_app:secret@127.0.0.1:1/liaison';
    const { code, told } = await tryStart({ DATABASE_URL: nowhere });
    expect([code, told]).toEqual([1, expect.stringMatching(/base de données ne répond pas/)]);
    expect(told).not.toContain('secret');
  });

  it('wrote nothing of the patients into its logs', () => expectNoPatientData(platform, [question]));

  /** Starts a second platform that should not start; its exit code and all that it wrote. */
  async function tryStart(env: NodeJS.ProcessEnv): Promise<{ code: number | null; told: string }> {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(LIAISON_|DATABASE_)/.test(name));
    const ports = { LIAISON_HTTP_PORT: '0', LIAISON_OPS_PORT: '0', LIAISON_DICOM_PORT: '0' };
    const child = spawn(process.execPath, [join(root, 'apps/server/src/main.ts')], {
      cwd: root,
      env: { ...Object.fromEntries(inherited), LIAISON_DATA: others, ...ports, ...env },
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const [code]: unknown[] = await once(child, 'close');
    return { code: typeof code === 'number' ? code : null, told };
  }
});

function databaseOf({ urls }: Platform): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: urls.appUrl,
    DATABASE_SYSTEM_URL: urls.systemUrl,
    DATABASE_OWNER_URL: urls.ownerUrl,
  };
}

/** The login that created the roles: the server's own. */
function superUrlOf({ urls }: Platform): string {
  const url = new URL(urls.ownerUrl);
  url.username = 'postgres';
  return url.href;
}
