import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { digest, type Signer } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { z } from 'zod';
import {
  chainText,
  listSealed,
  lockSealer,
  markSealed,
  readLastSeal,
  takeUnsealed,
  type SealableRow,
} from './store.ts';

/** A signed witness outside the database: up to `position`, the chain ended with `hash`. One JSON line each. */
const checkpoint = z.object({
  position: z.number(),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
});
export type Checkpoint = z.infer<typeof checkpoint>;

const firstHash = '0'.repeat(64);
const batchSize = 500;

/** Hash of a row joined to the one before: changing, dropping or moving any row breaks every later link. */
export function link(previous: string, row: SealableRow): string {
  return digest(`${previous}\n${chainText(row)}`);
}

/**
 * Chains what was committed since last time, in order of time, and signs a checkpoint into `checkpointFile`. One sealer
 * works at a time (advisory lock); another returns at once.
 * @returns how many rows it sealed
 */
export async function sealJournal(
  database: SystemDatabase,
  signer: Signer,
  checkpointFile: string,
): Promise<number> {
  const sealed = await withSystem(database, async (tx) => {
    if (!(await lockSealer(tx))) return { count: 0, position: 0, hash: firstHash };
    const last = await readLastSeal(tx);
    let position = last?.position ?? 0;
    let hash = last?.hash ?? firstHash;
    const fresh = await takeUnsealed(tx, batchSize);
    const marks = fresh.map((row) => {
      hash = link(hash, row);
      position += 1;
      return { id: row.id, position, hash };
    });
    await markSealed(tx, marks);
    return { count: marks.length, position, hash };
  });
  if (sealed.count > 0) appendCheckpoint(checkpointFile, signer, sealed.position, sealed.hash);
  return sealed.count;
}

function appendCheckpoint(file: string, signer: Signer, position: number, hash: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const at = new Date().toISOString();
  const signature = signer.sign(Buffer.from(`${position} ${hash} ${at}`));
  const line: Checkpoint = { position, hash, at, signature };
  const handle = openSync(file, 'a', 0o600);
  try {
    appendFileSync(handle, `${JSON.stringify(line)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export type ChainVerdict =
  | { intact: true; rows: number; checkpoints: number }
  | {
      intact: false;
      position: number;
      because: 'row-altered' | 'row-missing' | 'checkpoint-forged' | 'checkpoint-differs';
    };

/** Recomputes the whole chain and holds it against the signed checkpoints. */
export async function verifyJournal(
  database: SystemDatabase,
  signer: Signer,
  checkpointFile: string,
): Promise<ChainVerdict> {
  const checkpoints = new Map(
    readCheckpoints(checkpointFile).map((checkpoint) => [checkpoint.position, checkpoint]),
  );
  let hash = firstHash;
  let position = 0;
  let witnessed = 0;
  return withSystem(database, async (tx) => {
    for await (const row of listSealed(tx)) {
      if (row.position !== position + 1)
        return { intact: false, position: position + 1, because: 'row-missing' };
      position = row.position;
      hash = link(hash, row);
      if (hash !== row.hash) return { intact: false, position, because: 'row-altered' };
      const witness = checkpoints.get(position);
      if (!witness) continue;
      const signed = Buffer.from(`${witness.position} ${witness.hash} ${witness.at}`);
      if (!signer.verify(signed, witness.signature))
        return { intact: false, position, because: 'checkpoint-forged' };
      if (witness.hash !== hash) return { intact: false, position, because: 'checkpoint-differs' };
      witnessed += 1;
    }
    const beyond = [...checkpoints.keys()].filter((one) => one > position);
    if (beyond.length > 0) return { intact: false, position: position + 1, because: 'row-missing' };
    return { intact: true, rows: position, checkpoints: witnessed };
  });
}

function readCheckpoints(file: string): Checkpoint[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => checkpoint.parse(JSON.parse(line)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
