/** How an error is to be told, whatever the protocol; each protocol has one table from these. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  /** Absent or closed to who asks: told as missing, so that he does not learn which; kept in the journal as refused. */
  | 'hidden'
  | 'conflict'
  | 'limited'
  | 'unavailable';

/**
 * An error that the domain foresees. `code` is `domain/kebab-reason` from the domain's closed list; its French text is
 * in the domain's `fr.ts`. `details` never carries patient data: it is shown, and may be logged.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(kind: ErrorKind, code: string, details: Record<string, string | number | boolean> = {}) {
    super(code);
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}
