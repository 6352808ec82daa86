import { authoriseFeature } from '@liaison/access';
import { withActor, type AppDatabase } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, type UserActor } from '@liaison/kernel';
import { ControlPoolError, NeedUnreadableError, type ControlPool } from '@liaison/mio-control';
import { formatOf } from './file-format.ts';
import type { SentFiles } from './read-sent-files.ts';
import type { ReadDocument } from './threads/control-document.ts';
import type { Threads } from './threads/open-threads.ts';

export type ControlDeps = {
  readonly database: AppDatabase;
  readonly pool: ControlPool;
  readonly threads: Threads;
};

/** Of a message that came otherwise than as XML and could be read, with what was controlled and how it was read. */
export type Controlled = Pick<ReadDocument, 'report'> & Partial<ReadDocument>;

/**
 * Controls a message, against the needs that it answers where they were sent too. Nothing of it is kept but its digest
 * and the verdict, in the journal. @throws DomainError `access/refused`, `marches/need-unreadable`,
 * `marches/control-failed`
 */
export async function controlMessage(
  deps: ControlDeps,
  actor: UserActor,
  sent: SentFiles,
  effectiveOn?: string,
): Promise<Controlled> {
  authoriseFeature(actor, 'message:control');
  const controlled = await controlFile(deps, sent, effectiveOn);
  const { report } = controlled;
  await withActor(deps.database, actor, (tx) =>
    record(tx, actor, {
      act: 'message.controlled',
      outcome: report.verdict === 'KO' ? 'refused' : 'done',
      details: {
        messageSha256: report.messageSha256,
        messageType: report.messageType ?? null,
        verdict: report.verdict,
        reportId: report.reportId,
        findings: report.counts.total,
      },
    }),
  );
  return controlled;
}

/** Controls, and leaves no trace: for the use cases that trace what they do with it. */
export async function controlFile(
  { pool, threads }: Omit<ControlDeps, 'database'>,
  { message, need }: SentFiles,
  effectiveOn?: string,
): Promise<Controlled> {
  const context = {
    ...(need ? { need } : {}),
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
  };
  const format = formatOf(message);
  if (format === 'xml') return { report: await pool.control(message, context).catch(foreseen) };
  const outcome = await threads.controlDocument({ bytes: message, format, ...context });
  if (!outcome) throw new DomainError('invalid', 'marches/need-unreadable');
  return outcome;
}

function foreseen(error: unknown): never {
  if (error instanceof NeedUnreadableError) throw new DomainError('invalid', 'marches/need-unreadable');
  if (error instanceof ControlPoolError) throw new DomainError('conflict', 'marches/control-failed');
  throw error;
}
