import { XlsxError } from '../error.ts';
import type { XlsxLimits } from '../limits.ts';

/** What one workbook may still hold while it is read. */
export type Budget = { spendText: (length: number, part: string) => void; spendCell: (part: string) => void };

/** Throws `XlsxError` `xlsx/too-much-text`, `xlsx/too-many-cells` once it is spent. */
export function openBudget(limits: XlsxLimits): Budget {
  let text = limits.textLength;
  let cells = limits.cells;
  return {
    spendText(length, part) {
      text -= length;
      if (text < 0) throw new XlsxError('xlsx/too-much-text', part);
    },
    spendCell(part) {
      if (--cells < 0) throw new XlsxError('xlsx/too-many-cells', part);
    },
  };
}
