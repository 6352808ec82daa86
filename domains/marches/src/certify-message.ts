import { createHash } from 'node:crypto';
import { authoriseFeature } from '@liaison/access';
import { withActor } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, type UserActor } from '@liaison/kernel';
import type { InstalledController } from './contract.ts';
import { controlFile, type ControlDeps } from './control-message.ts';
import type { SentFiles } from './read-sent-files.ts';

export type CertifyDeps = ControlDeps & { readonly controller: () => InstalledController };

/**
 * Controls a message anew and, where it conforms, signs it with the installation's key. The journal keeps who had it
 * certified and the digests, nothing else is kept. @throws DomainError `access/refused`, `marches/no-signer`,
 * `marches/signer-unreadable`, `marches/signer-expired`, `marches/not-conforming`, `marches/not-certified`, and those
 * of a control
 */
export async function certifyMessage(
  deps: CertifyDeps,
  actor: UserActor,
  sent: SentFiles,
): Promise<Uint8Array> {
  authoriseFeature(actor, 'message:certify');
  refuseWithoutKey(deps.controller());
  const { report, xml } = await controlFile(deps, sent);
  if (report.verdict === 'KO') {
    const { BLOQUANT, ERREUR } = report.counts.bySeverity;
    throw new DomainError('conflict', 'marches/not-conforming', { errors: BLOQUANT + ERREUR });
  }
  const outcome = await deps.threads.certify({ message: xml ?? sent.message, report });
  if (outcome.kind === 'keys-unreadable') throw new DomainError('unavailable', 'marches/signer-unreadable');
  if (outcome.kind === 'refused')
    throw new DomainError('conflict', 'marches/not-certified', { why: outcome.why });
  await withActor(deps.database, actor, (tx) =>
    record(tx, actor, {
      act: 'message.certified',
      details: {
        messageSha256: report.messageSha256,
        messageType: report.messageType ?? null,
        messageId: report.messageId ?? null,
        verdict: report.verdict,
        certifiedSha256: createHash('sha256').update(outcome.message).digest('hex'),
        licence: deps.controller().licence ?? null,
      },
    }),
  );
  return outcome.message;
}

const refusals = {
  none: 'marches/no-signer',
  unreadable: 'marches/signer-unreadable',
  expired: 'marches/signer-expired',
} as const;

function refuseWithoutKey({ state }: InstalledController): void {
  if (state !== 'ready') throw new DomainError('unavailable', refusals[state]);
}
