import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openEventLog } from './events.ts';
import { openOccupancy } from './occupancy.ts';
import { PeerLoads } from './peer-loads.ts';
import { openThrottle } from './throttle.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const peer = {
  id: 'p1',
  aeTitle: 'A',
  structureId: 's',
  addresses: [],
  certificates: [],
  requiresTls: false,
  maxAssociations: 2,
  maxBytesPerSecond: 1000,
  mayStore: true,
  mayQuery: true,
};

describe('a rate', () => {
  it('is held in the long run, whatever the size of the pieces', () => {
    const throttle = openThrottle();
    let now = 0;
    for (const bytes of [10, 5000, 300, 1, 20_000, 700, 4000]) {
      now += throttle.take(bytes, 1000, now);
    }
    // 30 011 bytes at 1000 a second, less the burst.
    expect(now).toBe(30_011 - 250);
  });

  it('is no hindrance to what stays under it, nor where there is none', () => {
    const throttle = openThrottle();
    for (let now = 0; now < 10_000; now += 100) expect(throttle.take(90, 1000, now)).toBe(0);
    expect(throttle.take(1e12, null, 0)).toBe(0);
  });
});

describe('several receivers', () => {
  it('hold the associations of a peer to its limit together', () => {
    const [first, second] = [0, 1].map((slot) => openOccupancy(folder, 'n1', slot));
    if (!first || !second) throw new TypeError('two receivers');
    const [left, right] = [new PeerLoads(first), new PeerLoads(second)];
    left.opened(peer);
    right.opened(peer);
    expect([left.countOf(peer), right.countOf(peer)]).toEqual([2, 2]);
    right.closed(peer);
    expect([left.countOf(peer), left.total, right.total]).toEqual([1, 1, 0]);
    first.close();
    expect(right.countOf(peer)).toBe(0);
    second.close();
  });

  it('do not count one that is no more, nor what is no count', () => {
    const own = openOccupancy(folder, 'n1', 0);
    writeFileSync(join(folder, 'n1.1.json'), JSON.stringify({ at: Date.now() - 60_000, counts: { p1: 9 } }));
    writeFileSync(join(folder, 'n1.2.json'), '{"at"');
    writeFileSync(join(folder, 'n2.0.json'), JSON.stringify({ at: Date.now(), counts: { p1: 9 } }));
    expect(own.elsewhere('p1')).toBe(0);
    own.close();
  });
});

describe('events', () => {
  it('wait while they cannot be written, and are written when they can', () => {
    const file = join(folder, 'events');
    // A folder where the file is expected stands for a disk that takes nothing.
    mkdirSync(file);
    const failures: unknown[] = [];
    const log = openEventLog(file, { node: 'n1', slot: 0 }, (error) => failures.push(error));
    const event = { kind: 'association-accepted', address: '10.0.0.1', tls: false } as const;
    for (const association of ['a', 'b', 'c']) log.append({ ...event, association });
    expect(failures).toHaveLength(1);
    rmSync(file, { recursive: true });
    log.close();
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const told = lines.map((line): { association?: string } => JSON.parse(line));
    expect(told.map(({ association }) => association)).toEqual(['a', 'b', 'c']);
  });
});
