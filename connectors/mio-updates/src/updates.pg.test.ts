import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthorityDesk, TestCeremony, type AuthorityDesk } from '@liaison/authority/testing';
import { BundleError, openUpdateStore, type TrustRoot } from '@liaison/mio-bundle';
import { openNomenclatures } from '@liaison/mio-control';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuthorityClient } from './authority-client.ts';
import { readNomenclatures } from './installed-nomenclatures.ts';
import { takeUpdates } from './take-updates.ts';
import { openProxy, type Proxy } from './testing-proxy.ts';

const start = new Date('2026-12-01T09:00:00Z');
const dayMs = 24 * 60 * 60 * 1000;
const rowsOf = (count: number, label = 'Ciment') =>
  Array.from(
    { length: count },
    (_, index) => `${9_910_001 + index};${label} ${index} (fictif);2020-01-01;;;5,5;95,00`,
  );

describe('updates of an authority', () => {
  const parent = mkdtempSync(join(tmpdir(), 'abonnes-'));
  let desk: AuthorityDesk;
  let proxy: Proxy;
  let folders = 0;
  beforeEach(async () => {
    desk = await openAuthorityDesk(start);
    proxy = await openProxy(desk.url);
  });
  afterEach(async () => {
    await proxy.close();
    await desk.close();
  });
  afterAll(() => rmSync(parent, { recursive: true }));

  const newStore = (root: TrustRoot = desk.ceremony.root) => {
    folders += 1;
    const folder = join(parent, String(folders));
    return { folder, store: openUpdateStore(folder, root, '1.0.0') };
  };
  const take = async (store: ReturnType<typeof openUpdateStore>, url = desk.url) => {
    try {
      const installed = await takeUpdates(
        store,
        openAuthorityClient({ url, signer: null }),
        desk.clock.now(),
      );
      return installed.map(({ bundleId, version }) => `${bundleId} ${version}`);
    } catch (error) {
      if (error instanceof BundleError) return error.code;
      throw error;
    }
  };
  const publish = async (...given: Parameters<AuthorityDesk['publish']>) => {
    const reply = await desk.publish(...given);
    if (!reply.ok) throw new Error(await reply.text());
  };

  it('are taken whole at first, then as changes, each version in force on its own day', async () => {
    const { store } = newStore();
    await publish('LPPR', '2026-12-01', rowsOf(400));
    expect(await take(store)).toEqual(['lppr 1']);
    await publish('LPPR', '2026-12-15', [
      '9910001;Ciment 0 (fictif);2020-01-01;2026-12-31;9910002;5,5;95,00',
    ]);
    const before = proxy.ranges.length;
    expect(await take(store, proxy.url)).toEqual(['lppr 2']);
    expect(proxy.ranges.length).toBe(before + 1);
    expect(await take(store)).toEqual([]);
    const nomenclatures = openNomenclatures(readNomenclatures(store));
    const on = (day: string) => {
      const lists = nomenclatures.inForce(day);
      return [lists.identities[0]?.version, lists.lookup('LPPR', '9910001').state];
    };
    expect(on('2026-12-14')).toEqual(['2026-12-01.1', 'in-force']);
    expect(on('2026-12-15')).toEqual(['2026-12-15.2', 'in-force']);
    expect(on('2027-01-01')).toEqual(['2026-12-15.2', 'expired']);
  });

  it('are none of a file that comes otherwise than it was announced, and are when it comes right', async () => {
    await publish('LPPR', '2026-12-01', rowsOf(10));
    const { store } = newStore();
    proxy.isCorrupting = true;
    expect(await take(store, proxy.url)).toBe('bundle/corrupted');
    expect(store.state().versions).toEqual([]);
    proxy.isCorrupting = false;
    expect(await take(store, proxy.url)).toEqual(['lppr 1']);
  });

  it('are none of an authority that has other keys', async () => {
    await publish('LPPR', '2026-12-01', rowsOf(10));
    using other = new TestCeremony(start);
    const { store } = newStore(other.root);
    expect(await take(store)).toBe('bundle/signature');
    expect(store.state()).toMatchObject({ pointer: null, versions: [] });
  });

  it('never go back: an authority restored from an older copy is refused until it is ahead again', async () => {
    const { store } = newStore();
    await publish('LPPR', '2026-12-01', rowsOf(10));
    await publish('LPPR', '2026-12-01', ['9910001;Autre (fictif);2020-01-01;;;;']);
    expect(await take(store)).toEqual(['lppr 2']);
    const state = store.state();
    const older = await openAuthorityDesk(start, desk.ceremony);
    try {
      await older.publish('LPPR', '2026-12-01', rowsOf(10));
      expect(await take(store, older.url)).toBe('bundle/rollback');
      expect(store.state()).toEqual(state);
    } finally {
      await older.close();
    }
  });

  it('are taken in order by who was away, whole where the changes do not fit', async () => {
    const { store } = newStore();
    await publish('LPPR', '2026-12-01', rowsOf(200));
    await take(store);
    for (const label of ['deux', 'trois'])
      await publish('LPPR', '2026-12-01', [`9910001;${label} (fictif);2020-01-01;;;;`]);
    await publish('LPPR', '2027-01-01', ['9910001;quatre (fictif);2020-01-01;;;;']);
    expect(await take(store, proxy.url)).toEqual(['lppr 3', 'lppr 4']);
    const [whole, changes] = (await (await desk.ask('GET', '/bundles')).json()).bundles;
    expect(whole.deltaBytes).toBeLessThan(changes.bytes);
    expect(store.read('lppr', 'liste.json', start)?.toString()).toContain('"2026-12-01.3"');
    expect(store.read('lppr', 'liste.json', new Date('2027-01-02'))?.toString()).toContain('"2027-01-01.4"');
  });

  it('say that they are frozen where nobody signs the pointer anew, and go on once somebody does', async () => {
    const { store } = newStore();
    await publish('LPPR', '2026-12-01', rowsOf(10));
    desk.clock.advance(4 * dayMs);
    expect(await take(store)).toBe('bundle/expired');
    await desk.renew();
    expect(await take(store)).toEqual(['lppr 1']);
  });

  it('go on where the line broke, at the byte', async () => {
    await publish('LPPR', '2026-12-01', rowsOf(2000));
    const { store, folder } = newStore();
    proxy.breakAfter = 3000;
    for (const at of [0, 3000, 6000]) {
      await expect(take(store, proxy.url)).rejects.toMatchObject({ reason: 'unreachable' });
      expect(proxy.ranges.at(-1)).toBe(`bytes=${at}-`);
    }
    proxy.breakAfter = null;
    expect(await take(store, proxy.url)).toEqual(['lppr 1']);
    expect(proxy.ranges.at(-1)).toBe('bytes=9000-');
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });

  it('follow the keys that are changed, and no others', async () => {
    const { store } = newStore();
    await publish('LPPR', '2026-12-01', rowsOf(10));
    await take(store);
    for (const rotation of ['mise-a-jour', 'pointeur', 'confiance'] as const) {
      const bundle = desk.ceremony.rotate(rotation, start);
      // With the old keys still in service the server publishes nothing that nobody would believe.
      expect((await (await desk.ask('POST', '/signed-bundles', bundle)).json()).code).toBe(
        'authority/keys-astray',
      );
      desk.ceremony.entrust(start);
      expect(
        (await (await desk.publish('LPPR', '2026-12-01', ['9910001;x;2020-01-01;;;;'])).json()).code,
      ).toBe('authority/keys-astray');
      expect((await desk.ask('POST', '/signed-bundles', bundle)).ok).toBe(true);
      expect((await (await desk.ask('POST', '/signed-bundles', bundle)).json()).code).toBe('bundle/rollback');
      await publish('LPPR', '2026-12-01', [`9910001;${rotation} (fictif);2020-01-01;;;;`]);
    }
    expect(await take(store)).toEqual(['confiance 2', 'confiance 3', 'confiance 4', 'lppr 4']);
    expect(store.state().root).toEqual(desk.ceremony.root);
  });

  it('are published one after another, however many do so at once: who is told to wait comes again', async () => {
    await publish('LPPR', '2026-12-01', rowsOf(10));
    let refused = 0;
    const publishInTheEnd = async (row: string): Promise<number> => {
      const reply = await desk.publish('LPPR', '2026-12-01', [row]);
      if (reply.status === 429) {
        refused += 1;
        return publishInTheEnd(row);
      }
      return (await reply.json()).version;
    };
    const versions = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        publishInTheEnd(`${9_910_001 + index};Changé (fictif);2020-01-01;;;;`),
      ),
    );
    expect(refused).toBeGreaterThan(0);
    expect(versions.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const { store } = newStore();
    expect(await take(store)).toEqual(['lppr 9']);
    expect(store.state().pointer?.sequence).toBe(9);
    const [set] = readNomenclatures(store);
    expect(set?.rows.filter(({ label }) => label === 'Changé (fictif)')).toHaveLength(8);
  });

  it('leave no whole version of what was half written', async () => {
    await publish('LPPR', '2026-12-01', rowsOf(10));
    const { store, folder } = newStore();
    await take(store);
    writeFileSync(join(folder, 'state.json.part'), 'tronqué');
    await publish('LPPR', '2026-12-01', ['9910001;Autre (fictif);2020-01-01;;;;']);
    const again = openUpdateStore(folder, null, '1.0.0');
    expect(again.state()).toEqual(store.state());
    expect(await take(again)).toEqual(['lppr 2']);
  });
});
