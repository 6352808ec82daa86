import { listOpenContainers, readContainerAbout, type OpenContainer } from '@liaison/blobs';
import type { SystemDatabase } from '@liaison/db';
import type { Enqueue } from '@liaison/jobs';
import { describeError, type Log } from '@liaison/log';
import { isDatabaseAway } from './database-away.ts';
import type { Followed } from './followed-container.ts';
import { projectContainer } from './project-container.ts';
import { listContainerRows, listUnsealed } from './container-store.ts';
import { projectReceptionEvents } from './reception-events.ts';
import { listClosed, sealCatalogued } from './seal-catalogued.ts';

export type ProjectorOptions = {
  database: SystemDatabase;
  /** Where the containers are. */
  storeRoot: string;
  /** Where reception writes its events, `*.ndjson`. */
  eventsDir: string;
  log: Log;
  /** Tells higher domains that a study settled; without it nobody listens. */
  enqueue?: Enqueue;
  /** Between two looks at the open containers. */
  pollMs?: number;
};

export type Projector = {
  /** Resolves once a look that began after the call found nothing left to write. Waits while the database is away. */
  idle(): Promise<void>;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
};

/** Containers looked at together: one that is large does not hold up the others. */
const abreast = 4;
const longestBackOffMs = 30_000;
const longestAwayMs = 2000;

type Trouble = { attempts: number; notBefore: number };

/**
 * Keeps the catalogue up to what the containers hold (DESIGN decision 3). Nothing is lost while the database is away or
 * this process is down: a container stays among the open ones until its last record is catalogued.
 */
export function startProjector(options: ProjectorOptions): Projector {
  const projector = new CatalogueProjector(options);
  const running = projector.run();
  return {
    idle: () => projector.idle(),
    stop: async () => {
      projector.isStopped = true;
      projector.wake();
      await running;
    },
  };
}

class CatalogueProjector {
  isStopped = false;
  readonly #options: ProjectorOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #troubles = new Map<string, Trouble>();
  readonly #eventSizes = new Map<string, number>();
  #waiters: { after: number; resolve: () => void }[] = [];
  #looks = 0;
  #awaySince = 0;
  #isReconciled = false;
  #wake: () => void = () => {};

  constructor(options: ProjectorOptions) {
    this.#options = options;
  }

  wake(): void {
    this.#wake();
  }

  idle(): Promise<void> {
    if (this.isStopped) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ after: this.#looks, resolve }));
  }

  async run(): Promise<void> {
    let awayMs = 0;
    while (!this.isStopped) {
      this.#looks += 1;
      const outcome = await this.#look();
      awayMs = outcome === 'away' ? Math.min(longestAwayMs, (awayMs || 100) * 2) : 0;
      if (outcome === 'idle') this.#tellIdle();
      // After a look that wrote, too: what comes meanwhile shares one transaction, which costs as much for one image.
      await this.#sleep(awayMs || (this.#options.pollMs ?? 100));
    }
    this.#waiters.splice(0).forEach(({ resolve }) => resolve());
  }

  #tellIdle(): void {
    const done = this.#waiters.filter(({ after }) => after < this.#looks);
    this.#waiters = this.#waiters.filter(({ after }) => after >= this.#looks);
    for (const { resolve } of done) resolve();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #look(): Promise<'busy' | 'idle' | 'away'> {
    try {
      if (!this.#isReconciled) await this.#reconcile();
      const { database, eventsDir } = this.#options;
      // Images first: no event, whatever it says, keeps one from being shown.
      const hasImages = await this.#projectAll();
      const hasEvents = await projectReceptionEvents(database, eventsDir, this.#eventSizes);
      this.#tellBack();
      return hasEvents || hasImages ? 'busy' : 'idle';
    } catch (error) {
      if (isDatabaseAway(error)) this.#tellAway(error);
      else this.#options.log.error('catalogue cannot go on, trying again', describeError(error));
      return 'away';
    }
  }

  /** Containers that an earlier life closed in the catalogue, and whose file it may not have moved. */
  async #reconcile(): Promise<void> {
    const unsealed = await listUnsealed(this.#options.database);
    const closed = unsealed.map(({ id, sealed_day }) => ({ id, day: sealed_day }));
    const failures = await sealCatalogued(this.#options, closed);
    for (const { id, error } of failures)
      this.#options.log.error('a container of the catalogue is missing from the store', {
        container: id,
        ...describeError(error),
      });
    this.#isReconciled = true;
  }

