import { type ParsedXml, parseXml, XmlError, type XmlErrorCode } from '@liaison/xml';
import type { FindingCode } from '../report/finding.ts';
import type { FindingWriter } from '../report/finding-writer.ts';
import { readingRule } from '../rules/table.ts';

const refusals: Readonly<Record<Exclude<XmlErrorCode, 'xml/schema-broken'>, FindingCode>> = {
  'xml/empty': 'MIO-ENV-001',
  'xml/too-large': 'MIO-ENV-002',
  'xml/encoding-unsupported': 'MIO-ENV-003',
  'xml/encoding-mismatch': 'MIO-ENV-004',
  'xml/encoding-broken': 'MIO-ENV-005',
  'xml/version-unsupported': 'MIO-XML-003',
  'xml/forbidden-character': 'MIO-XML-002',
  'xml/not-well-formed': 'MIO-XML-001',
  'xml/not-canonical': 'MIO-XML-001',
  'xml/doctype': 'MIO-SEC-001',
  'xml/too-deep': 'MIO-SEC-002',
  'xml/limit': 'MIO-SEC-003',
};

/** Parses what may be parsed, and says why the rest is not: layers 0 and 1. The caller disposes of the tree. */
export function guardFile(
  bytes: Uint8Array,
  maximumBytes: number,
  writer: FindingWriter,
): ParsedXml | undefined {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes.length > 3) {
    writer.atPlace(readingRule('MIO-ENV-006'), { offset: 0 }, {});
    return undefined;
  }
  if (bytes.length > maximumBytes) {
    refuseSize(maximumBytes, writer);
    return undefined;
  }
  try {
    const parsed = parseXml(bytes, { maxBytes: maximumBytes });
    noteForm(bytes, parsed, writer);
    return parsed;
  } catch (error) {
    if (!(error instanceof XmlError) || error.code === 'xml/schema-broken') throw error;
    const place = { offset: 0, ...(error.line === null ? {} : { line: error.line }) };
    writer.atPlace(readingRule(refusals[error.code]), place, {});
    return undefined;
  }
}

export function refuseSize(maximumBytes: number, writer: FindingWriter): void {
  const limite = { as: 'decimal', value: String(maximumBytes) } as const;
  writer.atPlace(readingRule('MIO-ENV-002'), { offset: 0 }, { with: { limite } });
}

function noteForm(bytes: Uint8Array, { encoding }: ParsedXml, writer: FindingWriter): void {
  const start = { offset: 0, line: 1 };
  if (encoding !== 'UTF-8' && encoding !== 'US-ASCII')
    writer.atPlace(readingRule('MIO-ENV-010'), start, { value: encoding, with: { encodage: encoding } });
  if (bytes[0] === 0xef && bytes[1] === 0xbb) writer.atPlace(readingRule('MIO-ENV-011'), start, {});
  const mixed = firstMixedLine(bytes);
  if (mixed) writer.atPlace(readingRule('MIO-ENV-012'), mixed, {});
}

/** The first line that does not end as the first one does: CR LF, LF or CR. */
function firstMixedLine(bytes: Uint8Array): { line: number; offset: number } | undefined {
  if (!bytes.includes(0x0d)) return undefined;
  let first: string | undefined;
  let line = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x0a && byte !== 0x0d) continue;
    line += 1;
    const end = byte === 0x0a ? 'LF' : bytes[at + 1] === 0x0a ? 'CRLF' : 'CR';
    first ??= end;
    if (end !== first) return { line, offset: at };
    if (end === 'CRLF') at += 1;
  }
  return undefined;
}
