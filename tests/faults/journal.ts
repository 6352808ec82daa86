import { join } from 'node:path';
import { openSigner } from '@liaison/crypto';
import { verifyJournal } from '@liaison/journal';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { eventually, type Platform } from '../platform/start-platform.ts';

/** Waits until every row is sealed, then shows that the chain is whole and agrees with its signed checkpoints. */
export async function expectSealed(platform: Platform): Promise<void> {
  await eventually(async () => (await countUnsealed(platform)) === 0);
  const folder = join(platform.dataDir, 'journal');
  const signer = openSigner(join(folder, 'signing-key.pem'));
  const verdict = await verifyJournal(platform.system, signer, join(folder, 'checkpoints.ndjson'));
  expect(verdict).toMatchObject({ intact: true });
}

async function countUnsealed(platform: Platform): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from journal.entry where seal_position is null`.execute(platform.system.kysely);
  return found.rows[0]?.n ?? -1;
}
