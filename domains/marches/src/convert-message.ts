import { authoriseFeature } from '@liaison/access';
import { DomainError, type UserActor } from '@liaison/kernel';
import type { ConversionFormat } from './contract.ts';
import type { SentFiles } from './read-sent-files.ts';
import type { Threads } from './threads/open-threads.ts';

const refusals = { unread: 'marches/not-converted', 'not-needs': 'marches/need-unreadable' } as const;

/**
 * The message in another format; needs as the workbook that suppliers fill in. Nothing is kept, nothing is decided: the
 * journal has no row of it. @throws DomainError `access/refused`, `marches/not-converted`, `marches/need-unreadable`
 */
export async function convertMessage(
  threads: Threads,
  actor: UserActor,
  { message, need }: SentFiles,
  to: ConversionFormat,
): Promise<Uint8Array> {
  authoriseFeature(actor, 'message:control');
  const outcome = await threads.convertDocument({ bytes: message, to, ...(need ? { need } : {}) });
  if (!outcome.isConverted) throw new DomainError('invalid', refusals[outcome.why]);
  return outcome.file;
}
