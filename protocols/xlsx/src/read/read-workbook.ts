import { defaultLimits, type XlsxLimits } from '../limits.ts';
import { openPackage, relatedPart } from '../opc/package.ts';
import { readComments } from './read-comments.ts';
import { readSheet, type SheetContext } from './read-sheet.ts';
import { readSharedStrings } from './read-strings.ts';
import { readNumberKinds } from './read-styles.ts';
import { readWorkbookPart } from './read-workbook-part.ts';
import { openBudget } from './text-budget.ts';
import type { Workbook } from './workbook.ts';

/**
 * Reads a workbook whole. Throws `XlsxError` for whatever is no workbook, is past a limit, or could act; formulas keep
 * the value that was computed last and are never evaluated.
 */
export function readWorkbook(file: Uint8Array, limits: Partial<XlsxLimits> = {}): Workbook {
  const bounds = { ...defaultLimits, ...limits };
  const opc = openPackage(file, bounds);
  const { sheets, definedNames, is1904 } = readWorkbookPart(opc, bounds);
  const budget = openBudget(bounds);
  const strings = relatedPart(opc, opc.workbookPart, 'sharedStrings');
  const styles = relatedPart(opc, opc.workbookPart, 'styles');
  const shared: Omit<SheetContext, 'name' | 'part'> = {
    strings: strings === undefined ? [] : readSharedStrings(opc.readText(strings), strings, bounds, budget),
    numberKinds: styles === undefined ? [] : readNumberKinds(opc.readText(styles), styles, bounds),
    is1904,
    limits: bounds,
    budget,
  };
  return {
    definedNames,
    sheets: sheets.map(({ name, visibility, part }) => {
      const comments = relatedPart(opc, part, 'comments');
      return {
        name,
        visibility,
        comments:
          comments === undefined ? [] : readComments(opc.readText(comments), comments, bounds, budget),
        ...readSheet(opc.readText(part), { ...shared, name, part }),
      };
    }),
  };
}
