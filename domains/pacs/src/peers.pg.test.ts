import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withActor } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PeerSheet } from './contract.ts';
import { listPeers } from './list-peers.ts';
import { keepPeersSnapshot } from './peers-snapshot.ts';
import { addPeer, changePeer } from './save-peer.ts';

const sheet: PeerSheet = {
  name: 'PACS',
  aeTitle: 'PACS',
  host: '10.0.0.1',
  port: 104,
  usesTls: false,
  addresses: ['10.0.0.0/24'],
  certificates: [],
  requiresTls: false,
  roles: { mayStore: true, mayQuery: false, query: true, retrieve: 'move', store: true, commit: false },
  transferSyntaxes: [],
  characterSet: 'ISO_IR 100',
  maxAssociations: 4,
  maxBytesPerSecond: null,
  isActive: true,
};

describe('peers', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const rules = { allowsAnyAddress: false };
  const makeAdmin = async (feature: 'local-admin' | 'regional-admin' | 'imaging') => {
    const place = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    return makePerson(database.system, place, 'Administrateur', [feature]);
  };
  const add = (actor: Awaited<ReturnType<typeof makeAdmin>>, given: Partial<PeerSheet> = {}, at = actor) =>
    withActor(database.app, actor, (tx) =>
      addPeer(tx, actor, { ...sheet, ...given, structureId: at.structureId }, rules),
    );

  it('are those of one’s own structure, of all for a regional administrator', async () => {
    const [local, other, regional] = [
      await makeAdmin('local-admin'),
      await makeAdmin('local-admin'),
      await makeAdmin('regional-admin'),
    ];
    const { id } = await add(local, { aeTitle: 'OWN' });
    await expect(add(other, {}, local)).rejects.toThrow('pacs/not-your-structure');
    await expect(add(await makeAdmin('imaging'))).rejects.toThrow('access/refused');
    const listed = async (actor: typeof local) => {
      const { peers } = await withActor(database.app, actor, (tx) => listPeers(tx, actor));
      return peers.map((peer) => peer.id);
    };
    expect(await listed(local)).toEqual([id]);
    expect(await listed(other)).toEqual([]);
    expect(await listed(regional)).toContain(id);
  });

  it('share an AE title between structures where their addresses tell them apart only', async () => {
    const [one, two] = [await makeAdmin('local-admin'), await makeAdmin('local-admin')];
    await add(one, { aeTitle: 'SHARED' });
    await expect(add(two, { aeTitle: 'SHARED', addresses: ['10.0.0.7'] })).rejects.toThrow(
      'pacs/ae-title-claimed',
    );
    await expect(add(two, { aeTitle: 'SHARED', addresses: ['10.0.1.7'] })).resolves.toBeDefined();
    await expect(add(one, { aeTitle: 'SHARED' })).rejects.toThrow('pacs/ae-title-taken');
    await expect(add(two, { aeTitle: 'FREE', addresses: [] })).rejects.toThrow('pacs/unbound');
    await expect(add(two, { aeTitle: 'ANY', addresses: ['*'] })).rejects.toThrow('pacs/unbound');
    await expect(add(two, { aeTitle: 'LOST', host: null, port: null })).rejects.toThrow('pacs/not-callable');
  });

  it('are told to reception as they change', async () => {
    const admin = await makeAdmin('local-admin');
    const folder = mkdtempSync(join(tmpdir(), 'liaison-peers-'));
    const file = join(folder, 'peers.json');
    const keeper = keepPeersSnapshot(database.system, file, openLog('silent'));
    const { id } = await add(admin, { aeTitle: 'TOLD', addresses: ['192.0.2.9'] });
    const has = () => {
      try {
        return readFileSync(file, 'utf8').includes(id);
      } catch {
        return false;
      }
    };
    while (!has()) await wait(20);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 2 });
    await withActor(database.app, admin, (tx) =>
      changePeer(tx, admin, id, { ...sheet, aeTitle: 'TOLD', isActive: false }, rules),
    );
    while (has()) await wait(20);
    await keeper.stop();
    rmSync(folder, { recursive: true });
  });
});
