import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import { searchRecipients, type RecipientRow } from './store.ts';

/** Correspondents whose name, specialty, structure or town holds every word of `search`, accents and case aside. */
export async function findRecipients(tx: Tx, actor: Actor, search: string, limit: number): Promise<RecipientRow[]> {
  authoriseFeature(actor, 'dossier:ask');
  const words = search.trim().split(/\s+/).filter(Boolean).slice(0, 6);
  return (await searchRecipients(tx, words, limit)).slice(0, limit);
}
