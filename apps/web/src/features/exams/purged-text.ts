import type { Purged } from '@liaison/imaging/contract';
import { formatDate } from '../../ui/french.ts';

/** « Images supprimées le 20/11/2026, archivées dans CHU_PACS ». */
export function purgedText(purged: Purged | null): string {
  if (!purged) return 'Images supprimées';
  const gone = `Images supprimées le ${formatDate(purged.at)}`;
  return purged.archivedIn ? `${gone}, archivées dans ${purged.archivedIn}` : gone;
}
