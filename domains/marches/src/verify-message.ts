import { createHash } from 'node:crypto';
import { authoriseFeature } from '@liaison/access';
import { withActor } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, type UserActor } from '@liaison/kernel';
import { controlReport, type ShownVerification } from './contract.ts';
import { controlFile } from './control-message.ts';
import type { CertifyDeps } from './certify-message.ts';
import type { SentFiles } from './read-sent-files.ts';

/**
 * Whether a received message is the one that was certified, by whom, and what this installation's own control says of it
 * today. @throws DomainError `access/refused`, `marches/no-trust`, `marches/trust-unreadable`, and those of a control
 */
export async function verifyMessage(
  deps: CertifyDeps,
  actor: UserActor,
  sent: SentFiles,
): Promise<ShownVerification> {
  authoriseFeature(actor, 'message:control');
  if (!deps.controller().canVerify) throw new DomainError('unavailable', 'marches/no-trust');
  const told = await deps.threads.verify(sent.message);
  if (!told) throw new DomainError('unavailable', 'marches/trust-unreadable');
  const { report } = await controlFile(deps, sent);
  await withActor(deps.database, actor, (tx) =>
    record(tx, actor, {
      act: 'message.verified',
      outcome: readable.has(told.verdict) ? 'done' : 'refused',
      details: {
        fileSha256: createHash('sha256').update(sent.message).digest('hex'),
        verdict: told.verdict,
        reason: told.reason,
        licence: told.certificate?.licence ?? null,
        messageId: told.certificate?.message.id ?? null,
      },
    }),
  );
  return { ...told, report: controlReport.parse(report) };
}

/** What was certified is what is there. */
const readable: ReadonlySet<ShownVerification['verdict']> = new Set([
  'INTACT',
  'MISE_EN_FORME_MODIFIEE',
  'REGLES_PERIMEES',
]);
