import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '@liaison/crypto';
import { freePort, withSystem } from '@liaison/db';
import { insertProfessional } from '@liaison/directory';
import { newId, type UserId } from '@liaison/kernel';
import { installPeer } from '@liaison/pacs';
import { demoRegion } from '@liaison/region';
import { saveAccount } from '@liaison/signin';
import type { Delivery, RoutedStudy } from '@liaison/transfers/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { demoPassword } from '../platform/demo.ts';
import { sendByStorescu, writeSyntheticHeadCt } from '../platform/samples.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

const orthancProgram = '/usr/sbin/Orthanc';
const hasPeers = existsSync(orthancProgram) && spawnSync('storescp', ['--version']).status === 0;
if (!hasPeers) console.warn('no Orthanc or no dcmtk on this machine: sendings were not held against them');

const structureId = demoRegion.structures.find(({ aeTitle }) => aeTitle === 'CHA_PACS')?.id ?? '';

describe.skipIf(!hasPeers)('sendings to other PACS', () => {
  let platform: Platform;
  let folder: string;
  let files: string[];
  let requerant: ApiClient;
  let studyId: string;
  let orthanc: { port: number; httpUrl: string };
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
    folder = mkdtempSync(join(tmpdir(), 'liaison-sendings-'));
    files = writeSyntheticHeadCt(folder);
    orthanc = await startOrthanc();
    requerant = await signIn(platform, 'requerant@demo.liaison');
    if ((await sendByStorescu(platform.dicomPort, files)) !== 0) throw new Error('storescu could not send');
    studyId = await eventually(findStudy);
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function findStudy(): Promise<string | undefined> {
    const { body } = await requerant.get<{ studies: { id: string; imageCount: number }[] }>(
      '/api/imaging/studies',
    );
    return body.studies.find(({ imageCount }) => imageCount === files.length)?.id;
  }

  async function startOrthanc(): Promise<{ port: number; httpUrl: string }> {
    const [port, httpPort] = [await freePort(), await freePort()];
    const storage = join(folder, 'orthanc');
    mkdirSync(storage);
    const settings = join(folder, 'orthanc.json');
    const configuration = {
      StorageDirectory: storage,
      IndexDirectory: storage,
      DicomPort: port,
      HttpPort: httpPort,
      DicomAet: 'ORTHANC',
      RemoteAccessAllowed: false,
      // To report what it keeps, it calls us.
      DicomModalities: { liaison: ['LIAISON', '127.0.0.1', platform.dicomPort] },
    };
    writeFileSync(settings, JSON.stringify(configuration));
    children.push(spawn(orthancProgram, [settings], { stdio: 'ignore' }));
    const httpUrl = `http://127.0.0.1:${httpPort}`;
    await eventually(() =>
      fetch(`${httpUrl}/system`).then(
        (reply) => reply.ok || undefined,
        () => undefined,
      ),
    );
    return { port, httpUrl };
  }

  const addPeer = (aeTitle: string, port: number, commit = false) =>
    withSystem(platform.system, (tx) =>
      installPeer(
        tx,
        {
          structureId,
          aeTitle,
          host: '127.0.0.1',
          port,
          addresses: ['127.0.0.1'],
          roles: { mayStore: false, store: true, commit },
        },
        { by: 'Région', at: new Date() },
      ),
    );

  /** An administrator of the hospital, who sees no exam. */
  async function addAdmin(): Promise<string> {
    const community = demoRegion.communities.find((each) => each.structureId === structureId);
    const email = 'routes.admin@demo.liaison';
    const passwordHash = await hashPassword(demoPassword);
    await withSystem(platform.system, async (tx) => {
      const id = newId<UserId>();
      await insertProfessional(tx, {
        id,
        familyName: 'Routier',
        givenName: 'Camille',
        profession: '',
        specialty: '',
        rpps: null,
        internalId: 'TEST-ROUTES',
        email,
        features: ['local-admin'],
        communityIds: [community?.id ?? ''],
      });
      await saveAccount(tx, id, passwordHash);
    });
    return email;
  }

  async function deliver(peerId: string, coercion: object | null): Promise<string> {
    const { body, status } = await requerant.post<{ deliveryIds: string[] }>('/api/transfers/deliveries', {
      studyIds: [studyId],
      peerId,
      coercion,
    });
    expect(status).toBe(200);
    return body.deliveryIds[0] ?? '';
  }

  const read = async (id: string): Promise<Delivery> =>
    (await requerant.get<{ delivery: Delivery }>(`/api/transfers/deliveries/${id}`)).body.delivery;

  const done = (id: string) =>
    eventually(async () => {
      const found = await read(id);
      return found.state === 'done' ? found : undefined;
    });

  it('reach Orthanc whole, under the identifier asked for, and it confirms that it keeps them', async () => {
    const peerId = await addPeer('ORTHANC', orthanc.port, true);
    const coercion = { patientId: 'CHU-1', issuerOfPatientId: 'CHU', accessionNumber: null, traits: null };
    const delivery = await done(await deliver(peerId, coercion));
    expect(delivery).toMatchObject({ sent: files.length, refused: 0, failure: null });
    const statistics: unknown = await (await fetch(`${orthanc.httpUrl}/statistics`)).json();
    expect(statistics).toMatchObject({ CountInstances: files.length, CountStudies: 1 });
    const [patient]: unknown[] = await (await fetch(`${orthanc.httpUrl}/patients?expand`)).json();
    expect(patient).toMatchObject({ MainDicomTags: { PatientID: 'CHU-1' } });
    const confirmed = async () => (await read(delivery.id)).commitment === 'confirmed';
    await eventually(confirmed);
  });

  it('say in French that the PACS refuses us, and try again', async () => {
    const peerId = await addPeer('NOBODY', await freePort());
    const id = await deliver(peerId, null);
    const waiting = await eventually(async () => {
      const found = await read(id);
      return found.failure ? found : undefined;
    });
    expect(waiting.state).toBe('waiting');
    expect(waiting.failure?.text).toMatch(/port/);
  });

  it('go on along a route after kill -9 of the process that sends, with what is missing', async () => {
    const port = await freePort();
    const received = join(folder, 'received');
    mkdirSync(received);
    children.push(spawn('storescp', ['-aet', 'STORESCP', '+B', '-od', received, String(port)]));
    const peerId = await addPeer('STORESCP', port);
    const admin = await signIn(platform, await addAdmin());
    const made = await admin.post<{ routeId: string }>(`/api/transfers/structures/${structureId}/routes`, {
      name: 'Lente',
      isActive: true,
      conditions: { callingAeTitles: ['CHA_PACS'], modalities: ['CT'], words: [], weekdays: [], hours: null },
      peerIds: [peerId],
      triesEach: 3,
      coercion: 'none',
      maxBytesPerSecond: 4_000_000,
    });
    expect(made.status).toBe(200);
    // The same images again: nothing new is catalogued, and the study settles once more.
    expect(await sendByStorescu(platform.dicomPort, files)).toBe(0);
    await eventually(async () => readdirSync(received).length >= 3 || undefined);
    const { exchange } = await platform.roles();
    expect(readdirSync(received).length).toBeLessThan(files.length);
    process.kill(exchange ?? 0, 'SIGKILL');
    const history = async () =>
      (await admin.get<{ studies: RoutedStudy[] }>(`/api/transfers/routes/${made.body.routeId}/history`)).body
        .studies;
    const [routed] = await eventually(async () => {
      const found = await history();
      return found[0]?.state === 'done' ? found : undefined;
    });
    expect(routed).toMatchObject({ sent: files.length, refused: 0 });
    expect(readdirSync(received)).toHaveLength(files.length);
  });

  it('leave as a zip of known length', async () => {
    const reply = await fetch(`${platform.baseUrl}/api/transfers/download?studies=${studyId}`, {
      headers: { cookie: requerant.cookie },
    });
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(Number(reply.headers.get('content-length'))).toBe(bytes.length);
    const path = join(folder, 'images.zip');
    writeFileSync(path, bytes);
    const tested = spawnSync('unzip', ['-tq', path]);
    expect(tested.status).toBe(0);
  });
});
