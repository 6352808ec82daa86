import type { Tx } from '@liaison/db';
import { assertExists, type UserActor } from '@liaison/kernel';
import { announceChange, decideOrRefuse, keep, loadForChange, trace, type Deps } from './change.ts';
import { revokeAddressee } from './grants.ts';
import { listLines, listStudyIds } from './store.ts';

/**
 * Takes a wrong recipient out, and his access with it. The line and every trace of what he opened stay.
 * @throws DomainError `teledossier/last-addressee`, `teledossier/already-answered`, `access/refused`
 */
export async function withdrawAddressee(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; addresseeId: string; reason: string },
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:ask');
  const { dossier } = loaded;
  const next = decideOrRefuse(loaded, { name: 'withdraw', lineId: asked.addresseeId });
  const line = assertExists(
    loaded.lines.find((one) => one.id === asked.addresseeId),
    'the line that was decided on',
  );
  const revision = await keep(tx, loaded, next);
  const lines = await listLines(tx, [dossier.id]);
  const studyIds = (await listStudyIds(tx, [dossier.id])).map((one) => one.studyId);
  await trace(tx, actor, loaded, {
    event: 'addressing',
    act: 'dossier.addressee-withdrawn',
    addresseeId: line.id,
    recipientIds: [line.recipient.id],
    details: { withdrawn: line.recipient.label, reason: asked.reason },
  });
  await announceChange(tx, loaded);
  await revokeAddressee(tx, dossier.id, line.recipient.id, { author: dossier.author, lines, studyIds });
  return { revision };
}
