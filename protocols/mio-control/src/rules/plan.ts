import { formatCents, formatExact, type MessageCode, type MessageDefinition, messages } from '@liaison/mio';
import type { Term, Test } from '../expression/expression.ts';
import { type Entry, findScope, type Scope } from '../expression/scope.ts';
import { toCheck, toValue } from '../expression/to-check.ts';
import type { Facts } from './facts.ts';
import {
  euros,
  type Fault,
  number,
  type PortableRule,
  type PortableTypeRule,
  type Rule,
  type Shown,
  type ValueRule,
} from './rule.ts';
import { shownAs } from './show.ts';
import { rules } from './table.ts';
import { fieldsOfTypes } from './typed-fields.ts';

/** Tells that a rule is broken; `fault.at` is from `entry`. */
export type Broken = (rule: Rule, entry: Entry, fault: Fault) => void;

/** What is held against each element of a scope. */
interface ScopePlan {
  readonly scope: Scope;
  readonly checks: readonly ((entry: Entry, facts: Facts, broken: Broken) => void)[];
}

const plans = new Map<MessageCode, readonly ScopePlan[]>();

/** All rules that are not about a whole subject, compiled for a message once. */
export function planFor(code: MessageCode): readonly ScopePlan[] {
  const known = plans.get(code) ?? makePlan(messages[code]);
  plans.set(code, known);
  return known;
}

function makePlan(definition: MessageDefinition): ScopePlan[] {
  const byScope = new Map<string, { scope: Scope; checks: ScopePlan['checks'][number][] }>();
  const inScope = (name: string) => {
    const known = byScope.get(name) ?? { scope: findScope(definition, name), checks: [] };
    byScope.set(name, known);
    return known;
  };
  for (const rule of rules) {
    if (rule.kind === 'portable' && rule.messages.includes(definition.code)) {
      const { scope, checks } = inScope(rule.scope);
      checks.push(portableCheck(rule, scope, rule));
    }
    if (rule.kind === 'portable-type')
      for (const field of fieldsOfTypes(definition, [rule.type])) {
        const { scope, checks } = inScope(field.scope);
        checks.push(portableCheck(rule, scope, { champ: field.champ, demand: rule.demand(field.champ) }));
      }
    if (rule.kind === 'value')
      for (const field of fieldsOfTypes(definition, rule.types)) {
        const { scope, checks } = inScope(field.scope);
        checks.push(valueCheck(rule, scope, field));
      }
  }
  return [...byScope.values()];
}

interface Demand {
  readonly champ: string;
  readonly demand: Test;
  readonly expected?: Term;
}

function portableCheck(
  rule: PortableRule | PortableTypeRule,
  scope: Scope,
  { champ, demand, expected }: Demand,
): ScopePlan['checks'][number] {
  if (demand.kind === 'distinct') return distinctCheck(rule, scope, demand);
  const check = toCheck(demand, scope);
  const value = expected && toValue(expected, scope);
  const shown = shownFields(rule, scope);
  const at = champ.split('.');
  return (entry, _facts, broken) => {
    if (check(entry.node)) return;
    const wanted = value?.(entry.node);
    const attendu = wanted && showExpected(scope, champ, wanted);
    broken(rule, entry, {
      at,
      with: shown(entry.node),
      ...(attendu === undefined ? {} : { expected: attendu }),
    });
  };
}

/** Points at each element that repeats one before it, rather than at what holds them. */
function distinctCheck(
  rule: Rule,
  scope: Scope,
  { over, champ }: Extract<Test, { kind: 'distinct' }>,
): ScopePlan['checks'][number] {
  const read = scope.fieldBelow(over, champ);
  return (entry, _facts, broken) => {
    const seen = new Set<string>();
    for (const { node, path } of scope.entriesBelow(over, entry.node)) {
      const text = read(node);
      if (text === undefined) continue;
      if (seen.has(text)) broken(rule, entry, { at: [...path, ...champ.split('.')], with: { double: text } });
      seen.add(text);
    }
  };
}

function valueCheck(
  rule: ValueRule,
  scope: Scope,
  { champ, type }: { readonly champ: string; readonly type: ValueRule['types'][number] },
): ScopePlan['checks'][number] {
  const read = scope.field(champ);
  const at = champ.split('.');
  return (entry, facts, broken) => {
    const text = read(entry.node);
    const fault = text === undefined ? undefined : rule.check(text, type, facts);
    if (fault) broken(rule, entry, { at, ...fault });
  };
}

function showExpected(
  scope: Scope,
  champ: string,
  value: NonNullable<ReturnType<ReturnType<typeof toValue>>>,
): Shown {
  const row = scope.row(champ);
  const isMoney = row.kind === 'field' && (row.type === 'amount' || row.type === 'price');
  return isMoney ? euros(formatCents(value)) : number(formatExact(value));
}

/** The fields that the text of the rule names in braces, read from an element. */
function shownFields(rule: Rule, scope: Scope): (node: object) => Readonly<Record<string, Shown>> {
  const names = [...new Set([...rule.text.fr.matchAll(/\{([\w.]+)\}/g)].map(([, name = '']) => name))];
  const fields = names
    .filter((name) => name !== 'attendu')
    .map((name) => ({ name, read: scope.field(name), row: scope.row(name) }));
  return (node) =>
    Object.fromEntries(fields.map(({ name, read, row }) => [name, shownAs(row, read(node) ?? '—')]));
}
