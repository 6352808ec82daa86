import type { ExcelFinding, Severity } from '../finding.ts';

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
    code: `excel/${kind}`,
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
