import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { statuses, type Association } from '@liaison/dicom';
import { openTestAssociation } from '@liaison/dimse/testing';
import { seenEntries } from '@liaison/journal/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept, listInstances } from './catalogue.ts';
import { Ledger, makeImage, newStudy, type Image } from './images.ts';
import { expectNoPatientData } from './logs.ts';
import { limitDisk, type SmallDisk } from './small-disk.ts';

/** One test per moment, in order. The containers are on a small disk of their own; the rest of the platform is not. */
describe('a disk that fills during reception', () => {
  const ledger = new Ledger();
  const study = newStudy();
  let platform: Platform;
  let client: ApiClient;
  let disk: SmallDisk;
  let association: Association;
  let refused: Image | undefined;

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    client = await signIn(platform, 'requerant@demo.liaison');
    const containers = join(platform.dataDir, 'containers');
    mkdirSync(containers, { recursive: true });
    disk = limitDisk(containers, (await platform.roles())['receive-0'] ?? 0);
    association = await openTestAssociation(platform.dicomPort);
  });
  afterAll(async () => {
    association?.abort();
    await platform?.end();
    disk?.remove();
    await platform?.stop();
  });

  const send = async (image: Image): Promise<number> => {
    const { status } = await association.cStore(image);
    if (status === 0) ledger.add(image);
    return status;
  };

  it('refuses what does not fit for want of resources', async () => {
    let status = 0;
    for (let number = 1; status === 0; number += 1) {
      expect(number, 'the disk never fills').toBeLessThan(100);
      refused = makeImage(study, { number, size: 512 });
      status = await send(refused);
    }
    expect(status).toBe(statuses.outOfResources);
    expect(ledger.size).toBeGreaterThan(3);
  });

  it('says so in the journal, and in its logs', async () => {
    await eventually(async () =>
      (await seenEntries(platform.system)).find(
        ({ act, details }) => act === 'association.failed' && details['callingAeTitle'] === 'CHA_PACS',
      ),
    );
    expect(platform.logs()).toContain('"msg":"storage failure"');
  });

  it('shows what it acknowledged, and nothing else, while the disk is full', async () => {
    const instances = await eventually(async () => {
      const found = await listInstances(platform);
      return found.length >= ledger.size && found;
    });
    expect(instances.map(({ uid }) => uid).toSorted()).toEqual(
      ledger
        .entries()
        .map(([uid]) => uid)
        .toSorted(),
    );
    const { body } = await client.get<{ studies: { imageCount: number }[] }>('/api/imaging/studies');
    expect(body.studies).toMatchObject([{ imageCount: ledger.size }]);
  });

  it('takes the refused image, and another study, once there is room, with the same processes', async () => {
    const before = await platform.roles();
    disk.release();
    if (refused) expect(await send(refused)).toBe(0);
    expect(await send(makeImage(newStudy(), { size: 512 }))).toBe(0);
    await association.release();
    await expectAllKept(platform, ledger);
    expect(await platform.roles()).toEqual(before);
  });

  it('wrote nothing of the patients into its logs', () => expectNoPatientData(platform));
});
