import { authoriseFeature } from '@liaison/access';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import type { Clock, UserActor } from '@liaison/kernel';
import {
  decodePieceHeader,
  maxBodyBytes,
  pieceHeaderLength,
  type PieceHeader,
  type PieceResult,
} from './contract.ts';
import type { Declarations, Declared } from './declared.ts';
import { alreadyEnded, badPieces, importMissing, tooManyAtOnce } from './errors.ts';
import { repeated, type ImportReceiver } from './receiver.ts';
import type { Spool } from './spool.ts';
import {
  findImport,
  findSettled,
  insertFiles,
  listSettled,
  sumSettled,
  type ImportRow,
  type SettledFile,
} from './store.ts';

export type ReceiveDeps = {
  database: AppDatabase;
  receiver: ImportReceiver;
  declarations: Declarations;
  spool: Pick<Spool, 'list'>;
  clock: Clock;
};

/** Bodies that one person may send at once; the page sends three. */
const mostAtOnce = 6;
const underWay = new Map<string, number>();

/**
 * Takes a body of pieces as it streams in. What was stored is noted even where the rest never comes.
 * @throws DomainError `access/refused`, `imports/no-import`, `imports/already-ended`, `imports/bad-pieces`,
 * `imports/more-than-declared`, `imports/too-many-at-once`
 */
export async function receivePieces(
  actor: UserActor,
  deps: ReceiveDeps,
  asked: { importId: string; remoteAddress: string; body: AsyncIterable<Buffer> },
): Promise<PieceResult[]> {
  const mine = underWay.get(actor.userId) ?? 0;
  if (mine >= mostAtOnce) throw tooManyAtOnce();
  underWay.set(actor.userId, mine + 1);
  try {
    const opened = await withActor(deps.database, actor, (tx) => openImport(tx, actor, deps, asked.importId));
    return await takeAll(actor, deps, opened, asked);
  } finally {
    const left = (underWay.get(actor.userId) ?? 1) - 1;
    if (left > 0) underWay.set(actor.userId, left);
    else underWay.delete(actor.userId);
  }
}

type Opened = { row: ImportRow; declared: Declared };

async function openImport(
  tx: Tx,
  actor: UserActor,
  { declarations, spool }: ReceiveDeps,
  importId: string,
): Promise<Opened> {
  authoriseFeature(actor, 'study:import');
  const row = await findImport(tx, importId);
  if (!row) throw importMissing();
  if (row.state !== 'open') throw alreadyEnded();
  const declared = await declarations.of(importId, async () => ({
    bytes: await sumSettled(tx, importId),
    ranges: await listSettled(tx, importId),
    partial: spool.list(importId),
  }));
  return { row, declared };
}

async function takeAll(
  actor: UserActor,
  { database, receiver, declarations, clock }: ReceiveDeps,
  { row, declared }: Opened,
  asked: { importId: string; remoteAddress: string; body: AsyncIterable<Buffer> },
): Promise<PieceResult[]> {
  const origin = { importId: row.id, structureId: row.structure_id, remoteAddress: asked.remoteAddress };
  const limits = { fileCount: row.file_count, byteCount: row.byte_count };
  const results: PieceResult[] = [];
  const settled: SettledFile[] = [];
  try {
    for await (const { header, piece } of splitPieces(asked.body)) {
      let known = declared.find(header.position);
      if (known === null)
        known = await withActor(database, actor, (tx) => findSettled(tx, row.id, header.position));
      if (!known) declared.admit(header, limits);
      const received = known ? repeated(header, known) : await receiver.take(origin, header, piece);
      results.push(received.result);
      if (!received.settled) continue;
      settled.push(received.settled);
      declared.settle(received.settled);
    }
  } finally {
    if (settled.length > 0)
      await withActor(database, actor, (tx) => insertFiles(tx, row.id, settled, clock.now())).catch(
        (error: unknown) => {
          // What is settled is then what the table says.
          declarations.forget(row.id);
          throw error;
        },
      );
  }
  return results;
}

/** Whole pieces of a stream, each in memory of its own. @throws DomainError `imports/bad-pieces` */
export async function* splitPieces(
  body: AsyncIterable<Buffer>,
): AsyncGenerator<{ header: PieceHeader; piece: Buffer }> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let bodyBytes = 0;
  let header: PieceHeader | null = null;
  const take = (length: number): Buffer => {
    const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
    held = [all.subarray(length)];
    heldBytes -= length;
    return all.subarray(0, length);
  };
  for await (const chunk of body) {
    held.push(chunk);
    heldBytes += chunk.length;
    bodyBytes += chunk.length;
    // A body without announced length is not measured by whoever hands it over.
    if (bodyBytes > maxBodyBytes) throw badPieces();
    while (heldBytes >= (header ? header.pieceBytes : pieceHeaderLength)) {
      if (header) {
        yield { header, piece: take(header.pieceBytes) };
        header = null;
      } else {
        header = decodePieceHeader(take(pieceHeaderLength));
        if (!header) throw badPieces();
      }
    }
  }
  if (header || heldBytes > 0) throw badPieces();
}
