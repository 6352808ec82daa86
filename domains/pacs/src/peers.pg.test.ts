import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PeerSheet } from './contract.ts';
import { listPeers } from './list-peers.ts';
import { keepPeersSnapshot, writePeersSnapshot } from './peers-snapshot.ts';
import { approveQueries, approveSendings } from './approval-store.ts';
import { approvePeerQueries, approvePeerSendings } from './approve-peer.ts';
import { addPeer, changePeer } from './save-peer.ts';
import { findPeer } from './store.ts';

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

const snapshot = z.object({ peers: z.array(z.object({ id: z.string(), mayQuery: z.boolean() })) });

describe('peers', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const rules = { allowsAnyAddress: false, clock: systemClock };
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

  it('search here once a regional administrator approves it, bound as they are then', async () => {
    const [local, regional] = [await makeAdmin('local-admin'), await makeAdmin('regional-admin')];
    const wish = { aeTitle: 'ASKS', addresses: ['10.9.0.1'], roles: { ...sheet.roles, mayQuery: true } };
    const { id } = await add(local, wish);
    const approval = async () => {
      const { peers } = await withActor(database.app, local, (tx) => listPeers(tx, local));
      return peers.find((peer) => peer.id === id)?.queryApproval;
    };
    const folder = mkdtempSync(join(tmpdir(), 'liaison-peers-'));
    const toldToReception = async (): Promise<boolean | undefined> => {
      const text = await writePeersSnapshot(database.system, join(folder, 'peers.json'));
      const { peers } = snapshot.parse(JSON.parse(text));
      return peers.find((peer) => peer.id === id)?.mayQuery;
    };
    const change = (actor: typeof local, given: Partial<PeerSheet>) =>
      withActor(database.app, actor, (tx) =>
        changePeer(tx, actor, id, { ...sheet, ...wish, ...given }, rules),
      );
    const approve = (actor: typeof local, given: Partial<PeerSheet> = {}) =>
      withActor(database.app, actor, (tx) =>
        approvePeerQueries(tx, actor, id, { ...sheet, ...wish, ...given }, rules),
      );

    expect(await approval()).toEqual({ state: 'awaited', by: null, at: null });
    expect(await toldToReception()).toBe(false);
    await expect(approve(local)).rejects.toThrow('access/refused');
    // Bound otherwise than the approver saw it.
    await expect(approve(regional, { addresses: ['192.0.2.66'] })).rejects.toThrow('pacs/changed-meanwhile');
    // Switching it off and on again shows nobody its binding.
    await change(regional, { isActive: false });
    await change(regional, {});
    expect(await approval()).toMatchObject({ state: 'awaited' });
    await approve(regional);
    expect(await approval()).toMatchObject({ state: 'approved', by: regional.displayName });
    expect(await toldToReception()).toBe(true);
    await change(local, { name: 'Autre nom', maxAssociations: 2 });
    expect(await toldToReception()).toBe(true);
    for (const binding of [
      { addresses: ['10.9.0.0/24'] },
      { aeTitle: 'OTHER' },
      { certificates: ['a'.repeat(64)] },
    ]) {
      await change(local, binding);
      expect(await toldToReception()).toBe(false);
    }
    await change(regional, { addresses: ['10.9.0.0/24'] });
    expect(await toldToReception()).toBe(true);
    await change(local, { roles: sheet.roles });
    expect(await approval()).toMatchObject({ state: 'none' });
    await expect(approve(regional)).rejects.toThrow('pacs/no-query-to-approve');
    // Not by going around the use case either.
    await expect(
      withActor(database.app, local, (tx) =>
        approveQueries(tx, id, { ...sheet, ...wish }, { id: local.userId, name: '', at: new Date() }),
      ),
    ).rejects.toThrow(/row-level security/);
    const acts = (await seenEntries(database.system)).filter(({ details }) => details['peerId'] === id);
    expect(acts.filter(({ details }) => details['change'] === 'query-approved')).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  it('receive images once a regional administrator approves it, called as they are then', async () => {
    const [local, regional] = [await makeAdmin('local-admin'), await makeAdmin('regional-admin')];
    const wish = { aeTitle: 'ARCHIVE', host: 'archive.example', addresses: ['10.8.0.1'] };
    const { id } = await add(local, wish);
    const approval = async () => {
      const { peers } = await withActor(database.app, local, (tx) => listPeers(tx, local));
      return peers.find((peer) => peer.id === id)?.storeApproval;
    };
    const isApproved = async () =>
      (await withSystem(database.system, (tx) => findPeer(tx, id)))?.isStoreApproved;
    const change = (actor: typeof local, given: Partial<PeerSheet>) =>
      withActor(database.app, actor, (tx) =>
        changePeer(tx, actor, id, { ...sheet, ...wish, ...given }, rules),
      );
    const approve = (actor: typeof local, given: Partial<PeerSheet> = {}) =>
      withActor(database.app, actor, (tx) =>
        approvePeerSendings(tx, actor, id, { ...sheet, ...wish, ...given }, rules),
      );

    expect(await approval()).toEqual({ state: 'awaited', by: null, at: null });
    expect(await isApproved()).toBe(false);
    await expect(approve(local)).rejects.toThrow('access/refused');
    // Called elsewhere than the approver saw it.
    for (const seen of [{ host: 'elsewhere.example' }, { port: 11_112 }, { usesTls: true }])
      await expect(approve(regional, seen)).rejects.toThrow('pacs/changed-meanwhile');
    // Switching it off and on again shows nobody where it is.
    await change(regional, { isActive: false });
    await change(regional, {});
    expect(await approval()).toMatchObject({ state: 'awaited' });
    await approve(regional);
    expect(await approval()).toMatchObject({ state: 'approved', by: regional.displayName });
    await change(local, { name: 'Autre nom', addresses: ['10.8.0.0/24'], characterSet: 'ISO_IR 192' });
    expect(await isApproved()).toBe(true);
    for (const call of [
      { host: '10.66.0.1' },
      { port: 11_112 },
      { usesTls: true },
      { aeTitle: 'ELSE' },
      { certificates: ['a'.repeat(64)] },
    ]) {
      await change(local, call);
      expect(await isApproved()).toBe(false);
    }
    await change(regional, { port: 11_112 });
    expect(await isApproved()).toBe(true);
    await change(local, { roles: { ...sheet.roles, store: false } });
    expect(await approval()).toMatchObject({ state: 'none' });
    await expect(approve(regional)).rejects.toThrow('pacs/no-store-to-approve');
    // Not by going around the use case either.
    await expect(
      withActor(database.app, local, (tx) =>
        approveSendings(tx, id, { ...sheet, ...wish }, { id: local.userId, name: '', at: new Date() }),
      ),
    ).rejects.toThrow(/row-level security/);
    const acts = (await seenEntries(database.system)).filter(({ details }) => details['peerId'] === id);
    expect(acts.filter(({ details }) => details['change'] === 'store-approved')).toHaveLength(2);
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
