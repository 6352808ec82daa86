import { describe, expect, it } from 'vitest';
import { makeBundle } from './testing.ts';
import { findIn, misses, spoilt } from './testing-plant.ts';

const bundle = makeBundle();

describe('an update', () => {
  it('goes forward, keeps to its folder and to its dates', () => {
    expect(
      misses(bundle, {}, [
        ['MIO-MET-100 Version du lot', (copy) => void (copy.version = 11)],
        ['MIO-MET-101 Empreinte précédente', (copy) => void delete copy.previousSha256],
        ['MIO-MET-102 En vigueur jusqu’au', (copy) => void (copy.effectiveTo = '2026-12-14')],
        ['MIO-MET-103 À renouveler avant', (copy) => void (copy.expiresAt = copy.publishedAt)],
        ['MIO-MET-104 En vigueur du', (copy) => void (copy.effectiveFrom = '2026-11-30')],
        ['MIO-MET-105 Publié le', (copy) => void (copy.publishedAt = '2026-12-01T08:00:02Z')],
        [
          'MIO-STR-023 Chemin',
          ({ files: [first, second] }) => void (second && (second.path = first?.path ?? '')),
        ],
      ]),
    ).toEqual([]);
    for (const path of ['../x', 'a/../b', '/etc/x', 'C:\\x', 'a//b', './a', 'a:b'])
      expect([
        path,
        ...findIn(spoilt(bundle, ({ files: [file] }) => void (file && (file.path = path)))),
      ]).toEqual([path, 'MIO-SEC-010 Chemin']);
  });
});
