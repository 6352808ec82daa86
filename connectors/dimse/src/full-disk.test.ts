import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { listOpenContainers, scanContainer } from '@liaison/blobs';
import { statuses } from '@liaison/dicom';

import { makeInstance, openTestAssociation, openTestReceiver, readStored } from './testing.ts';

const megabyte = 1024 * 1024;
const disk = mkdtempSync(join(tmpdir(), 'small-disk-'));
let isMounted = false;

beforeAll(() => {
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]).status === 0;
  if (!isMounted)
    console.warn('no small disk could be mounted (root only): the full disk was tried in blobs alone');
});
afterAll(() => {
  if (isMounted) spawnSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

it('refuses for want of room, loses nothing that it acknowledged, and goes on when room returns', async () => {
  if (!isMounted) return;
  const root = join(disk, 'store');
  const filler = join(disk, 'filler');
  mkdirSync(root);
  writeFileSync(filler, Buffer.alloc(3 * megabyte));
  const test = await openTestReceiver({ root });
  const association = await openTestAssociation(test.receiver.port);
  const acknowledged: string[] = [];
  const send = async (studyUid: string, pixelBytes: number): Promise<number> => {
    const image = makeInstance({ studyUid, pixelBytes });
    const { status } = await association.cStore(image);
    if (status === statuses.success) acknowledged.push(image.SOPInstanceUID);
    return status;
  };
  const uids = async (): Promise<string[]> =>
    (await readStored(root)).map(({ header }) => header.SOPInstanceUID);

  const answers: number[] = [];
  for (let image = 0; image < 6; image += 1) answers.push(await send('1.2.3', megabyte));
  expect(answers.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(answers.slice(-1)).toEqual([statuses.outOfResources]);
  expect((await uids()).toSorted()).toEqual(acknowledged.toSorted());
  expect(test.events().at(-1)).toMatchObject({ kind: 'store-refused', status: 'A700' });

  // Not even a file header fits: another study is refused in the same way.
  writeFileSync(join(disk, 'rest'), Buffer.alloc(megabyte / 2));
  for (let block = 0; block < 200; block += 1) {
    try {
      writeFileSync(join(disk, `rest-${block}`), Buffer.alloc(4096));
    } catch {
      break;
    }
  }
  expect(await send('1.2.4', 4096)).toBe(statuses.outOfResources);

  rmSync(filler);
  expect(await send('1.2.3', megabyte)).toBe(0);
  expect(await send('1.2.4', 4096)).toBe(0);
  await association.release();
  await vi.waitFor(() => expect(test.events().at(-1)).toMatchObject({ kind: 'association-released' }));
  expect((await uids()).toSorted()).toEqual(acknowledged.toSorted());
  for (const { path } of listOpenContainers(root)) expect(scanContainer(path, 0).state).toBe('closed');
  await test.close();
});

it('refuses while the disk is read-only, and goes on once it may write again', async () => {
  if (!isMounted) return;
  const root = join(disk, 'read-only-store');
  mkdirSync(root);
  const remount = (how: string): void => {
    expect(spawnSync('mount', ['-o', `remount,${how}`, disk]).status).toBe(0);
  };
  const test = await openTestReceiver({ root });
  try {
    remount('ro');
    const association = await openTestAssociation(test.receiver.port);
    const image = makeInstance({ pixelBytes: 1000 });
    expect(await association.cStore(image)).toMatchObject({ status: statuses.outOfResources });
    remount('rw');
    expect(await association.cStore(image)).toMatchObject({ status: statuses.success });
    await association.release();
    expect(await test.stored()).toHaveLength(1);
  } finally {
    remount('rw');
    await test.close();
  }
});
