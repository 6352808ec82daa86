import { existsSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { record, type JournalAct } from '@liaison/journal';
import { z } from 'zod';
import { cleanText } from './describe-image.ts';
import {
  advanceReceptionFile,
  deleteOldReceptionEvents,
  insertReceptionEvent,
  lockReceptionFile,
  type ReceptionEvent,
} from './reception-store.ts';

/** Whoever reaches the port chooses what stands in his AE title: only what the database can hold is kept of it. */
const text = (length: number) =>
  z
    .string()
    .default('')
    .transform((given) => cleanText(given, length));

/** What reception writes of each association, one JSON line each, without patient data. */
const receptionLine = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.string().max(64),
  callingAeTitle: text(64),
  address: text(64),
  reason: text(256),
  peerId: z.uuid().nullable().default(null).catch(null),
  association: z.uuid().nullable().default(null).catch(null),
  tls: z.boolean().default(false).catch(false),
  storedCount: z.number().int().nonnegative().nullable().default(null).catch(null),
  storedBytes: z.number().int().nonnegative().nullable().default(null).catch(null),
});

/** Those of which the journal has a row: what was refused or broke off (CCTP 3.2.2.9). */
const journaled: Readonly<Record<string, { act: JournalAct; outcome: 'refused' | 'failed' }>> = {
  'association-rejected': { act: 'association.rejected', outcome: 'refused' },
  'association-aborted': { act: 'association.aborted', outcome: 'failed' },
  'store-refused': { act: 'association.failed', outcome: 'failed' },
  'protocol-error': { act: 'association.failed', outcome: 'failed' },
};

/** What administrators look at; the journal keeps longer. */
const keptDays = 90;
/** Read at once, at most; the next look reads on. */
const longestRead = 256 * 1024;

/**
 * Brings new lines of the events files into the journal. How far a file was read commits with what was read of it, and an
 * event counts once by its id, so that no row is lost or doubled.
 * `sizes`: those at which each file was read to its last whole line, kept by the caller: a look then costs no transaction.
 * @returns whether anything was read
 */
export async function projectReceptionEvents(
  database: SystemDatabase,
  directory: string,
  sizes: Map<string, number>,
): Promise<boolean> {
  if (!existsSync(directory)) return false;
  const names = (await readdir(directory)).filter((name) => name.endsWith('.ndjson')).toSorted();
  let hasRead = false;
  for (const name of names) hasRead = (await projectFile(database, directory, name, sizes)) || hasRead;
  return hasRead;
}

async function projectFile(
  database: SystemDatabase,
  directory: string,
  name: string,
  sizes: Map<string, number>,
): Promise<boolean> {
  const file = await open(join(directory, name), 'r');
  try {
    const { size } = await file.stat();
    if (size === sizes.get(name)) return false;
    const offset = await withSystem(database, async (tx) => {
      const from = await lockReceptionFile(tx, name);
      // A file that was begun anew: ids tell what of it is known.
      const start = from > size ? 0 : from;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestRead), 0, longestRead, start);
      const whole = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      // A line longer than what is read at once is no line of ours: it is passed over.
      const end = whole === 0 && bytesRead === longestRead ? bytesRead : whole;
      for (const line of buffer.toString('utf8', 0, whole).split('\n')) await projectLine(tx, line);
      await advanceReceptionFile(tx, name, start + end);
      await deleteOldReceptionEvents(tx, keptDays);
      return { start, next: start + end };
    });
    if (offset.next === size || offset.next === offset.start) sizes.set(name, size);
    return offset.next > offset.start;
  } finally {
    await file.close();
  }
}

async function projectLine(tx: Tx, line: string): Promise<void> {
  const parsed = receptionLine.safeParse(parseJson(line));
  if (!parsed.success || !(await insertReceptionEvent(tx, parsed.data))) return;
  await journalEvent(tx, parsed.data);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function journalEvent(tx: Tx, event: ReceptionEvent): Promise<void> {
  const entry = journaled[event.kind];
  if (!entry) return;
  await record(
    tx,
    { kind: 'anonymous', name: event.callingAeTitle || event.address || 'DICOM' },
    {
      act: entry.act,
      outcome: entry.outcome,
      resource: { kind: 'association', id: event.id },
      details: {
        callingAeTitle: event.callingAeTitle,
        address: event.address,
        reason: event.reason,
        at: event.at,
      },
    },
  );
}
