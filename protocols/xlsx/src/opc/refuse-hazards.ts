import { XlsxError, type XlsxErrorCode } from '../error.ts';
import type { Relationship } from './relationships.ts';

/** Parts that run, call or hide something, by name, whatever refers to them. */
const hazardousParts: readonly (readonly [RegExp, XlsxErrorCode])[] = [
  [/vbaproject|vbadata|(?:^|\/)macrosheets\//, 'xlsx/macros'],
  [/(?:^|\/)(?:embeddings|activex|webextensions)\/|customui/, 'xlsx/embedded-object'],
  [/(?:^|\/)connections\.xml$|(?:^|\/)(?:querytables|model)\//, 'xlsx/data-connection'],
];

/** The same by what they are related as, and by their content type: names are free, types are not. */
const hazardousKinds: Readonly<Record<string, XlsxErrorCode>> = {
  vbaProject: 'xlsx/macros',
  wordVbaData: 'xlsx/macros',
  xlMacrosheet: 'xlsx/macros',
  xlIntlMacrosheet: 'xlsx/macros',
  oleObject: 'xlsx/embedded-object',
  package: 'xlsx/embedded-object',
  control: 'xlsx/embedded-object',
  activeXControlBinary: 'xlsx/embedded-object',
  webextension: 'xlsx/embedded-object',
  webextensiontaskpanes: 'xlsx/embedded-object',
  extensibility: 'xlsx/embedded-object',
  connections: 'xlsx/data-connection',
  queryTable: 'xlsx/data-connection',
  powerPivotData: 'xlsx/data-connection',
  externalLink: 'xlsx/external-link',
};

const macroTypes = /vbaProject|macrosheet|macroEnabled/i;
const linkTypes = /externalLink/i;

/** Throws `XlsxError` macros, embedded-object, data-connection, dde or external-link, with the part. */
export function refuseHazardousParts(
  parts: Iterable<string>,
  typeOf: (part: string) => string | undefined,
  readText: (part: string) => Iterable<string>,
): void {
  for (const part of parts) {
    const type = typeOf(part) ?? '';
    const hazard = hazardousParts.find(([pattern]) => pattern.test(part.toLowerCase()));
    if (hazard) throw new XlsxError(hazard[1], part);
    if (macroTypes.test(type)) throw new XlsxError('xlsx/macros', part);
    if (linkTypes.test(type)) throw new XlsxError(kindOfLink(readText(part)), part);
  }
}

/** Dynamic data exchange is written as a link (ECMA-376-1 §18.14.3): the person must know what to look for. */
function kindOfLink(texts: Iterable<string>): XlsxErrorCode {
  return [...texts].join('').includes('ddeLink') ? 'xlsx/dde' : 'xlsx/external-link';
}

/** Throws as above, or external-link. Only hyperlinks may leave the file: nothing follows them by itself. */
export function refuseHazardousRelationships(source: string, relationships: readonly Relationship[]): void {
  for (const { kind, isExternal } of relationships) {
    const code = hazardousKinds[kind];
    if (code) throw new XlsxError(code, source);
    if (isExternal && kind !== 'hyperlink') throw new XlsxError('xlsx/external-link', source);
  }
}

const hazardousFormulas: readonly (readonly [RegExp, XlsxErrorCode])[] = [
  [/\bDDE\s*\(/i, 'xlsx/dde'],
  [/\b(?:CALL|EXEC|EXECUTE|REGISTER(?:\.ID)?|RUN)\s*\(/i, 'xlsx/macros'],
  [/\b(?:WEBSERVICE|RTD|IMAGE)\s*\(|\[\d+\][\p{L}\p{N}_. ]*'?!|\.xl[a-z]{1,2}\]/iu, 'xlsx/external-link'],
];

const mayBeHazardous = /[|[]|\b(?:DDE|CALL|EXEC|EXECUTE|REGISTER(?:\.ID)?|RUN|WEBSERVICE|RTD|IMAGE)\s*\(/i;

/** Throws `XlsxError` dde, macros or external-link for what a spreadsheet would do on opening. Nothing is evaluated here. */
export function refuseHazardousFormula(formula: string, place: string): void {
  if (!mayBeHazardous.test(formula)) return;
  const withoutTexts = formula.replaceAll(/"[^"]*"/g, '""');
  if (withoutTexts.replaceAll(/'[^']*'/g, '').includes('|')) throw new XlsxError('xlsx/dde', place);
  const code = hazardousFormulas.find(([pattern]) => pattern.test(withoutTexts))?.[1];
  if (code) throw new XlsxError(code, place);
}
