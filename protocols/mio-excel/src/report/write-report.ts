import {
  editWorkbook,
  parsePlace,
  readWorkbook,
  type CellAddress,
  type CellEdit,
  type Comment,
  type Sheet,
  type SheetEdit,
  type XlsxLimits,
} from '@liaison/xlsx';
import { sheetNames } from '../layout/columns.ts';
import { fills, type Zone } from '../layout/styles.ts';
import { keyMark } from '../write/table-sheet.ts';
import { controlSheet } from './control-sheet.ts';
import { bySeverity, isMarkFill, marked, markFills, withoutMark } from './marks.ts';
import type { ReportedFinding } from './reported-finding.ts';

/** More comments than this make spreadsheets slow; the control sheet holds all findings. */
const mostComments = 2000;

/**
 * Writes a report into the workbook that it is about: the sheet `Contrôle` anew, colours and comments at the cells, and
 * those of the report before taken away. All else of the workbook stays as it is. Throws `XlsxError` as `readWorkbook`.
 */
export function writeReport(
  file: Uint8Array,
  findings: readonly ReportedFinding[],
  limits: Partial<XlsxLimits> = {},
): Uint8Array {
  const { sheets } = readWorkbook(file, limits);
  const bySheet = groupByCell(findings);
  const edits = sheets
    .filter((sheet) => isMarkedSheet(sheet, bySheet))
    .map((sheet) => editOf(sheet, bySheet.get(sheet.name)));
  return editWorkbook(file, { sheets: edits, replacements: [controlSheet(findings)] }, limits);
}

type CellFindings = { readonly address: CellAddress; readonly findings: ReportedFinding[] };

function groupByCell(findings: readonly ReportedFinding[]): Map<string, Map<string, CellFindings>> {
  const bySheet = new Map<string, Map<string, CellFindings>>();
  for (const finding of findings) {
    const place = finding.location.excel === undefined ? undefined : parsePlace(finding.location.excel);
    if (!place) continue;
    const cells = bySheet.get(place.sheet) ?? new Map<string, CellFindings>();
    bySheet.set(place.sheet, cells);
    const key = cellKey(place.address);
    const known = cells.get(key);
    if (known) known.findings.push(finding);
    else cells.set(key, { address: place.address, findings: [finding] });
  }
  return bySheet;
}

/** Sheets of the model, under whatever name, and those that a finding is about. */
function isMarkedSheet(sheet: Sheet, bySheet: ReadonlyMap<string, unknown>): boolean {
  if (sheet.name === sheetNames.control) return false;
  return bySheet.has(sheet.name) || keyColumns(sheet).size > 0;
}

function editOf(sheet: Sheet, cells: ReadonlyMap<string, CellFindings> = new Map()): SheetEdit {
  const zoneOf = zoneFinder(sheet);
  const shown = [...cells.values()].slice(0, mostComments);
  return {
    sheet: sheet.name,
    cells: [...cells.values()].map(({ address, findings }): CellEdit => {
      const [worst] = findings.toSorted(bySeverity);
      return { ...address, fill: markFills[worst?.severity ?? 'INFO'] };
    }),
    refill: (address, fill) => (isMarkFill(fill) ? fills[zoneOf(address)] : undefined),
    comments: (existing) => {
      const kept = new Map(
        existing.flatMap((comment): [string, Comment][] => {
          const own = withoutMark(comment);
          return own ? [[cellKey(own), own]] : [];
        }),
      );
      for (const { address, findings } of shown)
        kept.set(cellKey(address), marked(kept.get(cellKey(address)), address, findings));
      return [...kept.values()];
    },
  };
}

/** Which colour a cell of the model has when nothing is wrong with it. */
function zoneFinder(sheet: Sheet): (address: CellAddress) => Zone {
  const keys = keyColumns(sheet);
  return ({ column }) => {
    const key = keys.get(column) ?? '';
    if (key.startsWith('need:')) return 'need';
    return key === 'total' || key === 'totalWithVat' ? 'computed' : 'offer';
  };
}

function keyColumns({ rows }: Sheet): Map<number, string> {
  const row = rows.find(({ cells }) => cells.some(({ text }) => text === keyMark));
  return new Map(row?.cells.map(({ column, text }) => [column, text]));
}

function cellKey({ row, column }: CellAddress): string {
  return `${row} ${column}`;
}
