import { connect } from 'node:net';

import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  applicationContextName,
  commandFields,
  ExplicitVRLittleEndian,
  writeAssociateRq,
  writeCommandSet,
  writeDataPdus,
  writeReleaseRq,
} from '@liaison/dicom';
import { annotated, seededRandom } from '@liaison/dicom/testing';

import {
  ctImage,
  makeInstance,
  openTestAssociation,
  openTestReceiver,
  type TestReceiver,
} from './testing.ts';

let test: TestReceiver;
beforeAll(async () => {
  test = await openTestReceiver({ limits: { artimMs: 300, idleMs: 300, maxAssociationsPerPeer: 64 } });
});
afterAll(() => test.close());

const associate = writeAssociateRq({
  protocolVersion: 1,
  calledAeTitle: 'LIAISON',
  callingAeTitle: 'CHA_PACS',
  applicationContext: applicationContextName,
  contexts: [{ id: 1, abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] }],
  userInformation: { maxPduLength: 0, implementationClassUID: '1.2.3', roleSelections: [] },
});

/** A whole session that stores two images. */
function session(): Buffer {
  const images = [makeInstance(), makeInstance()].flatMap((image, index) => {
    const command = writeCommandSet({
      AffectedSOPClassUID: ctImage,
      CommandField: commandFields.cStoreRq,
      MessageID: index + 1,
      CommandDataSetType: 0,
      AffectedSOPInstanceUID: image.SOPInstanceUID,
    });
    return [
      ...writeDataPdus({ contextId: 1, isCommand: true }, command, 16384),
      ...writeDataPdus({ contextId: 1, isCommand: false }, image.dataSet, 300),
    ];
  });
  return Buffer.concat([associate, ...images, writeReleaseRq()]);
}

/** Sends bytes and waits for the receiver to close; gives how many bytes it answered. */
function send(bytes: Buffer): Promise<number> {
  const socket = connect({ port: test.receiver.port, host: '127.0.0.1' });
  let answered = 0;
  socket.on('data', (chunk: Buffer) => (answered += chunk.length));
  socket.on('error', () => undefined);
  socket.write(bytes);
  return new Promise((resolve) => socket.once('close', () => resolve(answered)));
}

it('outlives every corrupted session, and serves the next one', async () => {
  const random = seededRandom(20261121);
  const rounds = Number(process.env['SOAK'] ?? 150);
  for (let round = 0; round < rounds; round += 30) {
    const batch = Array.from({ length: 30 }, () => {
      const bytes = session();
      const changes = 1 + Math.floor(random() * 4);
      for (let change = 0; change < changes; change += 1)
        bytes[Math.floor(random() * bytes.length)] = random() * 256;
      return send(bytes.subarray(0, Math.floor(bytes.length * Math.min(1, 0.2 + random()))));
    });
    expect(await Promise.all(batch)).toHaveLength(30);
  }
  const association = await openTestAssociation(test.receiver.port);
  expect((await association.cStore(makeInstance())).status).toBe(0);
  await association.release();
  // Whatever was committed is whole: `stored` verifies each CRC.
  expect((await test.stored()).length).toBeGreaterThan(0);
}, 60_000);

it('hangs up at once on a length that cannot be', async () => {
  for (const hex of ['04 00 ffffffff', '01 00 7fffffff', 'ff 00 00000000']) {
    const started = test.events().length;
    expect(await send(annotated(hex))).toBeGreaterThan(0);
    expect(test.events().slice(started)[0]).toMatchObject({ kind: 'protocol-error' });
  }
});

it('tells no value of a data set in its events', () => {
  expect(JSON.stringify(test.events())).not.toMatch(/ÉPREUVE|Zo|P1"/);
});
