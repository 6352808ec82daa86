import { statfsSync } from 'node:fs';

/** What sources that can be asked to wait leave of a disk to scanners, which cannot. */
const mostReservedBytes = 2 * 1024 ** 3;
/** Of small disks, at most this part. */
const reservedPart = 1 / 64;

/** Whether a folder's disk can take so many bytes more and keep what is reserved for reception. */
export function hasSpareRoom(folder: string, bytes: number): boolean {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const reserved = Math.min(mostReservedBytes, blocks * bsize * reservedPart);
  return bavail * bsize >= bytes + reserved;
}
