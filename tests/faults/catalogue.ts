import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openRange } from '@liaison/blobs';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { eventually, type Platform } from '../platform/start-platform.ts';
import type { Ledger } from './images.ts';

export type Stored = { uid: string; container: string; offset: number; length: number };

export async function listInstances(platform: Platform): Promise<Stored[]> {
  const found = await sql<Stored>`
    select sop_instance_uid as uid, container_id as container, data_offset as offset, data_length as length
      from imaging.instance`.execute(platform.system.kysely);
  return found.rows;
}

/**
 * Waits until the catalogue has every image of the ledger, then shows that each is there once, with the very bytes that
 * were sent, and that no container still waits.
 */
export async function expectAllKept(platform: Platform, ledger: Ledger): Promise<void> {
  const instances = await eventually(async () => {
    const found = await listInstances(platform);
    const uids = new Set(found.map(({ uid }) => uid));
    return ledger.entries().every(([uid]) => uids.has(uid)) && found;
  });
  const times = Map.groupBy(instances, ({ uid }) => uid);
  for (const [uid, { crc, length }] of ledger.entries()) {
    const [row, ...again] = times.get(uid) ?? [];
    if (!row) throw new Error(`${uid} is not in the catalogue`);
    expect(again, `${uid} is there twice`).toEqual([]);
    const bytes = await readStored(platform, row);
    expect([bytes.length, crc32(bytes)], uid).toEqual([length, crc]);
  }
  await eventually(async () => (await countUnsealed(platform)) === 0);
}

export async function readStored(platform: Platform, row: Stored): Promise<Buffer> {
  const range = openRange(join(platform.dataDir, 'containers'), row.container);
  try {
    return await range.read(row.offset, row.length);
  } finally {
    range.close();
  }
}

async function countUnsealed(platform: Platform): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from imaging.container where not is_sealed`.execute(platform.system.kysely);
  return found.rows[0]?.n ?? -1;
}
