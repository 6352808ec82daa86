import type { NomenclatureSet } from '../nomenclature/nomenclature-set.ts';
import { openControlPool, type ControlPool, type PoolOptions, type PoolSetup } from './control-pool.ts';

/** The code lists of the moment: the same array until they change. */
export type NomenclatureSource = () => readonly NomenclatureSet[];

type Closable = { close(): Promise<void> };

export type RenewedWorkers<Workers extends Closable> = Closable & {
  use<Value>(work: (workers: Workers) => Promise<Value>): Promise<Value>;
};

type Generation<Workers> = {
  readonly sets: readonly NomenclatureSet[];
  readonly workers: Workers;
  busy: number;
};

/**
 * Workers that have the code lists of the moment. Where these change, new ones open for what comes, and those before close
 * once what they were given is done: nothing that was asked is given up for it.
 */
export function renewWorkers<Workers extends Closable>(
  nomenclatures: NomenclatureSource,
  open: (sets: readonly NomenclatureSet[]) => Workers,
): RenewedWorkers<Workers> {
  const alive = new Set<Generation<Workers>>();
  let current: Generation<Workers> | undefined;
  const endIfDone = (generation: Generation<Workers>) => {
    if (generation === current || generation.busy > 0 || !alive.delete(generation)) return;
    void generation.workers.close();
  };
  const present = (): Generation<Workers> => {
    const sets = nomenclatures();
    if (current?.sets === sets) return current;
    const before = current;
    current = { sets, workers: open(sets), busy: 0 };
    alive.add(current);
    if (before) endIfDone(before);
    return current;
  };
  return {
    async use(work) {
      const generation = present();
      generation.busy += 1;
      try {
        return await work(generation.workers);
      } finally {
        generation.busy -= 1;
        endIfDone(generation);
      }
    },
    async close() {
      const all = [...alive];
      alive.clear();
      await Promise.all(all.map(({ workers }) => workers.close()));
    },
  };
}

/** A pool of controls that follows the code lists of the moment. */
export function openRenewedPool(
  setup: Omit<PoolSetup, 'nomenclatures'> & { readonly nomenclatures: NomenclatureSource },
  options: PoolOptions = {},
): ControlPool {
  const pools = renewWorkers(setup.nomenclatures, (nomenclatures) =>
    openControlPool({ ...setup, nomenclatures }, options),
  );
  return {
    control: (input, context) => pools.use((pool) => pool.control(input, context)),
    close: () => pools.close(),
  };
}
