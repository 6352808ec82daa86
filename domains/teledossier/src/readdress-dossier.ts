import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import {
  announceChange,
  audienceOf,
  decideOrRefuse,
  keep,
  loadForChange,
  tell,
  trace,
  type Deps,
} from './change.ts';
import { recipientUnknown } from './errors.ts';
import { grantAddressees, grantStudies } from './grants.ts';
import { openLines, toNewLines } from './open-lines.ts';
import { listStudyIds, nameRecipients, type RecipientRow } from './store.ts';

export type Readdressing = {
  dossierId: string;
  recipients: readonly Pick<RecipientRow, 'kind' | 'id'>[];
  reason: string;
};

/**
 * Adds recipients after sending: history stays, and whoever refused may be asked again on a new line.
 * @throws DomainError `teledossier/recipient-already-there`, `teledossier/recipient-unknown`, `access/refused`
 */
export async function readdressDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: Readdressing,
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:ask');
  const { dossier } = loaded;
  const once = [...new Map(asked.recipients.map((one) => [one.id, one])).values()];
  const named = await nameRecipients(tx, once);
  const unknown = once.find((one) => !named.some((row) => row.id === one.id));
  if (unknown) throw recipientUnknown(unknown.id);
  const newLines = openLines(dossier.id, named);
  const next = decideOrRefuse(loaded, { name: 'readdress', to: toNewLines(newLines) });
  const revision = await keep(tx, loaded, next, { newLines });
  await grantAddressees(tx, dossier.id, newLines);
  const recipientIds = named.map((one) => one.id);
  const studyIds = (await listStudyIds(tx, [dossier.id])).map((one) => one.studyId);
  await grantStudies(tx, dossier.id, studyIds, recipientIds);
  const details = { recipients: named.map((one) => one.label), reason: asked.reason };
  const eventId = await trace(tx, actor, loaded, {
    event: 'addressing',
    act: 'dossier.readdressed',
    details,
    recipientIds,
  });
  await tell(tx, actor, deps, loaded, {
    kind: 'dossier-received',
    to: newLines.flatMap(audienceOf),
    eventId,
  });
  await announceChange(tx, loaded, newLines);
  return { revision };
}
