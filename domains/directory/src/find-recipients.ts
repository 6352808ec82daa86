import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import { searchRecipients, type RecipientRow } from './store.ts';

export type RecipientsAsked = { search: string; specialty: string; limit: number };

/** Correspondents whose name, specialty, structure or town holds every word of `search`, accents and case aside. */
export async function findRecipients(tx: Tx, actor: Actor, asked: RecipientsAsked): Promise<RecipientRow[]> {
  authoriseFeature(actor, 'dossier:ask');
  const words = asked.search.trim().split(/\s+/).filter(Boolean).slice(0, 6);
  const context = { structureId: actor.structureId, specialty: asked.specialty };
  return (await searchRecipients(tx, words, context, asked.limit)).slice(0, asked.limit);
}
