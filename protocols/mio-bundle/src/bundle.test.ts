import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { applyBundle, missingUpdates } from './apply.ts';
import { BundleError } from './error.ts';
import { bundleErrorsFr } from './fr.ts';
import type { Manifest, Pointer } from './formats.ts';
import { sha256Hex, signBytes } from './signing.ts';
import { openUpdateStore } from './store.ts';
import { contentOf, manifestOf, newKey, pack, rootOf } from './testing.ts';

const trust = [newKey('a'), newKey('b'), newKey('c')];
const [update, pointer] = [newKey('maj'), newKey('pointeur')];
const root = rootOf(1, { trust, update, pointer });
const parent = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(parent, { recursive: true }));

const bundleCodes = Object.keys(bundleErrorsFr);
let folders = 0;
function newStore(folder = join(parent, String((folders += 1)))) {
  return { folder, store: openUpdateStore(folder, root, '1.2.3') };
}

/** The code of the refusal, or `taken`. */
function outcome(work: () => unknown): string {
  try {
    work();
    return 'taken';
  } catch (error) {
    return error instanceof BundleError ? error.code : String(error);
  }
}

const first = { 'codes.csv': 'K50AA01;ciment', 'lisezmoi.txt': 'un' };
const second = { 'codes.csv': 'K50AA01;ciment\nK50AA02;tige', 'lisezmoi.txt': 'un' };
const bundle = (
  version: number,
  files: Record<string, string>,
  changes: Parameters<typeof manifestOf>[2] = {},
  keys = [update],
) => pack(manifestOf(version, files, changes), files, keys);
const v1 = bundle(1, first);
const after1 = { previous: { version: 1, contentSha256: contentOf(first) } };
const v2 = bundle(2, second, after1);
const on = (day: string) => new Date(`${day}T12:00:00Z`);

