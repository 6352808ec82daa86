import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemDatabase } from '@liaison/db';
import { newUid } from '@liaison/dicom';
import { newId } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { openPixelPool, type PixelPool } from '@liaison/pixels';
import type { KyselyPlugin, OperationNode } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueBench } from '../catalogue/testing-catalogue.ts';
import { catalogueAll, makeCtImage, openContainer, storeImage } from '../testing.ts';
import { listPackedStudies } from './derivative-pack.ts';
import { startDeriver } from './derivatives.ts';

/** Passes statements on, and keeps of each the first words and the parameters. */
class StatementLog implements KyselyPlugin {
  readonly asked: { text: string; parameters: readonly unknown[] }[] = [];

  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    if (node.kind === 'RawNode')
      this.asked.push({ text: node.sqlFragments.join('?'), parameters: node.parameters.map(valueOf) });
    return node;
  }

  transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
    return Promise.resolve(result);
  }

  of(words: string): readonly (readonly unknown[])[] {
    return this.asked.filter(({ text }) => text.includes(words)).map(({ parameters }) => parameters);
  }
}

function valueOf(node: OperationNode): unknown {
  return 'value' in node ? node.value : node;
}

describe('the deriver, with many studies to go through', () => {
  let bench: CatalogueBench;
  let pool: PixelPool;
  beforeAll(async () => {
    bench = await CatalogueBench.open();
    pool = openPixelPool({ threads: 1 });
  });
  afterAll(async () => {
    await pool.close();
    await bench.database.close();
  });
  beforeEach(() => bench.begin());
  afterEach(() => bench.end());

  async function receive(count: number): Promise<void> {
    for (let study = 0; study < count; study += 1) {
      const StudyInstanceUID = newUid();
      const given = { structureId: bench.place.structureId, StudyInstanceUID };
      const container = openContainer(bench.storeRoot, given);
      storeImage(container, makeCtImage({ StudyInstanceUID }));
      container.close();
    }
    await catalogueAll(bench.database.system, bench.storeRoot);
  }

  /** Packs of a study that this database does not have, as a restored backup may leave them. */
  function leavePack(): string {
    const studyId = newId();
    const folder = join(bench.storeRoot, 'derivatives', studyId.slice(-2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${studyId}.n1.pack`), 'made long ago');
    return studyId;
  }

  it('looks through what was made before once for all of them, not once for each', async () => {
    const studies = 24;
    await receive(studies);
    const left = Array.from({ length: 10 }, leavePack);
    const log = new StatementLog();
    const { system } = bench.database;
    const database: SystemDatabase = { ...system, kysely: system.kysely.withPlugin(log) };
    const options = { storeRoot: bench.storeRoot, node: 'n1', pool, abreast: 2, log: openLog('silent') };
    const deriver = startDeriver({ ...options, database, pollMs: 20 });
    await deriver.idle();
    await deriver.stop();

    // As many looks as studies, at least: what a look does is done so often.
    expect(log.of('insert into imaging.derived_study').length).toBe(studies);
    expect(log.of('from imaging.derived_study d')).toHaveLength(1);
    expect(log.of('from unnest(?::uuid[]) as asked')).toEqual([[expect.toSatisfy(isListOf(left))]]);
    const packed = listPackedStudies(bench.storeRoot);
    expect(packed).toHaveLength(studies);
    expect(left.some((studyId) => packed.includes(studyId))).toBe(false);
  });
});

function isListOf(wanted: readonly string[]): (given: unknown) => boolean {
  return (given) => Array.isArray(given) && given.map(String).toSorted().join() === wanted.toSorted().join();
}
