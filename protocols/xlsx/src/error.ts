/**
 * Why a file is not read as a workbook. What it holds is never evaluated, run or followed: whatever could be is refused.
 * - `xlsx/empty`: no byte at all;
 * - `xlsx/not-a-workbook`: neither a ZIP archive nor a known office file, or an archive without a workbook in it;
 * - `xlsx/old-format`: an OLE2 file (.xls of Excel 97 to 2003);
 * - `xlsx/open-document`, `xlsx/binary-workbook`: a .ods, a .xlsb;
 * - `xlsx/password-protected`: an encrypted package, or an encrypted entry of the archive;
 * - `xlsx/damaged`: cut short, a checksum that differs, ill-formed XML, a part or reference that leads nowhere;
 * - `xlsx/macros`: VBA, Excel 4 macro sheets, or functions that call into libraries;
 * - `xlsx/external-link`: links to other workbooks, templates, pictures or services elsewhere (hyperlinks are let pass);
 * - `xlsx/dde`: dynamic data exchange, in a link or in a formula;
 * - `xlsx/embedded-object`: OLE objects, ActiveX controls, add-ins;
 * - `xlsx/data-connection`: connections to databases and web queries;
 * - `xlsx/doctype`: a document type declaration in a part;
 * - `xlsx/too-large`: the file, or what it unpacks to, goes past the limit, declared or real;
 * - `xlsx/too-compressed`: unpacks to far more than sheets do;
 * - `xlsx/too-many-parts`, `xlsx/too-many-sheets`, `xlsx/too-many-cells`, `xlsx/too-much-text`, `xlsx/too-deep`.
 */
export type XlsxErrorCode =
  | 'xlsx/empty'
  | 'xlsx/not-a-workbook'
  | 'xlsx/old-format'
  | 'xlsx/open-document'
  | 'xlsx/binary-workbook'
  | 'xlsx/password-protected'
  | 'xlsx/damaged'
  | 'xlsx/macros'
  | 'xlsx/external-link'
  | 'xlsx/dde'
  | 'xlsx/embedded-object'
  | 'xlsx/data-connection'
  | 'xlsx/doctype'
  | 'xlsx/too-large'
  | 'xlsx/too-compressed'
  | 'xlsx/too-many-parts'
  | 'xlsx/too-many-sheets'
  | 'xlsx/too-many-cells'
  | 'xlsx/too-much-text'
  | 'xlsx/too-deep';

/** A file that is not read. `place` is the part, or `Sheet!B2`, where it shows; the message never quotes cells. */
export class XlsxError extends Error {
  override readonly name = 'XlsxError';
  readonly code: XlsxErrorCode;
  readonly place: string | undefined;

  constructor(code: XlsxErrorCode, place?: string) {
    super(place === undefined ? code : `${code} in ${place}`);
    this.code = code;
    this.place = place;
  }
}
