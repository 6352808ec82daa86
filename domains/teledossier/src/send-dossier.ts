import type { Tx } from '@liaison/db';
import { noteUsage } from '@liaison/directory';
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
import { draftChanged } from './errors.ts';
import { grantAddressees, grantStudies, sideSubjects } from './grants.ts';
import { openLines, toNewLines } from './open-lines.ts';
import { listDraftRecipients, listStudyIds, nameRecipients, replaceDraftRecipients } from './store.ts';

/**
 * Sends the request as the draft stands. It waits for no image and asks for no field: one recipient is enough.
 * @throws DomainError `teledossier/draft-changed`, `teledossier/already-sent`, `teledossier/no-recipient`, `access/refused`
 */
export async function sendDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; revision: number },
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:ask');
  const { dossier } = loaded;
  const recipients = await nameRecipients(tx, await listDraftRecipients(tx, [dossier.id]));
  const newLines = openLines(dossier.id, recipients);
  const next = decideOrRefuse(loaded, { name: 'send', to: toNewLines(newLines) });
  if (dossier.revision !== asked.revision) throw draftChanged(dossier.revision);
  const revision = await keep(tx, loaded, next, { newLines });
  await replaceDraftRecipients(tx, dossier.id, []);
  await grantAddressees(tx, dossier.id, newLines);
  await noteUsage(
    tx,
    actor.structureId,
    recipients.map((one) => one.id),
  );
  const studyIds = (await listStudyIds(tx, [dossier.id])).map((one) => one.studyId);
  await grantStudies(tx, dossier.id, studyIds, sideSubjects(dossier.author, newLines));
  const recipientIds = recipients.map((one) => one.id);
  const details = { recipients: recipients.map((one) => one.label) };
  const eventId = await trace(tx, actor, loaded, {
    event: 'sent',
    act: 'dossier.sent',
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
