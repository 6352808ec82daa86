import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How many associations each peer has in the receivers of this machine, so that limits hold across them though they share
 * nothing but a port: each writes its own counts to `<folder>/<node>.<slot>.json` and reads those of the others. Two calls
 * in the same instant on two receivers may both pass: limits hold to about the number of receivers.
 */
export type Occupancy = {
  /** Associations of that peer in the other receivers. */
  elsewhere(peerKey: string): number;
  /** Tells the others how many each peer has here. */
  publish(counts: ReadonlyMap<string, number>): void;
  close(): void;
};

/** Nobody shares the port. */
export const aloneOccupancy: Occupancy = {
  elsewhere: () => 0,
  publish: () => undefined,
  close: () => undefined,
};

/** Counts older than this are those of a receiver that is no more. */
const validMs = 15_000;
const renewMs = 5000;

export function openOccupancy(folder: string, node: string, slot: number): Occupancy {
  const own = `${node}.${slot}.json`;
  let last: ReadonlyMap<string, number> = new Map();
  const publish = (counts: ReadonlyMap<string, number>): void => {
    last = counts;
    try {
      mkdirSync(folder, { recursive: true });
      const fresh = join(folder, `${own}.new`);
      writeFileSync(fresh, JSON.stringify({ at: Date.now(), counts: Object.fromEntries(counts) }));
      renameSync(fresh, join(folder, own));
    } catch {
      // A full disk: the others count us as they last knew us, then not at all.
    }
  };
  publish(last);
  const timer = setInterval(() => publish(last), renewMs);
  timer.unref();
  return {
    elsewhere: (peerKey) =>
      listNames(folder)
        .filter((name) => name.startsWith(`${node}.`) && name.endsWith('.json') && name !== own)
        .reduce((total, name) => total + readCount(join(folder, name), peerKey), 0),
    publish,
    close() {
      clearInterval(timer);
      rmSync(join(folder, own), { force: true });
    },
  };
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readCount(file: string, peerKey: string): number {
  try {
    const { at, counts }: { at?: unknown; counts?: Record<string, unknown> } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    const count = counts?.[peerKey];
    const isFresh = typeof at === 'number' && Date.now() - at < validMs;
    return isFresh && typeof count === 'number' ? count : 0;
  } catch {
    return 0;
  }
}
