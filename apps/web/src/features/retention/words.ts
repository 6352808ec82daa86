import type { Retention } from '@liaison/retention/contract';
import { formatNumber } from '../../ui/french.ts';

/** What a duration does, line by line. */
export function countLines(
  { kept, due, unproven, held }: Retention['counts'],
  days: number,
): { term: string; value: string; detail: string }[] {
  return [
    { term: 'Examens conservés', value: formatNumber(kept), detail: 'avec leurs images' },
    {
      term: 'À supprimer',
      value: formatNumber(due),
      detail: `plus de ${formatNumber(days)} jours, archivage prouvé`,
    },
    { term: 'Sans preuve d’archivage', value: formatNumber(unproven), detail: 'assez anciens, mais gardés' },
    { term: 'Retenus', value: formatNumber(held), detail: 'par un télédossier ouvert' },
  ];
}
