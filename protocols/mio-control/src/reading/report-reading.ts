import type { FindingKind, ReadFinding, XmlPlace } from '@liaison/mio';
import type { SchemaFinding, SchemaFindingCode } from '@liaison/xml';
import type { FindingCode } from '../report/finding.ts';
import { comparableXPath, type FindingWriter } from '../report/finding-writer.ts';
import type { Fault } from '../rules/rule.ts';
import { readingRule } from '../rules/table.ts';
import { diagnoseCode } from './diagnose-code.ts';

type Finding = ReadFinding<XmlPlace>;

/** What each trouble of a reader is called in a report, whatever the format that it read. */
export const codesOfReading: Readonly<Record<FindingKind, FindingCode>> = {
  'too-large': 'MIO-ENV-002',
  encoding: 'MIO-ENV-005',
  malformed: 'MIO-XML-001',
  doctype: 'MIO-SEC-001',
  'too-deep': 'MIO-SEC-002',
  'unknown-document': 'MIO-ENV-007',
  'unknown-profile': 'MIO-ENV-008',
  'unknown-element': 'MIO-XSD-001',
  'unknown-attribute': 'MIO-XSD-003',
  'stray-text': 'MIO-XSD-005',
  repeated: 'MIO-XSD-008',
  'fixed-value': 'MIO-XSD-009',
  'bad-value': 'MIO-XSD-006',
  'unknown-code': 'MIO-XSD-007',
  missing: 'MIO-XSD-002',
};

const schemaKinds: Readonly<Record<SchemaFindingCode, FindingCode>> = {
  'unexpected-element': 'MIO-XSD-001',
  'missing-element': 'MIO-XSD-010',
  'unknown-root': 'MIO-ENV-007',
  'unexpected-attribute': 'MIO-XSD-003',
  'missing-attribute': 'MIO-XSD-004',
  'unexpected-text': 'MIO-XSD-005',
  'invalid-value': 'MIO-XSD-006',
  'broken-reference': 'MIO-XSD-010',
  other: 'MIO-XSD-010',
};

/**
 * What the tolerant reader and the schema have against the document: layer 2. The reader goes on where libxml2 stops (in
 * the content of an element, at its first unexpected child) and knows the fields by their French names; the schema adds
 * what it alone sees, the order of elements above all.
 */
export function reportReading(
  reading: readonly Finding[],
  schema: readonly SchemaFinding[],
  writer: FindingWriter,
): void {
  const told = new Set<string>();
  for (const finding of reading) {
    const xpath = comparableXPath(finding.place.xpath);
    told.add(xpath);
    if (finding.kind === 'missing') told.add(xpath.slice(0, xpath.lastIndexOf('/')));
    reportRead(finding, writer);
    writer.markUnread(finding.place.xpath);
  }
  for (const finding of schema) if (!told.has(comparableXPath(finding.xpath))) reportSchema(finding, writer);
}

function reportRead(finding: Finding, writer: FindingWriter): void {
  const { kind, row, value, expected, place, path } = finding;
  const diagnosis =
    kind === 'bad-value' && row?.kind === 'field' && value !== undefined
      ? diagnoseCode(row.type, value)
      : undefined;
  const wanted = diagnosis?.expected ?? expected;
  const fault: Fault = {
    ...(value === undefined ? {} : { value }),
    ...(wanted === undefined ? {} : { expected: wanted }),
    ...(diagnosis?.suggestion === undefined ? {} : { suggestion: diagnosis.suggestion }),
    with: {
      nom: row?.fr ?? lastName(place.xpath),
      valeur: value ?? '',
      profil: value ?? '',
      autre: diagnosis?.other ?? '',
    },
  };
  writer.atPlace(
    readingRule(diagnosis?.code ?? codesOfReading[kind]),
    place,
    withDecimalPoint(fault, row?.kind === 'field' ? row.type : ''),
    { path, ...(row ? { row } : {}) },
  );
}

/** A decimal comma is the likeliest of bad numbers. */
function withDecimalPoint(fault: Fault, type: string): Fault {
  const isNumber = ['price', 'amount', 'quantity', 'percent', 'rate'].includes(type);
  const pointed = fault.value?.replaceAll(/[\s\u00a0\u202f€%]/g, '').replace(',', '.') ?? '';
  if (!isNumber || pointed === fault.value || !/^\d+(\.\d+)?$/.test(pointed)) return fault;
  return {
    ...fault,
    expected: pointed,
    suggestion: `Écrivez ${pointed} : un point décimal, sans espace ni signe.`,
  };
}

function reportSchema(finding: SchemaFinding, writer: FindingWriter): void {
  const { code, xpath, line, element, attribute, value, expected } = finding;
  const wanted = expected.slice(0, 8).join(' | ');
  writer.atPlace(
    readingRule(schemaKinds[code]),
    { xpath, line, offset: Number.MAX_SAFE_INTEGER },
    {
      ...(value === '' ? {} : { value }),
      ...(wanted === '' ? {} : { expected: wanted }),
      with: { nom: attribute === '' ? element : attribute, valeur: value },
    },
  );
}

function lastName(xpath: string): string {
  // Of a long path the end tells: matched whole, it would take time by the square of its length.
  const end = xpath.slice(-200);
  return /(@?[\w.-]+)(?:\[[^\]]*\])*$/.exec(end)?.[1] ?? end;
}
