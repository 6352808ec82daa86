import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingUpdates } from './apply.ts';
import { composeVersion, type VersionOrder } from './compose.ts';
import type { Pointer } from './formats.ts';
import { sha256Hex, signBytes } from './signing.ts';
import { openUpdateStore } from './store.ts';
import { newKey, rootOf } from './testing.ts';

const [update, pointer] = [newKey('maj'), newKey('pointeur')];
const root = rootOf(1, { trust: [newKey('a'), newKey('b'), newKey('c')], update, pointer });
const parent = mkdtempSync(join(tmpdir(), 'compose-'));
afterAll(() => rmSync(parent, { recursive: true }));
const newStore = (name: string) => openUpdateStore(join(parent, name), root, '1.0.0');
const on = (day: string) => new Date(`${day}T12:00:00Z`);

const filesOf = (texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
const compose = (texts: Record<string, string>, from: string, previous: VersionOrder['previous'] = null) =>
  composeVersion(
    {
      bundleId: 'ucd',
      kind: 'nomenclature',
      previous,
      files: filesOf(texts),
      publishedAt: '2026-01-01T00:00:00Z',
      effectiveFrom: `${from}T00:00:00Z`,
      effectiveTo: null,
      minController: null,
    },
    [update],
  );
const long = Array.from({ length: 500 }, (_, index) => sha256Hex(String(index))).join('\n');
const first = compose({ 'a.ndjson': long, 'b.ndjson': 'x', 'c.ndjson': 'z' }, '2026-01-01');
const second = compose({ 'a.ndjson': long, 'b.ndjson': 'y' }, '2026-02-01', first);

describe('a version as its authority makes it', () => {
  it('is installed whole, or as its changes, with the same content', () => {
    const [whole, changed] = [newStore('whole'), newStore('changed')];
    whole.install(first.full);
    changed.install(first.full);
    whole.install(second.full);
    changed.install(second.delta ?? second.full);
    expect(second.delta?.length).toBeLessThan(second.full.length / 5);
    for (const store of [whole, changed]) {
      expect(store.state().versions[1]).toMatchObject({ version: 2, contentSha256: second.contentSha256 });
      expect(store.read('ucd', 'a.ndjson', on('2026-03-01'))?.toString()).toBe(long);
      expect(store.read('ucd', 'b.ndjson', on('2026-03-01'))?.toString()).toBe('y');
      expect(store.read('ucd', 'c.ndjson', on('2026-03-01'))).toBeNull();
    }
    expect(compose({ 'b.ndjson': 'w' }, '2026-03-01', second).delta).toBeNull();
  });

  it('is announced with those between it and the one in force, which are told missing oldest first', () => {
    const store = newStore('announced');
    const announced = (version: number, file: Buffer) => ({
      bundleId: 'ucd',
      version,
      sha256: sha256Hex(file),
      bytes: file.length,
    });
    const latest: Pointer['latest'] = [announced(2, second.full), announced(1, first.full)];
    const note = (sequence: number, entries: Pointer['latest']) => {
      const bytes = Buffer.from(
        JSON.stringify({
          format: 'urn:liaison:mio:pointeur:1',
          sequence,
          issuedAt: '2026-01-01T00:00:00Z',
          expiresAt: '2027-01-01T00:00:00Z',
          latest: entries,
        } satisfies Pointer),
      );
      store.notePointer(bytes, Buffer.from(JSON.stringify(signBytes(bytes, [pointer]))), on('2026-01-02'));
      return missingUpdates(store.state(), on('2026-01-02')).missing.map(({ version }) => version);
    };
    expect(note(1, latest)).toEqual([1, 2]);
    store.install(first.full);
    store.install(second.full);
    expect(note(2, latest)).toEqual([]);
    expect(() => note(3, latest.slice(1))).toThrow(/ucd 1/);
  });
});
