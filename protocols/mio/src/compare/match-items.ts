import { isObject } from '../model/draft.ts';

/** Items of two lists that are the same thing, by index, and those of one list alone. */
export interface Matching {
  readonly pairs: readonly (readonly [before: number, after: number])[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
  /** The common items come in another order. */
  readonly isReordered: boolean;
}

/** What an item may be known by: the first of these that every item of both lists has, each its own. */
const names: readonly (readonly string[])[] = [
  ['needLine', 'variant', 'rank'],
  ['needLine'],
  ['id', 'variant'],
  ['id'],
  ['siret'],
  ['site'],
  ['sha256'],
  ['level'],
  ['from'],
  ['rate'],
  ['kind', 'name'],
  ['code'],
  ['name'],
];

export function matchItems(before: readonly unknown[], after: readonly unknown[]): Matching {
  const name = names.find((keys) => tellsApart(before, keys) && tellsApart(after, keys));
  return name ? matchByName(before, after, name) : matchByRank(before, after);
}

function nameOf(item: unknown, keys: readonly string[]): string | undefined {
  if (!isObject(item)) return undefined;
  const [first = '', ...others] = keys;
  if (item[first] === undefined) return undefined;
  return JSON.stringify([item[first], ...others.map((key) => item[key] ?? null)]);
}

function tellsApart(items: readonly unknown[], keys: readonly string[]): boolean {
  const found = items.map((item) => nameOf(item, keys));
  return !found.includes(undefined) && new Set(found).size === items.length;
}

function matchByName(
  before: readonly unknown[],
  after: readonly unknown[],
  keys: readonly string[],
): Matching {
  const left = new Map(before.map((item, index) => [nameOf(item, keys), index]));
  const right = new Map(after.map((item, index) => [nameOf(item, keys), index]));
  const pairs = [...right].flatMap(([name, index]) => {
    const other = left.get(name);
    return other === undefined ? [] : [[other, index] as const];
  });
  return {
    pairs,
    added: [...right].filter(([name]) => !left.has(name)).map(([, index]) => index),
    removed: [...left].filter(([name]) => !right.has(name)).map(([, index]) => index),
    isReordered: pairs.some(([index], at) => index < (pairs[at - 1]?.[0] ?? -1)),
  };
}

function matchByRank(before: readonly unknown[], after: readonly unknown[]): Matching {
  const common = Math.min(before.length, after.length);
  const rest = (length: number) =>
    Array.from({ length: length - common }, (_unused, index) => common + index);
  return {
    pairs: Array.from({ length: common }, (_unused, index) => [index, index] as const),
    added: rest(after.length),
    removed: rest(before.length),
    isReordered: false,
  };
}
