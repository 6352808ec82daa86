import type { FindingKind } from '@liaison/mio';
import type { ExcelFinding, ExcelFindingKind, Severity } from '../finding.ts';

/** What the report needs of a finding; those of `@liaison/mio-control` are such. */
export type ReportedFinding = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: { readonly fr: string };
  readonly location: {
    readonly lot?: string;
    readonly ligne?: string;
    readonly champ?: string;
    /** `Bordereau!F132`. */
    readonly excel?: string;
  };
  readonly value?: string;
  readonly suggestion?: string;
};

/** Of the reading of a workbook. A code keeps its meaning for ever; docs/mio/modele-excel.md lists them. */
const codes = {
  unreadable: 'MIO-XLS-001',
  'not-the-model': 'MIO-XLS-002',
  'memory-lost': 'MIO-XLS-003',
  'other-consultation': 'MIO-XLS-004',
  'other-version': 'MIO-XLS-005',
  'sheet-missing': 'MIO-XLS-006',
  'sheet-renamed': 'MIO-XLS-007',
  'column-missing': 'MIO-XLS-008',
  'keys-lost': 'MIO-XLS-009',
  'no-need': 'MIO-XLS-010',
  'no-line': 'MIO-XLS-011',
  'need-changed': 'MIO-XLS-012',
  'line-removed': 'MIO-XLS-013',
  'error-value': 'MIO-XLS-014',
  formula: 'MIO-XLS-015',
  'formula-empty': 'MIO-XLS-016',
  merged: 'MIO-XLS-017',
  scientific: 'MIO-XLS-018',
  'leading-zeros': 'MIO-XLS-019',
  'date-for-number': 'MIO-XLS-020',
  more: 'MIO-XLS-021',
  'no-answer': 'MIO-XLS-022',
} as const satisfies Readonly<Record<ExcelFindingKind, string>>;

/** What the reader of messages has against a value has the code that it has in XML (mio-control). */
const readerCodes = {
  missing: 'MIO-XSD-002',
  'bad-value': 'MIO-XSD-006',
  'unknown-code': 'MIO-XSD-007',
} as const satisfies Partial<Readonly<Record<FindingKind, string>>>;

export function codeOfReading(kind: ExcelFinding['kind']) {
  if (isOfWorkbooks(kind)) return codes[kind];
  return isOfValues(kind) ? readerCodes[kind] : 'MIO-XSD-010';
}

function isOfWorkbooks(kind: ExcelFinding['kind']): kind is ExcelFindingKind {
  return kind in codes;
}

function isOfValues(kind: ExcelFinding['kind']): kind is keyof typeof readerCodes {
  return kind in readerCodes;
}

/** A finding of the reading, as the report shows it. */
export function reported({
  kind,
  severity,
  fr,
  cell,
  value,
  lot,
  ligne,
  champ,
}: ExcelFinding): ReportedFinding {
  return {
    code: codeOfReading(kind),
    severity,
    message: { fr },
    location: {
      ...(lot === undefined ? {} : { lot }),
      ...(ligne === undefined ? {} : { ligne }),
      ...(champ === undefined ? {} : { champ }),
      ...(cell === undefined ? {} : { excel: cell }),
    },
    ...(value === undefined ? {} : { value }),
  };
}
