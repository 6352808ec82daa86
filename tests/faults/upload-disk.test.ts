import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { statuses } from '@liaison/dicom';
import type { PieceResult } from '@liaison/imports/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept, listInstances } from './catalogue.ts';
import { Ledger, makeImage, newStudy, type Image } from './images.ts';
import { expectNoPatientData } from './logs.ts';
import { limitDisk, type SmallDisk } from './small-disk.ts';
import { beginImport, sendPieces, stow, toFile, type Sent } from './uploads.ts';

const megabyte = 1024 * 1024;

/** One test per moment, in order. The containers, and the beginnings of long files, are on small disks of their own. */
describe('a disk that takes nothing while images come from a browser and by DICOMweb', () => {
  const ledger = new Ledger();
  const study = newStudy();
  const other = newStudy();
  /** Does not fit on the disk. */
  const long = makeImage(newStudy(), { size: 1800 });
  let platform: Platform;
  let client: ApiClient;
  let containers: SmallDisk;
  let spool: SmallDisk;
  const announced = { fileCount: 100, byteCount: 100 * megabyte };
  let importIds: string[];
  let putOff: Sent & { image: Image };

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    client = await signIn(platform, 'manip@demo.liaison');
    // Nothing is begun without room for it: the disk fills after that.
    const begun = await Promise.all(
      [study, other].map((one) => beginImport(client, one, randomBytes(32).toString('hex'), announced)),
    );
    importIds = begun.map((one) => one.import.id);
    const { web = 0 } = await platform.roles();
    const [containerFolder, spoolFolder] = ['containers', 'imports'].map((name) => {
      const folder = join(platform.dataDir, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    });
    containers = limitDisk(containerFolder ?? '', web);
    spool = limitDisk(spoolFolder ?? '', web);
  });
  afterAll(async () => {
    await platform?.end();
    containers?.remove();
    spool?.remove();
    await platform?.stop();
  });

  /** What became of one piece. */
  const send = async (importId: string | undefined, sent: Sent): Promise<PieceResult | undefined> =>
    (await sendPieces(platform, client, importId ?? '', [sent]))?.[0];
  const store = async (image: Image) => {
    const stowed = await stow(platform, client, [image]);
    if (stowed.status === 200) ledger.add(image);
    return stowed;
  };

  it('puts off the file of an import that does not fit, and shows those that did', async () => {
    let state: string | undefined = 'stored';
    for (let number = 1; state === 'stored'; number += 1) {
      expect(number, 'the disk never fills').toBeLessThan(100);
      const image = makeImage(study, { number, size: 512 });
      putOff = { image, position: number, file: toFile(image) };
      state = (await send(importIds[0], putOff))?.state;
      if (state === 'stored') ledger.add(image);
    }
    expect(state).toBe('put-off');
    expect(ledger.size).toBeGreaterThan(3);
    const instances = await eventually(async () => {
      const found = await listInstances(platform);
      return found.length >= ledger.size && found;
    });
    expect(instances).toHaveLength(ledger.size);
  });

  it('puts off a long file that does not fit', async () => {
    const file = toFile(long);
    const beginning = { position: 0, file, offset: 0, end: 2 * megabyte };
    // Not begun at all, where it is known that the whole will not fit.
    expect(await send(importIds[0], beginning)).toMatchObject({ state: 'put-off', receivedBytes: 0 });
  });

  it('refuses by STOW-RS for want of resources', async () => {
    expect(await store(long)).toEqual({
      status: 409,
      stored: [],
      failures: [statuses.outOfResources],
    });
  });

  it('takes all of them once there is room, with the same processes', async () => {
    const before = await platform.roles();
    containers.release();
    spool.release();
    expect(await send(importIds[0], putOff)).toMatchObject({ state: 'stored' });
    ledger.add(putOff.image);
    const file = toFile(long);
    let at = 0;
    let result: PieceResult | undefined;
    while (result?.state !== 'stored') {
      const end = Math.min(file.length, at + 2 * megabyte);
      result = await send(importIds[0], { position: 0, file, offset: at, end });
      expect(result?.state).toMatch(/^(partial|stored)$/);
      at = result?.receivedBytes ?? 0;
    }
    ledger.add(long);
    expect(await store(makeImage(newStudy(), { size: 512 }))).toMatchObject({ status: 200 });
    await expectAllKept(platform, ledger);
    expect(await platform.roles()).toEqual(before);
  });

  it('refuses and puts off while the disk is read-only, and takes the same once it may write', async () => {
    const before = await platform.roles();
    const { status } = await client.post(`/api/imports/${importIds[0]}/end`, { as: 'done' });
    expect(status).toBe(200);
    const image = makeImage(other, { size: 512 });
    const sent = { position: 0, file: toFile(image) };
    const stowed = makeImage(newStudy());
    await eventually(async () => containers.allowWrites(false));
    expect(await send(importIds[1], sent)).toMatchObject({ state: 'put-off' });
    expect(await store(stowed)).toMatchObject({ status: 409, failures: [statuses.outOfResources] });
    expect((await client.get('/api/imaging/studies')).status).toBe(200);
    await eventually(async () => containers.allowWrites(true));
    expect(await send(importIds[1], sent)).toMatchObject({ state: 'stored' });
    ledger.add(image);
    expect(await store(stowed)).toMatchObject({ status: 200, stored: [stowed.SOPInstanceUID] });
    await client.post(`/api/imports/${importIds[1]}/end`, { as: 'done' });
    await expectAllKept(platform, ledger);
    expect(await platform.roles()).toEqual(before);
  });

  it('says so in its logs, without a word of the patients', () => {
    expect(platform.logs()).toContain('"msg":"import could not be stored"');
    expect(platform.logs()).toContain('"msg":"instance not stored"');
    expectNoPatientData(platform);
  });
});