describe('an update', () => {
  it('is installed, comes into force on its day, and leaves the earlier one to those of its time', () => {
    const { store, folder } = newStore();
    store.install(v1);
    store.install(v2);
    const read = (day: string) => store.read('cladimed', 'codes.csv', on(day))?.toString() ?? null;
    expect([read('2025-12-31'), read('2026-01-15'), read('2026-02-15')]).toEqual([
      null,
      first['codes.csv'],
      second['codes.csv'],
    ]);
    expect(openUpdateStore(folder, root, '1.2.3').state()).toEqual(store.state());
    store.install(bundle(3, first, { effectiveTo: '2026-04-01T00:00:00Z' }));
    expect([read('2026-03-15'), read('2026-04-15')]).toEqual([first['codes.csv'], second['codes.csv']]);
  });

  it('may carry only what changed, over the version installed', () => {
    const { store } = newStore();
    const delta = bundle(2, second, { ...after1, isDelta: true, carried: ['codes.csv'] });
    expect(outcome(() => store.install(delta))).toBe('bundle/gap');
    store.install(v1);
    store.install(delta);
    expect(store.read('cladimed', 'lisezmoi.txt', on('2026-02-15'))?.toString()).toBe('un');
    expect(store.state().versions[1]?.contentSha256).toBe(contentOf(second));
    const shorter = { 'codes.csv': second['codes.csv'] };
    const removing = {
      previous: { version: 2, contentSha256: contentOf(second) },
      isDelta: true,
      carried: [],
      removed: ['lisezmoi.txt'],
    };
    store.install(bundle(3, shorter, removing));
    expect(store.read('cladimed', 'lisezmoi.txt', on('2026-03-15'))).toBeNull();
    expect(
      outcome(() =>
        store.install(
          bundle(5, shorter, { ...removing, previous: { version: 4, contentSha256: contentOf(second) } }),
        ),
      ),
    ).toBe('bundle/gap');
  });

  it('is refused when it is older, the same again, or follows another history', () => {
    const { store } = newStore();
    store.install(v1);
    store.install(v2);
    const before = store.state();
    expect(outcome(() => store.install(v2))).toBe('bundle/rollback');
    expect(outcome(() => store.install(v1))).toBe('bundle/rollback');
    expect(
      outcome(() =>
        store.install(bundle(3, first, { previous: { version: 2, contentSha256: contentOf(first) } })),
      ),
    ).toBe('bundle/fork');
    expect(outcome(() => store.install(bundle(3, first, { minController: '1.3.0' })))).toBe(
      'bundle/controller',
    );
    expect(outcome(() => store.install(bundle(3, first, { kind: 'ruleset' })))).toBe('bundle/fork');
    expect(store.state()).toBe(before);
    expect(outcome(() => store.install(bundle(3, first, { minController: '1.2.3' })))).toBe('taken');
  });

  it('is refused when it is not signed by a key of its role', () => {
    const { store } = newStore();
    for (const key of [newKey('maj'), { ...update, id: 'autre' }, pointer, trust[0] ?? update])
      expect(outcome(() => store.install(bundle(1, first, {}, [key])))).toBe('bundle/signature');
    expect(outcome(() => store.install(bundle(1, first, {}, [])))).toBe('bundle/signature');
    expect(outcome(() => store.install(bundle(1, first, { kind: 'trust', bundleId: 'confiance' })))).toBe(
      'bundle/signature',
    );
  });

  it('is refused when any byte of it was changed, or it is not a bundle, and the state stays', () => {
    const { store } = newStore();
    const state = store.state();
    const noInstalled = () => Buffer.alloc(0);
    for (let at = 0; at < v1.length; at += 11) {
      const changed = Buffer.from(v1);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      let content = '';
      const code = outcome(() => {
        content = applyBundle(state, changed, { controllerVersion: '1.2.3', readInstalled: noInstalled })
          .installed.contentSha256;
      });
      // A zip has bytes that say nothing, such as times: what is taken is then what was signed.
      expect([contentOf(first), ...bundleCodes]).toContain(content === '' ? code : content);
    }
    for (const bytes of [Buffer.alloc(0), Buffer.from('x'), v1.subarray(0, 300)])
      expect(outcome(() => store.install(bytes))).toBe('bundle/malformed');
  });

  it('is refused with other files than its manifest has, or places outside its folder', () => {
    const { store } = newStore();
    const zip = (manifest: unknown, files: Record<string, Uint8Array>) => {
      const bytes = Buffer.from(JSON.stringify(manifest));
      const signatures = Buffer.from(JSON.stringify(signBytes(bytes, [update])));
      return zipSync({ 'manifest.json': bytes, 'signatures.json': signatures, ...files });
    };
    const manifest: Manifest = manifestOf(1, first);
    const codes = Buffer.from(first['codes.csv']);
    const note = Buffer.from(first['lisezmoi.txt']);
    const all = { 'files/codes.csv': codes, 'files/lisezmoi.txt': note };
    expect(outcome(() => store.install(zip(manifest, { 'files/codes.csv': codes })))).toBe(
      'bundle/malformed',
    );
    expect(outcome(() => store.install(zip(manifest, { ...all, 'files/plus.txt': note })))).toBe(
      'bundle/malformed',
    );
    expect(outcome(() => store.install(zip(manifest, { ...all, 'files/codes.csv': note })))).toBe(
      'bundle/corrupted',
    );
    expect(outcome(() => store.install(zip({ ...manifest, contentSha256: '0'.repeat(64) }, all)))).toBe(
      'bundle/corrupted',
    );
    for (const path of ['../x', '/etc/x', 'a/../../x', '.x', 'a//b', 'a\\b'])
      expect(
        outcome(() =>
          store.install(
            zip(
              { ...manifest, files: [{ path, sha256: sha256Hex(note), bytes: note.length }] },
              { [`files/${path}`]: note },
            ),
          ),
        ),
      ).toBe('bundle/malformed');
    const bomb = Buffer.from(
      zip(
        { ...manifest, files: [{ path: 'bombe', sha256: sha256Hex(note), bytes: 2 }] },
        { 'files/bombe': note },
      ),
    );
    // What the directory at the end says of the size unpacked (APPNOTE 4.3.12).
    bomb.writeUInt32LE(0x20000000, bomb.lastIndexOf('PK\u0001\u0002') + 24);
    expect(outcome(() => store.install(bomb))).toBe('bundle/too-large');
  });

  it('leaves the old state when the process dies before the new one is written, and can be installed again', () => {
    const { store, folder } = newStore();
    store.install(v1);
    mkdirSync(join(folder, 'versions/cladimed/2.part'), { recursive: true });
    mkdirSync(join(folder, 'versions/cladimed/2'), { recursive: true });
    writeFileSync(join(folder, 'versions/cladimed/2/codes.csv'), 'tronqué');
    const again = openUpdateStore(folder, root, '1.2.3');
    expect(again.read('cladimed', 'codes.csv', on('2026-02-15'))?.toString()).toBe(first['codes.csv']);
    again.install(v2);
    expect(again.read('cladimed', 'codes.csv', on('2026-02-15'))?.toString()).toBe(second['codes.csv']);
    writeFileSync(join(folder, 'versions/cladimed/2/codes.csv'), 'changé sur le disque');
    expect(outcome(() => again.read('cladimed', 'codes.csv', on('2026-02-15')))).toBe('bundle/corrupted');
  });
});

