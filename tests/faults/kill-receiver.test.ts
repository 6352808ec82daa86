import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

import { afterAll, expect, it } from 'vitest';

import { listOpenContainers, scanContainer, verifyEntry } from '@liaison/blobs';
import { AssociationError, isDone } from '@liaison/dicom';
import { seededRandom } from '@liaison/dicom/testing';
import { makeInstance, openTestAssociation } from '@liaison/dimse/testing';

import { openReceiverFolder, type ReceiverProcess } from './receiver-process.ts';

const kills = Number(process.env['SOAK'] ?? 20);
const folder = openReceiverFolder();
let receiver: ReceiverProcess | undefined;
afterAll(async () => {
  await receiver?.kill();
  folder.remove();
});

/** CRC-32 of each image that the receiver has acknowledged, by SOPInstanceUID. */
type Acknowledged = Map<string, number>;

/** Sends images, of any size up to 300 KB, until the receiver is gone. */
async function sendUntilGone(port: number, random: () => number, acknowledged: Acknowledged): Promise<void> {
  try {
    const association = await openTestAssociation(port);
    for (let number = 0; ; number += 1) {
      const pixelBytes = 2 * Math.floor(random() ** 3 * 150_000);
      const studyUid = `1.2.${Math.floor(random() * 3)}`;
      const image = makeInstance({ studyUid, pixelBytes, fill: number, number });
      const { status } = await association.cStore(image);
      if (isDone(status)) acknowledged.set(image.SOPInstanceUID, crc32(image.dataSet));
    }
  } catch (error) {
    // The kill ends an association; any other error fails the test.
    if (!(error instanceof AssociationError)) throw error;
  }
}

/** What recovery has made of the store: every container closed, every instance in it verified; then empties it. */
function readAndEmptyStore(): Map<string, number> {
  const found = new Map<string, number>();
  for (const { path } of listOpenContainers(folder.storeRoot)) {
    const { entries, state } = scanContainer(path, 0);
    expect(state).toBe('closed');
    for (const entry of entries) {
      if (entry.kind !== 'instance') continue;
      expect(verifyEntry(path, entry)).toBe(true);
      found.set(entry.header.SOPInstanceUID, entry.crc32);
    }
    rmSync(path);
  }
  return found;
}

it(
  `loses no acknowledged image in ${kills} kills`,
  async () => {
    const random = seededRandom(20261121);
    let total = 0;
    let acknowledged: Acknowledged = new Map();
    for (let round = 0; round <= kills; round += 1) {
      receiver = await folder.start();
      const recovered = readAndEmptyStore();
      for (const [uid, crc] of acknowledged) expect(recovered.get(uid)).toBe(crc);
      if (round === kills) break;
      acknowledged = new Map();
      const { port } = receiver;
      const sending = [1, 2, 3].map(() => sendUntilGone(port, random, acknowledged));
      await wait(20 + random() * 250);
      await receiver.kill();
      await Promise.all(sending);
      total += acknowledged.size;
    }
    expect(total).toBeGreaterThan(kills);
  },
  60_000 + kills * 2000,
);
