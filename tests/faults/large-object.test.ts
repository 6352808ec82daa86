import { afterAll, expect, it } from 'vitest';

import { listOpenContainers, scanContainer } from '@liaison/blobs';
import { ExplicitVRLittleEndian, newUid, writeDataSet } from '@liaison/dicom';
import { ctImage, openTestAssociation } from '@liaison/dimse/testing';

import { openReceiverFolder, readMemory, type ReceiverProcess } from './receiver-process.ts';

const megabyte = 1024 * 1024;
const pixelMegabytes = 256;
const folder = openReceiverFolder();
let receiver: ReceiverProcess | undefined;
afterAll(async () => {
  await receiver?.kill();
  folder.remove();
});

it(`receives an object of ${pixelMegabytes} MB without holding it in memory`, async () => {
  receiver = await folder.start();
  const before = readMemory(receiver.pid)?.peak ?? 0;
  const SOPInstanceUID = newUid();
  const head = writeDataSet(
    {
      SOPClassUID: ctImage,
      SOPInstanceUID,
      StudyInstanceUID: '1.2.3',
      SeriesInstanceUID: '1.2.4',
      Rows: 512,
    },
    ExplicitVRLittleEndian,
  );
  // PixelData, OW, explicit length.
  const pixelHeader = Buffer.from('e07f10004f57000000000000', 'hex');
  pixelHeader.writeUInt32LE(pixelMegabytes * megabyte, 8);
  const piece = Buffer.alloc(megabyte, 0x5a);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield Buffer.concat([head, pixelHeader]);
    for (let sent = 0; sent < pixelMegabytes; sent += 1) yield piece;
  }
  const association = await openTestAssociation(receiver.port);
  const request = { SOPClassUID: ctImage, SOPInstanceUID, transferSyntaxUID: ExplicitVRLittleEndian };
  expect((await association.cStore({ ...request, dataSet: pieces() })).status).toBe(0);
  await association.release();
  const [container] = listOpenContainers(folder.storeRoot);
  const [entry] = scanContainer(container?.path ?? '', 0).entries;
  expect(entry).toMatchObject({ kind: 'instance', dataLength: head.length + 12 + pixelMegabytes * megabyte });
  expect((readMemory(receiver.pid)?.peak ?? 0) - before).toBeLessThan(32);
});
