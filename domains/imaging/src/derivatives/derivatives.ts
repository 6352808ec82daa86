import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { listOpenContainers } from '@liaison/blobs';
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { describeError, type Log } from '@liaison/log';
import type { PixelPool } from '@liaison/pixels';
import { isDatabaseAway } from '../catalogue/database-away.ts';
import { makeDerivatives } from './derivative-make.ts';
import { listPackedStudies, PackWriter, removePacks } from './derivative-pack.ts';
import { planStudy, type PlannedImage } from './derivative-plan.ts';
import {
  deleteDerivatives,
  insertDerivatives,
  insertOutcomes,
  listDerived,
  listGone,
  listPendingStudies,
  listSources,
  markDerived,
  type PendingStudy,
} from './derivative-store.ts';
import { packMetadata } from '../study/pack-metadata.ts';
import { listSeries } from '../store.ts';

export type DeriverOptions = {
  database: SystemDatabase;
  storeRoot: string;
  /** Names the packs of this machine. */
  node: string;
  pool: PixelPool;
  /** Images handled together. */
  abreast: number;
  log: Log;
  /** Between two looks where nothing is left. */
  pollMs?: number;
};

export type Deriver = {
  /** Resolves once a look that began after the call found nothing left to make. */
  idle(): Promise<void>;
  /** Ends after the images under way. */
  stop(): Promise<void>;
};

/** Images of one study between two looks for a study that arrived since. */
const sliceLength = 32;
const studiesLooked = 16;
const sweepMs = 600_000;
/** An association wrote this lately: the disk and the processors are its own first. */
const receivingMs = 1000;
/** While images arrive, so many times the time of an image is left to them after it. */
const restsWhileReceiving = 7;
const longestRestMs = 2000;
/** The last of a disk is for images that are received, not for what can be made again. */
const leastFree = 0.05;

/**
 * Makes what lets images be seen sooner, as they arrive: pictures first, then HTJ2K, the study that arrived last before the
 * others. It goes on where it was after a stop, since all that it knows is in the database.
 */
export function startDeriver(options: DeriverOptions): Deriver {
  const worker = new DerivativeMaker(options);
  const running = worker.run();
  return {
    idle: () => worker.idle(),
    stop: async () => {
      worker.stop();
      await running;
    },
  };
}

class DerivativeMaker {
  readonly #options: DeriverOptions;
  #isStopped = false;
  /** The version of each pending study whose pictures are made. */
  readonly #pictured = new Map<string, number>();
  #sweptAt = 0;
  #isLostDropped = false;
  #goneDroppedAt = 0;
  #looks = 0;
  #waiters: { after: number; resolve: () => void }[] = [];
  #wake: () => void = () => {};

  constructor(options: DeriverOptions) {
    this.#options = options;
  }

