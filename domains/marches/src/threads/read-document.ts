import { createHash } from 'node:crypto';
import {
  describePlace,
  readCsv,
  readJson,
  readMessage,
  type DraftMessage,
  type ModelPath,
  type Place,
  type ReadFinding,
} from '@liaison/mio';
import { codesOfReading, rules, type Finding } from '@liaison/mio-control';
import { codeOfReading, readOffer, reported, type ExcelFinding, type NeedsMessage } from '@liaison/mio-excel';
import { isNeeds, readTableWorkbook, tableSheet } from '@liaison/mio-sdk';
import { formatPlace } from '@liaison/xlsx';
import type { FileFormat, Stranger } from '../file-format.ts';

/** A message that came otherwise than as XML: what it says, and what stood in the way of reading it. */
export type DocumentReading = {
  readonly message?: DraftMessage;
  readonly findings: readonly Finding[];
  /** Cell of the workbook that a property came from. */
  readonly cell?: (path: ModelPath) => string | undefined;
};

/** A message in one of the standard's other formats, or a file that is none. Never throws, whatever the bytes. */
export function readDocument(
  bytes: Uint8Array,
  format: Exclude<FileFormat, 'xml'>,
  need: Uint8Array | undefined,
): DocumentReading {
  switch (format) {
    case 'json':
      return readText(bytes, readJson);
    case 'csv':
      return readText(bytes, readCsv);
    case 'xlsx':
      return readWorkbookDocument(bytes, need);
    default:
      return { findings: [noMessage('MIO-ENV-007', strangersFr[format])] };
  }
}

const theRightFile = 'choisissez le fichier XML ou JSON de votre logiciel, ou le classeur Excel rempli';

const strangersFr: Readonly<Record<Stranger, string>> = {
  pdf: `Ce fichier est un PDF, et non un message : ${theRightFile}.`,
  page: `Ce fichier est une page web, et non un message : ${theRightFile}.`,
  picture: `Ce fichier est une image, et non un message : ${theRightFile}.`,
  'old-office':
    'Ce fichier est d’un ancien format d’Office : ouvrez-le dans votre tableur, enregistrez-le en « .xlsx », puis déposez-le de nouveau.',
};

/** What forbids to read anything. */
function noMessage(code: 'MIO-ENV-005' | 'MIO-ENV-007' | 'MIO-XML-001', fr: string): Finding {
  return {
    code,
    severity: 'BLOQUANT',
    layer: code === 'MIO-XML-001' ? 'XML' : 'ENVELOPPE',
    message: { fr, en: englishOf(code) },
    location: {},
    ruleUrl: ruleUrl(code),
  };
}

type Read = { readonly message?: DraftMessage; readonly findings: readonly ReadFinding[] };

function readText(bytes: Uint8Array, read: (text: string) => Read): DocumentReading {
  try {
    return documentOf(read(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { findings: [noMessage('MIO-ENV-005', notUtf8)] };
  }
}

const notUtf8 =
  'Le fichier n’est pas écrit en UTF-8 : enregistrez-le dans cet encodage (« CSV UTF-8 » dans un tableur), puis déposez-le de nouveau.';
const malformed =
  'Le fichier est mal formé, ou il est tronqué : produisez-le de nouveau avec votre logiciel, sans le retoucher.';
const unknown = 'Ce fichier n’est pas un message du standard : vérifiez que vous avez choisi le bon.';

/** `sheet`: that of the workbook whose rows were read. */
function documentOf({ message, findings }: Read, sheet?: string): DocumentReading {
  if (!message) {
    const isMalformed = findings.some(({ kind }) => kind === 'malformed');
    return {
      findings: [isMalformed ? noMessage('MIO-XML-001', malformed) : noMessage('MIO-ENV-007', unknown)],
    };
  }
  const told = findings.map((finding) => findingOfReader(finding, message, sheet));
  return { message, findings: told };
}

function findingOfReader(
  { kind, path, place, row, value, expected, fr }: ReadFinding,
  message: DraftMessage,
  sheet: string | undefined,
): Finding {
  const code = codesOfReading[kind];
  const near = describePlace(message, path);
  return {
    code,
    severity: 'ERREUR',
    layer: 'XSD',
    message: { fr, en: englishOf(code) },
    location: {
      ...whereOf(place, sheet),
      ...(near.lot === undefined ? {} : { lot: near.lot }),
      ...(near.line === undefined ? {} : { ligne: near.line }),
      ...(row ? { champ: row.fr } : {}),
    },
    ...(path.length > 0 ? { path } : {}),
    ...(value === undefined ? {} : { value }),
    ...(expected === undefined ? {} : { expected }),
    ruleUrl: ruleUrl(code),
  };
}

function whereOf(place: Place, sheet: string | undefined): Finding['location'] {
  if (place.kind !== 'csv') return {};
  const { line, column } = place;
  return sheet === undefined ? { line } : { excel: formatPlace(sheet, { row: line, column }) };
}

/** The buyer's model, filled in; or the plain table that messages without a model have as a workbook. */
function readWorkbookDocument(bytes: Uint8Array, need: Uint8Array | undefined): DocumentReading {
  const needs = need && needsOf(need);
  const identity = identityOf(bytes);
  const { offer, findings, place } = readOffer(bytes, { identity, ...(needs ? { needs } : {}) });
  const isModel = findings.every(({ kind }) => kind !== 'not-the-model');
  const table = isModel ? undefined : readTableWorkbook(bytes);
  if (table) return documentOf(table, tableSheet);
  return { ...(offer ? { message: offer } : {}), findings: findings.map(findingOfCell), cell: place };
}

/** A message as it was made from the same workbook has the same name: a UUID of its bytes (RFC 9562, version 8). */
export function identityOf(bytes: Uint8Array): { messageId: string; createdAt: string } {
  const digest = createHash('sha256').update(bytes).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const messageId = digest
    .toString('hex', 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { messageId, createdAt: `${new Date().toISOString().slice(0, 19)}Z` };
}

function findingOfCell(finding: ExcelFinding): Finding {
  const { location, value } = reported(finding);
  const code = codeOfReading(finding.kind);
  return {
    code,
    severity: finding.severity,
    layer: finding.path.length > 0 ? 'XSD' : 'ENVELOPPE',
    message: { fr: finding.fr, en: englishOf(code) },
    location,
    ...(finding.path.length > 0 ? { path: finding.path } : {}),
    ...(value === undefined ? {} : { value }),
    ruleUrl: ruleUrl(code),
  };
}

/** The needs that a workbook answers; undefined where the bytes are none. */
function needsOf(bytes: Uint8Array): NeedsMessage | undefined {
  const { message } = readMessage(bytes);
  return isNeeds(message) ? message : undefined;
}

const english = new Map<string, string>(rules.map(({ code, title }) => [code, title.en]));

function englishOf(code: string): string {
  return english.get(code) ?? 'Trouble in reading the workbook.';
}

function ruleUrl(code: string): string {
  return `urn:liaison:mio:regle:${code}`;
}
