import { XlsxError, type XlsxErrorCode } from '../error.ts';

/**
 * Files that are no OOXML package at all, told apart by their first bytes, so that the person hears what to do:
 * OLE2 is an old .xls or an encrypted .xlsx (MS-OFFCRYPTO §2.3.4: a stream named EncryptedPackage).
 */
export function refuseStrangers(file: Uint8Array): void {
  if (file.length === 0) throw new XlsxError('xlsx/empty');
  if (startsWith(file, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new XlsxError(hasUtf16(file, 'EncryptedPackage') ? 'xlsx/password-protected' : 'xlsx/old-format');
  if (!startsWith(file, [0x50, 0x4b, 0x03, 0x04])) throw new XlsxError('xlsx/not-a-workbook');
}

/** Archives that are another kind of document. */
export function refuseOtherDocuments(parts: ReadonlySet<string>, mainType: string | undefined): void {
  const code = otherDocument(parts, mainType);
  if (code) throw new XlsxError(code);
}

function otherDocument(parts: ReadonlySet<string>, mainType = ''): XlsxErrorCode | undefined {
  if (parts.has('content.xml') && parts.has('mimetype')) return 'xlsx/open-document';
  if (mainType.includes('sheet.binary')) return 'xlsx/binary-workbook';
  if (/macroEnabled|addin/i.test(mainType)) return 'xlsx/macros';
  if (!/spreadsheetml\.(?:sheet|template)\.main\+xml$/.test(mainType)) return 'xlsx/not-a-workbook';
}

function startsWith(file: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => file[index] === byte);
}

function hasUtf16(file: Uint8Array, word: string): boolean {
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes(Buffer.from(word, 'utf16le'));
}
