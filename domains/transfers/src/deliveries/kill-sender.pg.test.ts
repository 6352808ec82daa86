import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withActor } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { systemClock, type UserActor } from '@liaison/kernel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDelivery } from './read-delivery.ts';
import { sendStudies } from './send-studies.ts';
import { makePeer, TestDestination } from '../testing.ts';

const imageCount = 120;

let database: TestDatabase;
let jobs: { enqueue: Enqueue; close(): Promise<void> };
let storeRoot: string;
let destination: TestDestination;
let sender: UserActor;
let deliveryId: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  database = await openTestDatabase();
  jobs = await openEnqueue(database.urls.appUrl);
  storeRoot = mkdtempSync(join(tmpdir(), 'liaison-kill-'));
  destination = new TestDestination();
  await destination.open();
  const place = await makePlace(database.system, 'CH des coupures');
  sender = await makePerson(database.system, place, 'Expéditeur');
  const { structureId } = place;
  const at = { port: destination.port };
  const peerId = await makePeer(database.system, { structureId, ...at });
  const { studyId } = await makeStudy(database.system, { structureId, imageCount, storeRoot });
  const asked = { studyIds: [studyId], peerId, coercion: null };
  const deps = { enqueue: jobs.enqueue, clock: systemClock };
  const made = await withActor(database.app, sender, (tx) => sendStudies(tx, sender, deps, asked));
  deliveryId = made.deliveryIds[0] ?? '';
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await destination.close();
  await jobs.close();
  await database.close();
  rmSync(storeRoot, { recursive: true, force: true });
});

function startSender(): ChildProcess {
  const program = join(import.meta.dirname, 'testing-sender.ts');
  const child = spawn(process.execPath, [program, database.urls.systemUrl, storeRoot], { stdio: 'inherit' });
  children.push(child);
  return child;
}

async function stateOf(): Promise<string> {
  const found = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, deliveryId));
  return found.delivery.state;
}

it('goes on after kill -9 of the sender with what is missing: nothing is lost, and only the moment repeats', async () => {
  const kills = 3;
  for (let kill = 1; kill <= kills; kill += 1) {
    const victim = startSender();
    const wanted = kill * 25;
    await expect
      .poll(() => destination.received.length, { timeout: 15_000, interval: 1 })
      .toBeGreaterThan(wanted);
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    expect(await stateOf()).toBe('sending');
  }
  startSender();
  await expect.poll(stateOf, { timeout: 15_000 }).toBe('done');
  expect(new Set(destination.uids()).size).toBe(imageCount);
  // Those that were answered while the process died, at each death: not the study again.
  expect(destination.received.length - imageCount).toBeLessThanOrEqual(kills * 10);
});
