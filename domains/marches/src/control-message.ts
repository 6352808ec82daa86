import { authoriseFeature } from '@liaison/access';
import { withActor, type AppDatabase } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, type UserActor } from '@liaison/kernel';
import {
  ControlPoolError,
  NeedUnreadableError,
  type ControlPool,
  type ControlReport,
} from '@liaison/mio-control';
import type { SentFiles } from './read-sent-files.ts';

export type ControlDeps = { readonly database: AppDatabase; readonly pool: ControlPool };

/**
 * Controls a message, against the needs that it answers where they were sent too. Nothing of it is kept but its digest
 * and the verdict, in the journal. @throws DomainError `access/refused`, `marches/need-unreadable`,
 * `marches/control-failed`
 */
export async function controlMessage(
  { database, pool }: ControlDeps,
  actor: UserActor,
  { message, need }: SentFiles,
  effectiveOn?: string,
): Promise<ControlReport> {
  authoriseFeature(actor, 'message:control');
  const context = {
    ...(need ? { need } : {}),
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
  };
  const report = await pool.control(message, context).catch((error: unknown) => {
    if (error instanceof NeedUnreadableError) throw new DomainError('invalid', 'marches/need-unreadable');
    if (!(error instanceof ControlPoolError)) throw error;
    throw new DomainError('conflict', 'marches/control-failed');
  });
  await withActor(database, actor, (tx) =>
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
  return report;
}
