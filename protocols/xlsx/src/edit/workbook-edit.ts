import type { CellAddress } from '../address.ts';
import type { Comment } from '../read/workbook.ts';
import type { CellInput, SheetInput } from '../write/workbook-input.ts';

/** A cell to write: another value (its style stays unless one is given), another fill, or both. */
export type CellEdit = CellAddress & {
  readonly value?: CellInput;
  /** `RRGGBB`; the rest of the style stays. */
  readonly fill?: string;
};

/** Changes to one sheet; all that they do not name stays as it is in the file. */
export type SheetEdit = {
  readonly sheet: string;
  readonly cells?: readonly CellEdit[];
  /** Asked of each cell there is with the solid colour it has; gives another colour, or nothing to leave it. */
  readonly refill?: (cell: CellAddress, fill: string) => string | undefined;
  /** The comments that the sheet shall have, given those it has: one a cell. Those left as they are keep their look. */
  readonly comments?: (existing: readonly Comment[]) => readonly Comment[];
};

export type WorkbookEdit = {
  readonly sheets?: readonly SheetEdit[];
  /** Sheets to write anew, or to add at the end where no sheet has the name. */
  readonly replacements?: readonly SheetInput[];
};
