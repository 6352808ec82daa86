import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rows, withActor, withSystem } from '@liaison/db';
import { JPEGBaseline8Bit, newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openLog } from '@liaison/log';
import { decodeFrame, openPixelPool, type PixelPool } from '@liaison/pixels';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DerivativeKind } from './derivative-store.ts';
import { listPackedStudies } from './derivative-pack.ts';
import { dropDerivatives, startDeriver, type Deriver } from './derivatives.ts';
import { purgeStudy } from '../storage/purge-study.ts';
import { readDerivative } from './read-derivative.ts';
import { readFrameInfo } from '../frames/read-frame-info.ts';
import { readFrame } from '../frames/read-frame.ts';
import { findFrameSource } from '../store.ts';
import { CatalogueBench } from '../catalogue/testing-catalogue.ts';
import { makeCtImage, openContainer, storeImage, type MadeImage } from '../testing.ts';

const side = 256;

/** A slice with a gradient that tells slices apart, signed as those of CT are. */
function gradient(number: number): Buffer {
  const pixels = Buffer.alloc(side * side * 2);
  for (let at = 0; at < side * side; at += 1)
    pixels.writeInt16LE((((at % side) * 7 + Math.floor(at / side) * number) % 3000) - 1024, at * 2);
  return pixels;
}

function slices(count: number, ids = { study: newUid(), series: newUid() }): MadeImage[] {
  return Array.from({ length: count }, (_, index) =>
    makeCtImage({
      StudyInstanceUID: ids.study,
      SeriesInstanceUID: ids.series,
      SOPInstanceUID: `${ids.series}.${index + 1}`,
      InstanceNumber: index + 1,
      Rows: side,
      Columns: side,
      PixelData: gradient(index + 1),
    }),
  );
}

/** PS3.5 section 8.1.1: the first pixel is the least significant bit. */
function bitAt(bytes: Buffer, index: number): number {
  return ((bytes[index >> 3] ?? 0) >> (index & 7)) & 1;
}

