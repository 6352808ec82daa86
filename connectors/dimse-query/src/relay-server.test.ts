import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { statuses } from '@liaison/dicom';
import { encodeFrame, frameKinds, relayAddress, type StoredHead } from '@liaison/dimse';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serveRelay, type RelayedRequest } from './relay-server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relay-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Sends bytes to the socket, and gives what comes back until it is closed. */
function converse(path: string, bytes: Buffer): Promise<Buffer> {
  const socket = connect(relayAddress(path));
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.on('error', () => undefined);
  socket.write(bytes);
  return new Promise((resolve) => socket.once('close', () => resolve(Buffer.concat(heard))));
}

const refuse = (request: RelayedRequest): Promise<void> => request.respond({ status: 0x0122 });

it.runIf(process.platform !== 'win32')('listens where only this account may enter', async () => {
  const path = join(folder, 'exchange', 'query.sock');
  const server = await serveRelay(path, refuse, () => undefined);
  expect(statSync(join(folder, 'exchange')).mode & 0o777).toBe(0o700);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await server.close();
});

it.runIf(process.platform === 'linux')('is reached at a path longer than a socket may have', async () => {
  const path = join(folder, 'x'.repeat(120), 'query.sock');
  const server = await serveRelay(path, refuse, () => undefined);
  const answer = await converse(path, encodeFrame(frameKinds.request, { peer: 'any' }));
  expect(answer.toString()).toContain(String(0x0122));
  await server.close();
});

it('begins no object once the peer has cancelled, and answers the request', async () => {
  const path = join(folder, 'query.sock');
  const object = { SOPClassUID: '1.2', SOPInstanceUID: '1.2.3', transferSyntaxUID: '1.2.840.10008.1.2.1' };
  const outcomes: StoredHead[] = [];
  const server = await serveRelay(
    path,
    async (request) => {
      await new Promise((resolve) => request.signal.addEventListener('abort', resolve, { once: true }));
      const pieces = Readable.from([Buffer.from('pixels')]);
      outcomes.push(await request.store(object, null), await request.store(object, pieces));
      await request.respond({ status: statuses.cancel });
    },
    () => undefined,
  );
  const bytes = Buffer.concat([
    encodeFrame(frameKinds.request, { peer: 'any' }),
    encodeFrame(frameKinds.cancel, {}),
  ]);
  const heard = await converse(path, bytes);
  // Nothing but the answer: an object that had begun would need an end, which the peer does not wait for.
  expect(heard).toEqual(encodeFrame(frameKinds.response, { status: statuses.cancel }));
  expect(outcomes).toEqual([
    { status: null, comment: null },
    { status: null, comment: null },
  ]);
  await server.close();
});

it('hangs up on bytes that are no frame, and serves the next', async () => {
  const path = join(folder, 'query.sock');
  const failures: unknown[] = [];
  const server = await serveRelay(path, refuse, (error) => failures.push(error));
  expect(await converse(path, Buffer.alloc(64, 0xff))).toHaveLength(0);
  expect(failures).toHaveLength(1);
  const answer = await converse(path, encodeFrame(frameKinds.request, {}));
  expect(answer.toString()).toContain(String(0x0122));
  await server.close();
});
