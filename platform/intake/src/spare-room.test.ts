import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { hasSpareRoom } from './spare-room.ts';

it('leaves of a disk what reception needs: not all that is free may be taken', () => {
  const { bavail, bsize } = statfsSync(tmpdir());
  const free = bavail * bsize;
  expect(hasSpareRoom(tmpdir(), 0)).toBe(true);
  expect(hasSpareRoom(tmpdir(), free - 1024 * 1024)).toBe(false);
  expect(hasSpareRoom(tmpdir(), free * 2)).toBe(false);
});
