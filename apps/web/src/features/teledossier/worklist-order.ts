import { worklistSection } from '@liaison/teledossier/contract';
import type { DossierRow } from '@liaison/teledossier/contract';

type Ordered = Pick<DossierRow, 'id' | 'urgency' | 'since'>;

/** Urgent first, then the one that has waited longest. */
export function orderRows<Row extends Ordered>(rows: readonly Row[]): Row[] {
  const rank = (row: Row) => (row.urgency === 'urgent' ? 0 : 1);
  return rows.toSorted(
    (a, b) => rank(a) - rank(b) || a.since.localeCompare(b.since) || a.id.localeCompare(b.id),
  );
}

type Section<Row> = { readonly section: string; readonly rows: readonly Row[]; readonly total: number };

/** Sections that hold something, always in the same order so that eyes find them; each with its urgent rows first. */
export function orderSections<Row extends Ordered>(sections: readonly Section<Row>[]): Section<Row>[] {
  const place = (one: Section<Row>) =>
    worklistSection.options.findIndex((section) => section === one.section);
  return sections
    .filter((one) => one.rows.length > 0)
    .map((one) => ({ ...one, rows: orderRows(one.rows) }))
    .toSorted((a, b) => place(a) - place(b));
}

/** The row that a key selects; the first one when nothing was selected or it has left the list. */
export function stepSelection(ids: readonly string[], selected: string | null, step: 1 | -1): string | null {
  const index = selected === null ? -1 : ids.indexOf(selected);
  if (index === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[Math.max(0, Math.min(ids.length - 1, index + step))] ?? null;
}
