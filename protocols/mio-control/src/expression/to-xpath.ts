import type { Term, Test } from './expression.ts';

/** Where the fields of a scope and the scopes below it stand, as XPath relative to the scope's element. */
export interface ScopePaths {
  path(champ: string): string;
  /** The field's value as `xs:decimal`. */
  decimal(champ: string): string;
  pathBelow(over: string, champ: string): string;
}

/**
 * Half a cent, and a little more: processors that count decimals in binary (fontoxpath is one) are wrong by less, and no
 * product of a price of 6 decimals by a quantity falls between.
 */
export const centTolerance = '0.0050001';

/** XPath 2.0, true where the demand holds. Prefixes are those of the field table's paths, and `xs`. */
export function toXPath(test: Test, paths: ScopePaths): string {
  switch (test.kind) {
    case 'present':
      return `exists(${paths.path(test.champ)})`;
    case 'compare':
      return guarded(
        [test.left, test.right],
        paths,
        `${termToXPath(test.left, paths)} ${test.operator} ${termToXPath(test.right, paths)}`,
      );
    case 'equal-to-the-cent':
      return guarded(
        [test.left, test.right],
        paths,
        `abs(${termToXPath(test.left, paths)} - ${termToXPath(test.right, paths)}) <= ${centTolerance}`,
      );
    case 'not-after':
      return ifThere(
        [test.first, test.second],
        paths,
        ([first, second]) => `xs:date(${first}) <= xs:date(${second})`,
      );
    case 'one-of':
      return ifThere([test.champ], paths, ([path]) => `${path} = (${test.values.map(literal).join(', ')})`);
    case 'gs1-key':
      return ifThere([test.champ], paths, ([path = '']) => gs1Sum(path));
    case 'distinct': {
      const values = paths.pathBelow(test.over, test.champ);
      return `count(distinct-values(${values})) = count(${values})`;
    }
    case 'some':
      return `${paths.pathBelow(test.over, test.champ)} = (${test.values.map(literal).join(', ')})`;
    case 'all':
      return test.tests.map((part) => `(${toXPath(part, paths)})`).join(' and ');
    case 'any':
      return test.tests.map((part) => `(${toXPath(part, paths)})`).join(' or ');
    case 'not':
      return `not(${toXPath(test.test, paths)})`;
  }
}

/** XPath 2.0 for the value of a term; empty where a field of it is absent. */
export function termToXPath(term: Term, paths: ScopePaths): string {
  switch (term.kind) {
    case 'field': {
      const value = paths.decimal(term.champ);
      return term.orElse === undefined ? value : `(${value}, ${term.orElse})[1]`;
    }
    case 'decimal':
      return term.value;
    case 'sum':
      return `sum(${paths.pathBelow(term.over, term.champ)}/xs:decimal(.))`;
    case 'operation':
      return `(${termToXPath(term.left, paths)} ${term.operator} ${termToXPath(term.right, paths)})`;
  }
}

function guarded(terms: readonly Term[], paths: ScopePaths, demand: string): string {
  const needed = [...new Set(terms.flatMap(fieldsOf))];
  return ifThere(needed, paths, () => demand);
}

function ifThere(
  champs: readonly string[],
  paths: ScopePaths,
  demand: (found: readonly string[]) => string,
): string {
  const found = champs.map((champ) => paths.path(champ));
  return [...found.map((path) => `not(${path})`), demand(found)].join(' or ');
}

function fieldsOf(term: Term): string[] {
  if (term.kind === 'operation') return [...fieldsOf(term.left), ...fieldsOf(term.right)];
  return term.kind === 'field' && term.orElse === undefined ? [term.champ] : [];
}

/** Digits from the right weigh 1, 3, 1… and add up to a multiple of ten. What is no digit is NaN, and false. */
function gs1Sum(path: string): string {
  const digit = `number(substring(${path}, string-length(${path}) + 1 - $i, 1))`;
  return `sum(for $i in 1 to string-length(${path}) return ${digit} * (if ($i mod 2 = 0) then 3 else 1)) mod 10 = 0`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
