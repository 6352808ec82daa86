import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withActor } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { seenEntries, type SeenEntry } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { startProjector, type Projector } from './catalogue.ts';
import type { StudySummary } from '../contract.ts';
import { listStudies } from '../search/list-studies.ts';

/** What tests of the catalogue share: a database, and for each test a store, a structure and a reader of its own. */
export class CatalogueBench {
  readonly database: TestDatabase;
  storeRoot = '';
  place!: Awaited<ReturnType<typeof makePlace>>;
  reader!: UserActor;
  #projector: Projector | null = null;

  private constructor(database: TestDatabase) {
    this.database = database;
  }

  static async open(): Promise<CatalogueBench> {
    return new CatalogueBench(await openTestDatabase());
  }

  async begin(): Promise<void> {
    this.storeRoot = mkdtempSync(join(tmpdir(), 'liaison-catalogue-'));
    this.place = await makePlace(this.database.system, `CH de ${newUid().slice(-12)}`);
    this.reader = await makePerson(this.database.system, this.place, 'Lecteur');
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.storeRoot, { recursive: true, force: true });
  }

  project(): Projector {
    this.#projector = startProjector({
      database: this.database.system,
      storeRoot: this.storeRoot,
      eventsDir: join(this.storeRoot, 'events'),
      log: openLog('silent'),
      pollMs: 10,
    });
    return this.#projector;
  }

  async stop(): Promise<void> {
    await this.#projector?.stop();
    this.#projector = null;
  }

  async list(actor: UserActor = this.reader): Promise<StudySummary[]> {
    const asked = { limit: 50, isCovered: true };
    const clock = { now: () => new Date() };
    const page = await withActor(this.database.app, actor, (tx) => listStudies(tx, actor, asked, clock));
    return page.studies;
  }

  /** The one study that the reader sees. */
  async singleStudy(): Promise<StudySummary> {
    const [study, ...others] = await this.list();
    if (!study || others.length > 0)
      throw new Error(`one study expected, not ${study ? others.length + 1 : 0}`);
    return study;
  }

  /** The imports of this structure, in the journal. */
  async imports(): Promise<SeenEntry[]> {
    const entries = await seenEntries(this.database.system);
    return entries.filter(
      (entry) => entry.act === 'study.imported' && entry.structure_id === this.place.structureId,
    );
  }
}