  idle(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ after: this.#looks, resolve }));
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  async run(): Promise<void> {
    const { pollMs = 500, log } = this.#options;
    while (!this.#isStopped) {
      this.#looks += 1;
      const isIdle = await this.#look().catch((error: unknown) => {
        if (!isDatabaseAway(error)) log.error('derivatives cannot go on, trying again', describeError(error));
        return null;
      });
      if (isIdle === true) this.#tellIdle();
      if (isIdle !== false) await this.#sleep(isIdle === null ? pollMs * 4 : pollMs);
    }
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }

  #tellIdle(): void {
    const done = this.#waiters.filter(({ after }) => after < this.#looks);
    this.#waiters = this.#waiters.filter(({ after }) => after >= this.#looks);
    for (const { resolve } of done) resolve();
  }

  #sleep(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #leaveRoom(spentMs: number): Promise<void> {
    if (isReceiving(this.#options.storeRoot))
      await this.#sleep(Math.min(longestRestMs, spentMs * restsWhileReceiving));
  }

  /** One slice of work; true where nothing is left. */
  async #look(): Promise<boolean> {
    const isSweep = Date.now() - this.#sweptAt > sweepMs;
    if (!this.#isLostDropped) await this.#dropLost();
    this.#isLostDropped = true;
    if (Date.now() - this.#goneDroppedAt > sweepMs) await this.#dropGone();
    if (!(await this.#hasRoom())) return true;
    const pending = await this.#read((tx) => listPendingStudies(tx, !isSweep, studiesLooked));
    const [first] = pending;
    if (!first) {
      if (isSweep) this.#sweptAt = Date.now();
      return true;
    }
    for (const study of pending) {
      if (this.#pictured.get(study.id) === study.version) continue;
      if (this.#isStopped) return false;
      await this.#pack(study);
      await this.#derive(
        study,
        (await this.#plan(study)).filter(({ isPictured }) => isPictured),
      );
      this.#notePictured(study);
    }
    const plan = await this.#plan(first);
    await this.#derive(first, plan.slice(0, sliceLength));
    if (plan.length <= sliceLength && !this.#isStopped) await this.#read((tx) => markDerived(tx, first));
    return false;
  }

  /** What grows is asked for anew all the while: it is packed once it rests. */
  async #pack(study: PendingStudy): Promise<void> {
    if (study.is_receiving) return;
    const startedAt = performance.now();
    await packMetadata(this.#options, study.id);
    await this.#leaveRoom(performance.now() - startedAt);
  }

  async #plan(study: PendingStudy): Promise<PlannedImage[]> {
    return this.#read(async (tx) =>
      planStudy(await listSeries(tx, study.id), await listSources(tx, study.id), study.is_receiving),
    );
  }

  #notePictured({ id, version }: PendingStudy): void {
    this.#pictured.set(id, version);
    const [oldest] = this.#pictured.keys();
    if (oldest !== undefined && this.#pictured.size > studiesLooked * 4) this.#pictured.delete(oldest);
  }

  #read<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
    return withSystem(this.#options.database, work);
  }

  async #derive(study: PendingStudy, images: readonly PlannedImage[]): Promise<void> {
    const { storeRoot, node, abreast } = this.#options;
    if (images.length === 0 || this.#isStopped) return;
    const pack = new PackWriter(storeRoot, study.id, node);
    const left = [...images];
    try {
      await Promise.all(
        Array.from({ length: abreast }, async () => {
          for (let image = left.shift(); image && !this.#isStopped; image = left.shift()) {
            const startedAt = performance.now();
            await this.#make(study, pack, image);
            await this.#leaveRoom(performance.now() - startedAt);
          }
        }),
      );
    } finally {
      pack.close();
    }
  }

  async #make(study: PendingStudy, pack: PackWriter, image: PlannedImage): Promise<void> {
    const { made, outcome } = await makeDerivatives(this.#options, pack, image);
    if (outcome.outcome === 'failed')
      this.#options.log.warn('an image without derivatives', { reason: outcome.reason });
    await this.#read(async (tx) => {
      if (made.length > 0) await insertDerivatives(tx, study.id, this.#options.node, made);
      await insertOutcomes(tx, study.id, [outcome]);
    });
  }

  async #hasRoom(): Promise<boolean> {
    const { bavail, blocks } = await statfs(this.#options.storeRoot).catch(() => ({ bavail: 0, blocks: 1 }));
    return bavail / blocks > leastFree;
  }

  /** Once: what a restored backup, which holds no packs, says that there is. It is made again. */
  async #dropLost(): Promise<void> {
    const { storeRoot, node } = this.#options;
    const packed = new Set(listPackedStudies(storeRoot));
    const derived = await this.#read((tx) => listDerived(tx, node));
    for (const studyId of derived)
      if (!packed.has(studyId)) await this.#read((tx) => deleteDerivatives(tx, studyId));
  }

  /** Packs whose study was purged, or is none of this database. */
  async #dropGone(): Promise<void> {
    const { storeRoot } = this.#options;
    const packed = listPackedStudies(storeRoot);
    const gone = packed.length === 0 ? [] : await this.#read((tx) => listGone(tx, packed));
    for (const studyId of gone) removePacks(storeRoot, studyId);
    this.#goneDroppedAt = Date.now();
  }
}

function isReceiving(storeRoot: string): boolean {
  const since = Date.now() - receivingMs;
  return listOpenContainers(storeRoot).some(
    ({ path }) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > since,
  );
}

/** Takes all that was made of a study out of the catalogue and off the disk; readers get the images themselves. */
export async function dropDerivatives(
  database: SystemDatabase,
  storeRoot: string,
  studyId: string,
): Promise<void> {
  await withSystem(database, (tx) => deleteDerivatives(tx, studyId));
  removePacks(storeRoot, studyId);
}
