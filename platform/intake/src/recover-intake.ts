import { recoverContainer, recoverOpenContainers, type Recovery } from '@liaison/blobs';

/** Slots of the writers that are no receivers (those have 0 to 63): one process of each kind on a machine. */
export const intakeSlots = { web: 900, exchange: 901 } as const;

/**
 * Makes whole what an earlier life of this writer left open; to be called before it takes anything. What the disk refuses
 * is told to `onFailure` and left as it is.
 */
export function recoverIntake(
  storeRoot: string,
  node: string,
  slot: number,
  onFailure: (path: string, error: unknown) => void = () => undefined,
): Recovery[] {
  return recoverOpenContainers(storeRoot, node, slot, onFailure);
}

/** Containers that could not be closed, most often for want of room: tried again until they can. */
export type Repairs = {
  add(path: string): void;
  /** Tries a last time, then stops. */
  close(): void;
};

export type RepairsOptions = {
  readonly storeRoot: string;
  readonly everyMs?: number;
  onRepaired(recovery: Recovery): void;
  onFailure(error: unknown): void;
};

export function openRepairs(options: RepairsOptions): Repairs {
  const paths = new Set<string>();
  const repair = (): void => {
    for (const path of paths) {
      try {
        options.onRepaired(recoverContainer(options.storeRoot, path));
        paths.delete(path);
      } catch (error) {
        // It had its end after all, and the catalogue has moved it.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') paths.delete(path);
        options.onFailure(error);
      }
    }
  };
  const timer = setInterval(repair, options.everyMs ?? 5000);
  timer.unref();
  return {
    add: (path) => void paths.add(path),
    close() {
      repair();
      clearInterval(timer);
    },
  };
}
