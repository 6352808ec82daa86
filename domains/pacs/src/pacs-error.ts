import { french } from './fr.ts';

export type PacsErrorCode = keyof typeof french & `pacs/${string}`;

/**
 * Why an exchange with a peer failed. `code` has a French text (`french`); `detail` is what the peer said: a status, its
 * comment, never patient data.
 */
export class PacsError extends Error {
  override readonly name = 'PacsError';
  readonly code: PacsErrorCode;
  readonly detail: string;
  /** Whether the same may succeed later with nothing changed at either end. */
  readonly mayPass: boolean;

  constructor(code: PacsErrorCode, given: { detail?: string; mayPass?: boolean; cause?: unknown } = {}) {
    super(code, given.cause === undefined ? {} : { cause: given.cause });
    this.code = code;
    this.detail = given.detail ?? '';
    this.mayPass = given.mayPass ?? !settled.has(code);
  }
}

/** Somebody has to change a setting first. */
const settled: ReadonlySet<PacsErrorCode> = new Set<PacsErrorCode>([
  'pacs/called-unknown',
  'pacs/calling-unknown',
  'pacs/no-context',
  'pacs/tls-certificate',
  'pacs/tls-refused',
  'pacs/move-destination-unknown',
  'pacs/not-authorized',
  'pacs/not-callable',
  'pacs/bad-identifier',
  'pacs/class-not-supported',
  'pacs/syntax-not-supported',
]);

/** What a failure says to people: its French text, then what the peer said of it. */
export function describeFailure(code: string, detail: string): string {
  const known: Readonly<Record<string, string>> = french;
  const text = known[code] ?? known['pacs/unforeseen'] ?? code;
  return detail ? `${text} (${detail})` : text;
}
