/**
 * What a portable rule demands, as data: from one tree come the check that the controller runs and the XPath that the
 * published Schematron holds. Fields are named as the field table names them (`champ`), relative to the rule's scope.
 *
 * An absent field makes every demand upon it hold: that a field must be there is said by `present` alone.
 */

/** An exact decimal. */
export type Term =
  | { readonly kind: 'field'; readonly champ: string; readonly orElse?: string }
  | { readonly kind: 'decimal'; readonly value: string }
  | {
      readonly kind: 'operation';
      readonly operator: '+' | '-' | '*';
      readonly left: Term;
      readonly right: Term;
    }
  /** Sum of a field over the scopes below. */
  | { readonly kind: 'sum'; readonly over: string; readonly champ: string };

export type Comparison = '<' | '<=' | '=' | '!=' | '>=' | '>';

export type Test =
  | { readonly kind: 'present'; readonly champ: string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Term; readonly right: Term }
  /** Equal but for the rounding to the cent: at most half a cent apart. */
  | { readonly kind: 'equal-to-the-cent'; readonly left: Term; readonly right: Term }
  /** Dates `AAAA-MM-JJ`: the first is not after the second. */
  | { readonly kind: 'not-after'; readonly first: string; readonly second: string }
  | { readonly kind: 'one-of'; readonly champ: string; readonly values: readonly string[] }
  | { readonly kind: 'gs1-key'; readonly champ: string }
  /** No two of the scopes below have the same value there. */
  | { readonly kind: 'distinct'; readonly over: string; readonly champ: string }
  /** One of the scopes below has one of these values there. */
  | {
      readonly kind: 'some';
      readonly over: string;
      readonly champ: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'all' | 'any'; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly test: Test };

export const champ = (champ: string, orElse?: string): Term => ({
  kind: 'field',
  champ,
  ...(orElse === undefined ? {} : { orElse }),
});
export const decimal = (value: string): Term => ({ kind: 'decimal', value });
export const plus = (left: Term, right: Term): Term => ({ kind: 'operation', operator: '+', left, right });
export const minus = (left: Term, right: Term): Term => ({ kind: 'operation', operator: '-', left, right });
export const times = (left: Term, right: Term): Term => ({ kind: 'operation', operator: '*', left, right });
export const sum = (over: string, champ: string): Term => ({ kind: 'sum', over, champ });

export const present = (champ: string): Test => ({ kind: 'present', champ });
export const compare = (left: Term, operator: Comparison, right: Term): Test => ({
  kind: 'compare',
  operator,
  left,
  right,
});
export const equalToTheCent = (left: Term, right: Term): Test => ({ kind: 'equal-to-the-cent', left, right });
export const notAfter = (first: string, second: string): Test => ({ kind: 'not-after', first, second });
export const oneOf = (champ: string, values: readonly string[]): Test => ({ kind: 'one-of', champ, values });
export const gs1Key = (champ: string): Test => ({ kind: 'gs1-key', champ });
export const distinct = (over: string, champ: string): Test => ({ kind: 'distinct', over, champ });
export const some = (over: string, champ: string, values: readonly string[]): Test => ({
  kind: 'some',
  over,
  champ,
  values,
});
export const all = (...tests: Test[]): Test => ({ kind: 'all', tests });
export const any = (...tests: Test[]): Test => ({ kind: 'any', tests });
export const not = (test: Test): Test => ({ kind: 'not', test });
/** Demanded only where the condition holds. */
export const where = (condition: Test, demanded: Test): Test => any(not(condition), demanded);
