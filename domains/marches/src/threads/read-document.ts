import { createHash } from 'node:crypto';
import {
  describePlace,
  readJson,
  readMessage,
  type DraftMessage,
  type JsonPlace,
  type ModelPath,
  type ReadFinding,
} from '@liaison/mio';
import { codesOfReading, rules, type Finding } from '@liaison/mio-control';
import { codeOfReading, readOffer, reported, type ExcelFinding, type NeedsMessage } from '@liaison/mio-excel';

/** A message that came otherwise than as XML: what it says, and what stood in the way of reading it. */
export type DocumentReading = {
  readonly message?: DraftMessage;
  readonly findings: readonly Finding[];
  /** Cell of the workbook that a property came from. */
  readonly cell?: (path: ModelPath) => string | undefined;
};

/** The standard's JSON. Never throws, whatever the bytes. */
export function readJsonDocument(bytes: Uint8Array): DocumentReading {
  const { message, findings } = readJson(new TextDecoder().decode(bytes));
  const told = findings.map((finding) => findingOfJson(finding, message));
  return { ...(message ? { message } : {}), findings: told };
}

function findingOfJson(
  { kind, path, row, value, expected, fr }: ReadFinding<JsonPlace>,
  message: DraftMessage | undefined,
): Finding {
  const code = codesOfReading[kind];
  const near = message && describePlace(message, path);
  return {
    code,
    severity: message ? 'ERREUR' : 'BLOQUANT',
    layer: 'XSD',
    message: { fr, en: englishOf(code) },
    location: {
      ...(near?.lot === undefined ? {} : { lot: near.lot }),
      ...(near?.line === undefined ? {} : { ligne: near.line }),
      ...(row ? { champ: row.fr } : {}),
    },
    ...(path.length > 0 ? { path } : {}),
    ...(value === undefined ? {} : { value }),
    ...(expected === undefined ? {} : { expected }),
    ruleUrl: ruleUrl(code),
  };
}

/** The model workbook, filled in. Never throws, whatever the bytes. */
export function readWorkbookDocument(bytes: Uint8Array, need: Uint8Array | undefined): DocumentReading {
  const needs = need && needsOf(need);
  const { offer, findings, place } = readOffer(bytes, {
    identity: { messageId: nameOf(bytes), createdAt: `${new Date().toISOString().slice(0, 19)}Z` },
    ...(needs ? { needs } : {}),
  });
  return { ...(offer ? { message: offer } : {}), findings: findings.map(findingOfCell), cell: place };
}

/** A message as it was made from the same workbook has the same name: a UUID of its bytes (RFC 9562, version 8). */
function nameOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update(bytes).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
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
export function needsOf(bytes: Uint8Array): NeedsMessage | undefined {
  const { message } = readMessage(bytes);
  return message && isNeeds(message) ? message : undefined;
}

export function isNeeds(message: DraftMessage): message is NeedsMessage {
  return message.type === 'M10' || message.type === 'M11';
}

const english = new Map<string, string>(rules.map(({ code, title }) => [code, title.en]));

function englishOf(code: string): string {
  return english.get(code) ?? 'Trouble in reading the workbook.';
}

function ruleUrl(code: string): string {
  return `urn:liaison:mio:regle:${code}`;
}
