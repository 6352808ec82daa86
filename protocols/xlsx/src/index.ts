export {
  columnLetters,
  formatAbsoluteRange,
  formatAddress,
  formatPlace,
  isWithin,
  lastRow,
  parseAddress,
  parsePlace,
  type CellAddress,
  type CellRange,
} from './address.ts';
export { XlsxError, type XlsxErrorCode } from './error.ts';
export { describeXlsxError } from './fr.ts';
export { defaultLimits, type XlsxLimits } from './limits.ts';
export { readDecimal } from './read/number-text.ts';
export { readWorkbook } from './read/read-workbook.ts';
export {
  cellAt,
  formatCell,
  type Cell,
  type CellKind,
  type Comment,
  type DefinedName,
  type Sheet,
  type SheetRow,
  type Validation,
  type Visibility,
  type Workbook,
} from './read/workbook.ts';
export { writeWorkbook } from './write/write-workbook.ts';
export {
  textCell,
  type CellInput,
  type CellStyle,
  type ColumnInput,
  type PrintSetup,
  type RowInput,
  type SheetInput,
  type ValidationInput,
  type WorkbookInput,
} from './write/workbook-input.ts';
export { editWorkbook } from './edit/edit-workbook.ts';
export type { CellEdit, SheetEdit, WorkbookEdit } from './edit/workbook-edit.ts';
