import { writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { fictiveNomenclatures } from '../nomenclature/fictive-nomenclatures.ts';
import type { NomenclatureSet } from '../nomenclature/nomenclature-set.ts';
import { makeNeeds, makeOffer } from '../testing-market.ts';
import { openRenewedPool, renewWorkers } from './renewed-pool.ts';

const identity = { id: 'essai', product: 'Liaison', version: '1.0.0' };
const offer = Buffer.from(writeMessage(makeOffer(makeNeeds({ lots: 1, linesPerLot: 2 }))));

describe('a pool that follows the lists', () => {
  it('controls each message with those of the moment', async () => {
    let sets: readonly NomenclatureSet[] = [];
    const pool = openRenewedPool({ identity, nomenclatures: () => sets }, { threads: 1 });
    try {
      expect((await pool.control(offer)).nomenclatures).toEqual([]);
      sets = fictiveNomenclatures();
      // What was asked before a change is answered with what was in force then.
      const asked = pool.control(offer);
      sets = sets.map((set) => ({ ...set, version: 'suivante' }));
      const versions = async (report: ReturnType<typeof pool.control>) =>
        new Set((await report).nomenclatures.map(({ version }) => version));
      expect(await versions(pool.control(offer))).toEqual(new Set(['suivante']));
      expect(await versions(asked)).toEqual(new Set(['fictive-2026-01']));
    } finally {
      await pool.close();
    }
  });

  it('closes what it no longer needs, and no sooner than it is done', async () => {
    let sets: readonly NomenclatureSet[] = [];
    const closed: number[] = [];
    let opened = 0;
    const workers = renewWorkers(
      () => sets,
      () => {
        const number = (opened += 1);
        return { number, close: async () => void closed.push(number) };
      },
    );
    const first = Promise.withResolvers<void>();
    const working = workers.use(() => first.promise);
    sets = [];
    expect(await workers.use(async ({ number }) => number)).toBe(2);
    expect(closed).toEqual([]);
    first.resolve();
    await working;
    expect(closed).toEqual([1]);
    await workers.close();
    expect(closed).toEqual([1, 2]);
  });
});
