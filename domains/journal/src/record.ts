import type { Tx } from '@liaison/db';
import { newId, type Actor } from '@liaison/kernel';
import type { JournalEntry } from './model.ts';
import { insertEntry } from './store.ts';

/** Who acted, when nobody is signed in: a failed sign-in, a refused association. */
export type Anonymous = { readonly kind: 'anonymous'; readonly name: string };

/**
 * Writes one row in the caller's own transaction: it is committed with the act it tells, or not at all. The sealer
 * chains it within a second (DESIGN decision 4).
 */
export async function record(tx: Tx, actor: Actor | Anonymous, entry: JournalEntry): Promise<void> {
  await insertEntry(tx, {
    id: newId(),
    act: entry.act,
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.userId : actor.name,
    actorName: actor.kind === 'user' ? actor.displayName : actor.name,
    structureId: actor.kind === 'anonymous' ? null : actor.structureId,
    patientId: entry.patientId ?? null,
    resourceKind: entry.resource?.kind ?? null,
    resourceId: entry.resource?.id ?? null,
    outcome: entry.outcome ?? 'done',
    details: entry.details ?? {},
  });
}
