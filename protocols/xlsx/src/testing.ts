import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits } from './limits.ts';
import { openPackage } from './opc/package.ts';
import { writeZip } from './zip/write-zip.ts';

/** Other programs as judges of workbooks, and workbooks made by hand. */

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts of a workbook with one sheet, `Feuille`, whose content is this XML; others may be added or take their place. */
export function handmadeParts(sheet: string): Map<string, string> {
  return new Map([
    [
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/sheet.xml" ContentType="${sheetType}.worksheet+xml"/></Types>`,
    ],
    ['_rels/.rels', relationships([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relationships([['rId1', 'worksheet', 'sheet.xml']])],
    ['xl/sheet.xml', `<worksheet xmlns="${main}" xmlns:r="${office}">${sheet}</worksheet>`],
  ]);
}

/** A relationships part: identifier, kind, target, and `External` where the target is elsewhere. */
export function relationships(
  all: readonly (readonly [id: string, kind: string, target: string, mode?: 'External'])[],
): string {
  const elements = all.map(
    ([id, kind, target, mode]) =>
      `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"${mode ? ` TargetMode="${mode}"` : ''}/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${elements.join('')}</Relationships>`;
}

export function zipped(parts: ReadonlyMap<string, Uint8Array | string>): Uint8Array {
  return writeZip(parts);
}

/** The text of one part of a workbook. */
export function partOf(file: Uint8Array, part: string): string {
  return [...openPackage(file, defaultLimits).readText(part)].join('');
}

/** Whether LibreOffice is on this machine; says once that nothing was held against it where it is not. */
export function hasLibreOffice(): boolean {
  const isThere = spawnSync('soffice', ['--version']).error === undefined;
  if (!isThere) console.warn('no LibreOffice on this machine: no workbook was held against it');
  return isThere;
}

/**
 * Opens workbooks in LibreOffice and saves them as .xlsx again, or prints them as .pdf, all by one start of it
 * (seconds). Throws with what it said when one of them does not come back.
 */
export function convertByLibreOffice(
  workbooks: ReadonlyMap<string, Uint8Array>,
  format: 'xlsx' | 'pdf' = 'xlsx',
): Map<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-xlsx-'));
  try {
    mkdirSync(join(folder, 'out'));
    const files = [...workbooks].map(([name, content]) => {
      writeFileSync(join(folder, `${name}.xlsx`), content);
      return join(folder, `${name}.xlsx`);
    });
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const filter = format === 'xlsx' ? 'xlsx:Calc MS Excel 2007 XML' : 'pdf:calc_pdf_Export';
    const args = [profile, '--headless', '--convert-to', filter, '--outdir', join(folder, 'out'), ...files];
    const { stdout, stderr } = spawnSync('soffice', args, { encoding: 'utf8', timeout: 120_000 });
    return new Map(
      [...workbooks.keys()].map((name) => {
        try {
          return [name, readFileSync(join(folder, 'out', `${name}.${format}`))];
        } catch (cause) {
          throw new Error(`LibreOffice did not save ${name}: ${stdout} ${stderr}`, { cause });
        }
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs Python on a workbook that openpyxl opened as `w`; what it prints, or undefined without openpyxl. */
export function askOpenpyxl(file: Uint8Array, script: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-xlsx-'));
  try {
    writeFileSync(join(folder, 'w.xlsx'), file);
    const code = `import sys, openpyxl\nw = openpyxl.load_workbook(sys.argv[1])\n${script}`;
    const args = ['-c', code, join(folder, 'w.xlsx')];
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', args, { encoding: 'utf8' });
    if (status === 0) return stdout;
    if (status !== null && !stderr.includes('ModuleNotFoundError')) throw new Error(stderr);
    console.warn('no openpyxl on this machine: no workbook was held against it');
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
