import { createHash } from 'node:crypto';
import {
  describePlace,
  readMessage,
  type DraftMessage,
  type ModelPath,
  type Place,
  type ReadFinding,
} from '@liaison/mio';
import { codesOfReading, rules, type Finding } from '@liaison/mio-control';
import { codeOfReading, reported, type ExcelFinding, type NeedsMessage } from '@liaison/mio-excel';
import {
  isNeeds,
  readTextMessage,
  readWorkbookMessage,
  tableSheet,
  type TextReading,
} from '@liaison/mio-sdk';
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
    case 'csv':
      return documentOf(readTextMessage(bytes, format));
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
function noMessage(code: 'MIO-ENV-005' | 'MIO-ENV-007' | 'MIO-ENV-008' | 'MIO-XML-001', fr: string): Finding {
  return {
    code,
    severity: 'BLOQUANT',
    layer: code === 'MIO-XML-001' ? 'XML' : 'ENVELOPPE',
    message: { fr, en: englishOf(code) },
    location: {},
    ruleUrl: ruleUrl(code),
  };
}

const malformed =
  'Le fichier est mal formé, ou il est tronqué : produisez-le de nouveau avec votre logiciel, sans le retoucher.';
const unknown = 'Ce fichier n’est pas un message du standard : vérifiez que vous avez choisi le bon.';

/** `sheet`: that of the workbook whose rows were read. */
function documentOf({ message, findings }: TextReading, sheet?: string): DocumentReading {
  if (!message) return { findings: [whyUnread(findings, sheet)] };
  const told = findings.map((finding) => findingOfReader(finding, message, sheet));
  return { message, findings: told };
}

/** The one finding that says why there is no message: what else stands in such a file is no matter. */
function whyUnread(findings: readonly ReadFinding[], sheet: string | undefined): Finding {
  for (const { kind, place, value, fr } of findings) {
    const location = whereOf(place, sheet);
    if (kind === 'encoding') return { ...noMessage('MIO-ENV-005', fr), location };
    // What is wrong with JSON is told by the engine, in English.
    if (kind === 'malformed')
      return { ...noMessage('MIO-XML-001', place.kind === 'json' ? malformed : fr), location };
    if (kind === 'unknown-profile' && value !== undefined && isLikeCode(value))
      return { ...noMessage('MIO-ENV-008', fr), location, value };
  }
  return noMessage('MIO-ENV-007', unknown);
}

/** Who wrote `M99` meant a message; what else is in its place may be anything, of any length. */
function isLikeCode(value: string): boolean {
  return /^m\d{1,4}$/i.test(value);
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

function readWorkbookDocument(bytes: Uint8Array, need: Uint8Array | undefined): DocumentReading {
  const needs = need && needsOf(need);
  const { kind, reading } = readWorkbookMessage(bytes, {
    identity: identityOf(bytes),
    ...(needs ? { needs } : {}),
  });
  if (kind === 'table') return documentOf(reading, tableSheet);
  const { offer, findings, place } = reading;
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
