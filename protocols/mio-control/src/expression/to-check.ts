import {
  absoluteExact,
  addExact,
  compareExact,
  type Exact,
  exact,
  multiplyExact,
  parseExact,
  subtractExact,
  zeroExact,
} from '@liaison/mio';
import { hasGs1Key } from '../nomenclature/check-digits.ts';
import type { Comparison, Term, Test } from './expression.ts';
import { centTolerance } from './to-xpath.ts';

/** Gives a field's text, or nothing where it is absent. */
export type Read = (node: object) => string | undefined;

/** How to reach the fields of a scope, and those of the scopes below it. */
export interface ScopeReaders {
  has(champ: string): Check;
  field(champ: string): Read;
  below(over: string): (node: object) => readonly object[];
  fieldBelow(over: string, champ: string): Read;
}

export type Check = (node: object) => boolean;
type Value = (node: object) => Exact | undefined;

const tolerance = exact(centTolerance);

/** The check of a demand: the twin of `toXPath`, in exact decimals. A field that cannot be read as what it should be
 * is another rule's affair: whatever is demanded of it holds. */
export function toCheck(test: Test, readers: ScopeReaders): Check {
  switch (test.kind) {
    case 'present':
      return readers.has(test.champ);
    case 'compare':
      return comparing(test.left, test.right, readers, (a, b) => holds(test.operator, compareExact(a, b)));
    case 'equal-to-the-cent':
      return comparing(
        test.left,
        test.right,
        readers,
        (a, b) => compareExact(absoluteExact(subtractExact(a, b)), tolerance) <= 0,
      );
    case 'not-after':
      return onTexts([test.first, test.second], readers, ([first = '', second = '']) => first <= second);
    case 'one-of': {
      const values = new Set(test.values);
      return onTexts([test.champ], readers, ([value = '']) => values.has(value));
    }
    case 'gs1-key':
      return onTexts([test.champ], readers, ([value = '']) => hasGs1Key(value));
    case 'distinct':
      return distinctBelow(test.over, test.champ, readers);
    case 'some':
      return someBelow(test, readers);
    case 'all': {
      const checks = test.tests.map((part) => toCheck(part, readers));
      return (node) => checks.every((check) => check(node));
    }
    case 'any': {
      const checks = test.tests.map((part) => toCheck(part, readers));
      return (node) => checks.some((check) => check(node));
    }
    case 'not': {
      const check = toCheck(test.test, readers);
      return (node) => !check(node);
    }
  }
}

/** The value of a term; nothing where a field of it is absent or no decimal. */
export function toValue(term: Term, readers: ScopeReaders): Value {
  switch (term.kind) {
    case 'decimal': {
      const value = exact(term.value);
      return () => value;
    }
    case 'field': {
      const read = readers.field(term.champ);
      const otherwise = term.orElse === undefined ? undefined : exact(term.orElse);
      return (node) => {
        const text = read(node);
        return text === undefined ? otherwise : parseExact(text);
      };
    }
    case 'sum':
      return sumBelow(term.over, term.champ, readers);
    case 'operation': {
      const left = toValue(term.left, readers);
      const right = toValue(term.right, readers);
      const apply = { '+': addExact, '-': subtractExact, '*': multiplyExact }[term.operator];
      return (node) => {
        const a = left(node);
        const b = a && right(node);
        return a && b && apply(a, b);
      };
    }
  }
}

function comparing(
  left: Term,
  right: Term,
  readers: ScopeReaders,
  accept: (a: Exact, b: Exact) => boolean,
): Check {
  const a = toValue(left, readers);
  const b = toValue(right, readers);
  return (node) => {
    const first = a(node);
    const second = first && b(node);
    return !first || !second || accept(first, second);
  };
}

function onTexts(
  champs: readonly string[],
  readers: ScopeReaders,
  accept: (texts: readonly string[]) => boolean,
): Check {
  const reads = champs.map((champ) => readers.field(champ));
  return (node) => {
    const texts: string[] = [];
    for (const read of reads) {
      const text = read(node);
      if (text === undefined) return true;
      texts.push(text);
    }
    return accept(texts);
  };
}

function distinctBelow(over: string, champ: string, readers: ScopeReaders): Check {
  const below = readers.below(over);
  const read = readers.fieldBelow(over, champ);
  return (node) => {
    const seen = new Set<string>();
    return below(node).every((child) => {
      const text = read(child);
      return text === undefined || seen.size !== seen.add(text).size;
    });
  };
}

function someBelow({ over, champ, values }: Extract<Test, { kind: 'some' }>, readers: ScopeReaders): Check {
  const below = readers.below(over);
  const read = readers.fieldBelow(over, champ);
  const wanted = new Set<string | undefined>(values);
  return (node) => below(node).some((child) => wanted.has(read(child)));
}

function sumBelow(over: string, champ: string, readers: ScopeReaders): Value {
  const below = readers.below(over);
  const read = readers.fieldBelow(over, champ);
  return (node) => {
    let total: Exact | undefined = zeroExact;
    for (const child of below(node)) {
      const text = read(child);
      const value = text === undefined ? zeroExact : parseExact(text);
      total = value && total && addExact(total, value);
    }
    return total;
  };
}

function holds(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}