describe('the keys', () => {
  const rooted = (version: number, next: unknown, keys: Parameters<typeof pack>[2]) => {
    const files = { 'racine.json': JSON.stringify(next) };
    return pack(manifestOf(version, files, { bundleId: 'confiance', kind: 'trust' }), files, keys);
  };
  const [a, b, c] = [trust[0] ?? update, trust[1] ?? update, trust[2] ?? update];
  const replacement = newKey('maj-2');
  const newTrust = [newKey('d'), newKey('e'), newKey('f')];
  const [d, e] = [newTrust[0] ?? update, newTrust[1] ?? update];

  it('of trust must be two of three, and not one under two names', () => {
    const next = rootOf(2, { trust, update: replacement, pointer });
    const { store } = newStore();
    expect(outcome(() => store.install(rooted(1, next, [a])))).toBe('bundle/signature');
    const twice = { ...root, keys: { ...root.keys, b: root.keys['a'] ?? '' } };
    const doubled = openUpdateStore(join(parent, 'doubled'), twice, '1.2.3');
    expect(outcome(() => doubled.install(rooted(1, next, [a, { ...a, id: 'b' }])))).toBe('bundle/signature');
    expect(outcome(() => store.install(rooted(1, next, [a, c])))).toBe('taken');
    expect(store.state().root.version).toBe(2);
  });

  it('are changed by old and new together, one root after another, and the old ones end there', () => {
    const { store } = newStore();
    const next = rootOf(2, { trust: newTrust, update: replacement, pointer });
    expect(outcome(() => store.install(rooted(1, next, [a, b])))).toBe('bundle/signature');
    expect(outcome(() => store.install(rooted(1, next, [d, e])))).toBe('bundle/signature');
    expect(outcome(() => store.install(rooted(1, { ...next, version: 3 }, [a, b, d, e])))).toBe('bundle/gap');
    expect(outcome(() => store.install(rooted(1, { ...next, keys: 'x' }, [a, b, d, e])))).toBe(
      'bundle/malformed',
    );
    store.install(rooted(1, next, [a, b, d, e]));
    expect(outcome(() => store.install(v1))).toBe('bundle/signature');
    expect(outcome(() => store.install(bundle(1, first, {}, [replacement])))).toBe('taken');
    expect(outcome(() => store.install(rooted(2, root, [a, b, d, e])))).toBe('bundle/rollback');
  });
});

describe('the pointer', () => {
  const point = (sequence: number, version: number, changes: Partial<Pointer> = {}) =>
    Buffer.from(
      JSON.stringify({
        format: 'urn:liaison:mio:pointeur:1',
        sequence,
        issuedAt: '2026-06-01T00:00:00Z',
        expiresAt: '2026-06-08T00:00:00Z',
        latest: [{ bundleId: 'cladimed', version, sha256: sha256Hex(v2), bytes: v2.length }],
        ...changes,
      }),
    );
  const signed = (bytes: Buffer, key = pointer) => Buffer.from(JSON.stringify(signBytes(bytes, [key])));
  const now = on('2026-06-02');

  it('tells what is missing, and that silence has lasted too long', () => {
    const { store } = newStore();
    expect(missingUpdates(store.state(), now)).toEqual({ missing: [], isFrozen: true });
    store.install(v1);
    const bytes = point(1, 2);
    store.notePointer(bytes, signed(bytes), now);
    expect(missingUpdates(store.state(), now)).toMatchObject({
      missing: [{ bundleId: 'cladimed', version: 2 }],
      isFrozen: false,
    });
    expect(missingUpdates(store.state(), on('2026-06-09')).isFrozen).toBe(true);
    store.install(v2);
    expect(missingUpdates(store.state(), now).missing).toEqual([]);
  });

  it('is refused when it has expired, goes back, or is not signed for that', () => {
    const { store } = newStore();
    const note = (bytes: Buffer, at = now, key = pointer) =>
      outcome(() => store.notePointer(bytes, signed(bytes, key), at));
    expect(note(point(5, 2))).toBe('taken');
    expect(note(point(6, 2), on('2026-06-09'))).toBe('bundle/expired');
    expect(note(point(4, 2))).toBe('bundle/rollback');
    expect(note(point(6, 1))).toBe('bundle/rollback');
    expect(note(point(6, 2), now, update)).toBe('bundle/signature');
    expect(note(Buffer.from('{}'))).toBe('bundle/malformed');
    expect(note(point(5, 2))).toBe('taken');
  });

  it('lets a download go on where it was cut, and takes nothing but what it announced', async () => {
    const { store, folder } = newStore();
    const announced = { sha256: sha256Hex(v1), bytes: v1.length };
    const offsets: number[] = [];
    const serve = (file: Buffer, most: number) => (offset: number) => {
      offsets.push(offset);
      return Readable.from([file.subarray(offset, offset + most)]);
    };
    await expect(store.download(announced, serve(v1, 100))).rejects.toMatchObject({
      code: 'bundle/corrupted',
    });
    await expect(store.download(announced, serve(v1, 100))).rejects.toMatchObject({
      code: 'bundle/corrupted',
    });
    expect(await store.download(announced, serve(v1, 10_000))).toEqual(v1);
    expect(offsets).toEqual([0, 100, 200]);
    await expect(store.download(announced, serve(Buffer.alloc(v1.length), 10_000))).rejects.toMatchObject({
      code: 'bundle/corrupted',
    });
    await expect(
      store.download(announced, serve(Buffer.alloc(v1.length * 2), 100_000)),
    ).rejects.toMatchObject({ code: 'bundle/corrupted' });
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    expect(existsSync(join(folder, 'state.json'))).toBe(false);
    store.install(v1);
    expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toMatchObject({
      versions: [{ version: 1 }],
    });
  });
});
