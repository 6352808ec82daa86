import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFrame, frameKinds, relayAddress } from '@liaison/dimse';
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