  async #projectAll(): Promise<boolean> {
    const now = Date.now();
    const open = listOpenContainers(this.#options.storeRoot);
    this.#forgetGone(new Set(open.map(({ id }) => id)));
    const due = open.filter(({ id }) => (this.#troubles.get(id)?.notBefore ?? 0) <= now);
    await this.#followAll(due);
    let isBusy = false;
    const next = due.values();
    const work = async (): Promise<void> => {
      for (const container of next) {
        if (this.isStopped) return;
        isBusy = (await this.#projectOne(container)) || isBusy;
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: abreast }, work));
    await this.#seal(due);
    for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
    return isBusy;
  }

  async #seal(containers: readonly OpenContainer[]): Promise<void> {
    const closed = listClosed(containers.flatMap(({ id }) => this.#followed.get(id) ?? []));
    if (closed.length === 0) return;
    // Until the catalogue was told of what moves now.
    this.#isReconciled = false;
    for (const { id, error } of await sealCatalogued(this.#options, closed))
      this.#trouble(id, 'a container of the catalogue is not sealed', error);
    this.#isReconciled = true;
  }

  /** A fault in one container is told and tried again later; only a database that is away ends the look. */
  async #projectOne({ id }: OpenContainer): Promise<boolean> {
    const followed = this.#followed.get(id);
    if (!followed) return false;
    try {
      const hasWritten = await projectContainer(this.#options, followed);
      if (!followed.row?.closed_at) this.#troubles.delete(id);
      return hasWritten;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.#trouble(id, 'a container is not catalogued', error);
      return false;
    }
  }

  #trouble(id: string, what: string, error: unknown): void {
    const attempts = (this.#troubles.get(id)?.attempts ?? 0) + 1;
    this.#troubles.set(id, {
      attempts,
      notBefore: Date.now() + Math.min(longestBackOffMs, 100 * 2 ** attempts),
    });
    // The first time may be a container that is being made, or was just sealed by another process.
    if (attempts > 1 && Number.isInteger(Math.log2(attempts)))
      this.#options.log.error(what, { container: id, attempt: attempts, ...describeError(error) });
  }

  /** What the catalogue has of containers seen for the first time is asked of all at once. */
  async #followAll(due: readonly OpenContainer[]): Promise<void> {
    const unseen = due.filter(({ id }) => !this.#followed.has(id));
    if (unseen.length === 0) return;
    const known = await listContainerRows(
      this.#options.database,
      unseen.map(({ id }) => id),
    );
    const rows = new Map(known.map((row) => [row.id, row]));
    for (const { id, path } of unseen) {
      try {
        const about = readContainerAbout(path);
        this.#followed.set(id, { path, about, row: rows.get(id) ?? null, lastCurrentUid: null });
      } catch (error) {
        this.#trouble(id, 'a container is not catalogued', error);
      }
    }
  }

  #forgetGone(open: ReadonlySet<string>): void {
    for (const id of this.#followed.keys()) if (!open.has(id)) this.#followed.delete(id);
    for (const id of this.#troubles.keys()) if (!open.has(id)) this.#troubles.delete(id);
  }

  #tellAway(error: unknown): void {
    if (this.#awaySince > 0) return;
    this.#awaySince = Date.now();
    this.#options.log.warn(
      'the database is away: reception goes on, the catalogue waits',
      describeError(error),
    );
  }

  #tellBack(): void {
    if (this.#awaySince === 0) return;
    this.#options.log.info('the database is back, the catalogue goes on', {
      duration_ms: Date.now() - this.#awaySince,
    });
    this.#awaySince = 0;
  }
}