describe('derivatives', () => {
  let bench: CatalogueBench;
  let pool: PixelPool;
  let deriver: Deriver | null = null;

  beforeAll(async () => {
    bench = await CatalogueBench.open();
    pool = openPixelPool({ threads: 2 });
  });
  afterAll(async () => {
    await pool.close();
    await bench.database.close();
  });
  beforeEach(() => bench.begin());
  afterEach(async () => {
    await deriver?.stop();
    deriver = null;
    await bench.end();
  });

  const start = () => {
    deriver = startDeriver({
      database: bench.database.system,
      storeRoot: bench.storeRoot,
      node: 'n1',
      pool,
      abreast: 2,
      log: openLog('silent'),
      pollMs: 20,
    });
    return deriver;
  };
  const receive = async (images: readonly MadeImage[], StudyInstanceUID: string) => {
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    for (const image of images) storeImage(container, image);
    container.close();
    const running = bench.project();
    await running.idle();
    return (await bench.singleStudy()).id;
  };
  const read = (studyId: string, sopInstanceUid: string, kind: DerivativeKind, actor = bench.reader) =>
    withActor(bench.database.app, actor, (tx) =>
      readDerivative(tx, bench.storeRoot, studyId, sopInstanceUid, 1, kind),
    );
  const outcomes = (studyId: string) =>
    withSystem(bench.database.system, (tx) =>
      rows(
        tx,
        sql<{ outcome: string; reason: string; attempts: number }>`
          select outcome, reason, attempts from imaging.derivation d
            join imaging.instance i on i.id = d.instance_id where d.study_id = ${studyId} order by i.instance_number`,
      ),
    );

  it('are a picture of the middle of the series and lossless HTJ2K of each slice, for who may read the study', async () => {
    const ids = { study: newUid(), series: newUid() };
    const studyId = await receive(slices(5, ids), ids.study);
    await start().idle();
    const thumbnail = await read(studyId, `${ids.series}.3`, 'thumbnail');
    expect(thumbnail?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect((await read(studyId, `${ids.series}.3`, 'preview'))?.length).toBeGreaterThan(
      thumbnail?.length ?? 0,
    );
    expect(await read(studyId, `${ids.series}.1`, 'preview')).toBeNull();
    for (const number of [1, 2, 3, 4, 5]) {
      const uid = `${ids.series}.${number}`;
      const source = await withActor(bench.database.app, bench.reader, (tx) =>
        findFrameSource(tx, studyId, uid),
      );
      const codestream = await read(studyId, uid, 'htj2k');
      if (!source || !codestream) throw new TypeError('nothing was made');
      const info = await readFrameInfo(bench.storeRoot, source);
      const decoded = await decodeFrame(codestream, info, '1.2.840.10008.1.2.4.202');
      expect(Buffer.from(decoded.data.buffer).equals(await readFrame(bench.storeRoot, source, 1))).toBe(true);
      expect(codestream.length).toBeLessThan(side * side * 2);
    }
    const elsewhere = await makePlace(bench.database.system, `CH de ${newUid().slice(-12)}`);
    const stranger = await makePerson(bench.database.system, elsewhere, 'Étranger');
    expect(await read(studyId, `${ids.series}.3`, 'htj2k', stranger)).toBeNull();
  });

  it('leave a broken image alone, and make the others', async () => {
    const ids = { study: newUid(), series: newUid() };
    const [first, , third] = slices(3, ids);
    const { bytes } = makeCtImage(
      {
        StudyInstanceUID: ids.study,
        SeriesInstanceUID: ids.series,
        InstanceNumber: 2,
        Rows: side,
        Columns: side,
        PixelData: { fragments: [Buffer.from('ffd8ffe000104a4649460001', 'hex')] },
      },
      JPEGBaseline8Bit,
    );
    const broken = { bytes, transferSyntaxUID: JPEGBaseline8Bit };
    if (!first || !third) throw new TypeError('no slice was made');
    const studyId = await receive([first, broken, third], ids.study);
    const running = start();
    await running.idle();
    await running.idle();
    expect(await outcomes(studyId)).toEqual([
      { outcome: 'made', reason: '', attempts: 1 },
      { outcome: 'failed', reason: 'damaged', attempts: 1 },
      { outcome: 'made', reason: '', attempts: 1 },
    ]);
    expect(await read(studyId, `${ids.series}.3`, 'htj2k')).not.toBeNull();
  });

  it('go on after a stop, and are made again once they were lost or dropped', async () => {
    const ids = { study: newUid(), series: newUid() };
    const studyId = await receive(slices(40, ids), ids.study);
    const one = start();
    await one.stop();
    const two = start();
    await two.idle();
    expect(await outcomes(studyId)).toHaveLength(40);
    await two.stop();
    rmSync(join(bench.storeRoot, 'derivatives'), { recursive: true });
    expect(await read(studyId, `${ids.series}.7`, 'htj2k')).toBeNull();
    const three = start();
    await three.idle();
    expect(await read(studyId, `${ids.series}.7`, 'htj2k')).not.toBeNull();
    await three.stop();
    await dropDerivatives(bench.database.system, bench.storeRoot, studyId);
    expect(await outcomes(studyId)).toEqual([]);
    expect(await read(studyId, `${ids.series}.7`, 'htj2k')).toBeNull();
    await start().idle();
    expect(await read(studyId, `${ids.series}.7`, 'htj2k')).not.toBeNull();
  });

  it('leave the disk with the study that was purged', async () => {
    const ids = { study: newUid(), series: newUid() };
    const studyId = await receive(slices(2, ids), ids.study);
    const one = start();
    await one.idle();
    await one.stop();
    expect(listPackedStudies(bench.storeRoot)).toContain(studyId);
    await withSystem(bench.database.system, (tx) => purgeStudy(tx, studyId));
    expect(await outcomes(studyId)).toEqual([]);
    await start().idle();
    expect(listPackedStudies(bench.storeRoot)).not.toContain(studyId);
  });

  it('are made of frames of 1-bit pixels too, wherever in a byte they begin', async () => {
    const ids = { study: newUid(), series: newUid() };
    // Three frames of 3 × 3 pixels: 27 bits.
    const mask = makeCtImage({
      StudyInstanceUID: ids.study,
      SeriesInstanceUID: ids.series,
      SOPInstanceUID: `${ids.series}.1`,
      NumberOfFrames: 3,
      Rows: 3,
      Columns: 3,
      BitsAllocated: 1,
      BitsStored: 1,
      HighBit: 0,
      PixelRepresentation: 0,
      PixelData: Buffer.from([0b0101_0101, 0b0000_0011, 0b1111_1100, 0b0000_0001]),
    });
    const studyId = await receive([mask], ids.study);
    const source = await withActor(bench.database.app, bench.reader, (tx) =>
      findFrameSource(tx, studyId, `${ids.series}.1`),
    );
    if (!source) throw new TypeError('no image');
    const info = await readFrameInfo(bench.storeRoot, source);
    const frames: number[][] = [];
    for (const frame of [1, 2, 3]) {
      const bytes = await readFrame(bench.storeRoot, source, frame);
      frames.push([...(await decodeFrame(bytes, info, source.transfer_syntax_uid)).data]);
    }
    expect(frames).toEqual([
      [1, 0, 1, 0, 1, 0, 1, 0, 1],
      [1, 0, 0, 0, 0, 0, 0, 0, 0],
      Array.from({ length: 9 }, (_, index) => bitAt(mask.bytes.subarray(-4), 18 + index)),
    ]);
  });
});
