import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssociationError,
  ExplicitVRLittleEndian,
  newUid,
  openAssociation,
  storageSopClassUid,
  studyRootGet,
  writeDataSet,
} from '@liaison/dicom';
import { expect, it } from 'vitest';
import { encodeFrame, frameKinds } from './relay-frames.ts';
import { knownPeer2, openTestReceiver } from './testing.ts';

const ctImage = storageSopClassUid('CTImageStorage');

it('answers a C-GET whose service breaks off in the middle of an object, and ends the association', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-'));
  const path = join(folder, 'query.sock');
  // A service that begins an object, then says what only the receiver may.
  const service = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      const object = {
        SOPClassUID: ctImage,
        SOPInstanceUID: newUid(),
        transferSyntaxUID: ExplicitVRLittleEndian,
      };
      socket.write(encodeFrame(frameKinds.store, object));
      for (let piece = 0; piece < 4; piece += 1)
        socket.write(encodeFrame(frameKinds.data, {}, Buffer.alloc(128 * 1024, 1)));
      socket.write(encodeFrame(frameKinds.stored, { status: 0, comment: null }));
    });
  });
  await new Promise<void>((resolve) => service.listen(path, resolve));
  const receiver = await openTestReceiver({ peers: [knownPeer2], relaySocket: path });
  const association = await openAssociation({
    host: '127.0.0.1',
    port: receiver.receiver.port,
    callingAeTitle: 'CHA_PACS',
    calledAeTitle: 'LIAISON',
    contexts: [studyRootGet, ctImage].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [ExplicitVRLittleEndian],
    })),
    roles: [{ SOPClassUID: ctImage, scu: false, scp: true }],
    beginStore: () => ({ write: () => undefined, end: () => ({ status: 0 }), abort: () => undefined }),
  });
  const identifier = (syntax: string) =>
    writeDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '1.2' }, syntax);
  // It neither hangs nor succeeds: half of an object has left, so that the association cannot go on.
  await expect(
    (async () => {
      for await (const told of association.cGet({ SOPClassUID: studyRootGet, identifier }))
        expect(told.status).not.toBe(0);
    })(),
  ).rejects.toThrow(AssociationError);
  await receiver.close();
  service.close();
  rmSync(folder, { recursive: true, force: true });
});
