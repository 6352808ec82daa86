import type { DossierRow } from '@liaison/teledossier/contract';

/** Where a row leads: a brouillon to its editor, the others to their télédossier. */
export function rowHref(row: Pick<DossierRow, 'id' | 'status'>): string {
  return row.status === 'brouillon' ? `/teledossiers/${row.id}/demande` : `/teledossiers/${row.id}`;
}
