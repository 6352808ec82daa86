import type { Field, Group, MessageDefinition, ModelPath, Node } from '@liaison/mio';
import type { ScopeReaders } from './to-check.ts';
import type { ScopePaths } from './to-xpath.ts';

/** A part of a message that a rule is about: the message itself, or the items of a list in it (`lots.lines`). */
export interface Scope extends ScopeReaders, ScopePaths {
  /** Keys of the lists, from the message down; empty for the message itself. */
  readonly keys: readonly string[];
  /** XPath of its elements, from the document; the namespace of a UBL root has the prefix `doc`. */
  readonly context: string;
  /** The row of the field table; throws where the scope has none such. */
  row(champ: string): Field | Group;
  /** Everything of this scope in a message, in the document's order. */
  entries(message: object): readonly Entry[];
  /** Everything of the lists below one element of this scope. */
  entriesBelow(over: string, node: object): readonly Entry[];
}

/** An object of the model, with the path that leads to it. */
export interface Entry {
  readonly node: object;
  readonly path: ModelPath;
}

interface Level {
  readonly path: string;
  readonly nodes: readonly Node[];
  /** Keys from the level above, non-repeated groups included. */
  readonly keys: readonly string[];
}

/** The scope named `lots.lines` of a message; the empty name is the message's own. Throws where there is none. */
export function findScope(definition: MessageDefinition, name: string): Scope {
  const lists = name === '' ? [] : name.split('.');
  const levels = descend(definition.children, lists);
  const last = levels.at(-1);
  const nodes = last ? last.nodes : definition.children;
  const root = definition.root.startsWith('mio:') ? definition.root : `doc:${definition.root}`;
  const context = [root, ...levels.map(({ path }) => path)].join('/');
  return makeScope(lists, context, nodes, (message) => entriesAt(levels, { node: message, path: [] }));
}

function makeScope(
  keys: readonly string[],
  context: string,
  nodes: readonly Node[],
  entries: (message: object) => readonly Entry[],
): Scope {
  const inner = (over: string) => {
    const levels = descend(nodes, over.split('.'));
    const path = levels.map((level) => level.path).join('/');
    return { levels, path, scope: makeScope([], path, levels.at(-1)?.nodes ?? [], () => []) };
  };
  return {
    keys,
    context,
    entries,
    entriesBelow: (over, node) => entriesAt(inner(over).levels, { node, path: [] }),
    row: (champ) => locate(nodes, champ).node,
    has: (champ) => {
      const path = keysOf(nodes, champ);
      return (node) => valueAt(node, path) !== undefined;
    },
    field: (champ) => {
      const path = keysOf(nodes, champ);
      return (node) => textOf(valueAt(node, path));
    },
    path: (champ) => locate(nodes, champ).path,
    decimal: (champ) => decimalPath(locate(nodes, champ)),
    below: (over) => {
      const { levels } = inner(over);
      return (node) => nodesAt(levels, node);
    },
    fieldBelow: (over, champ) => inner(over).scope.field(champ),
    pathBelow: (over, champ) => `${inner(over).path}/${inner(over).scope.path(champ)}`,
  };
}

function entriesAt(levels: readonly Level[], from: Entry): readonly Entry[] {
  return levels.reduce<readonly Entry[]>(
    (found, { keys }) =>
      found.flatMap(({ node, path }) =>
        listAt(node, keys).map((item, index) => ({ node: item, path: [...path, ...keys, index] })),
      ),
    [from],
  );
}

function nodesAt(levels: readonly Level[], from: object): readonly object[] {
  return levels.reduce<readonly object[]>(
    (found, { keys }) => found.flatMap((node) => listAt(node, keys)),
    [from],
  );
}

/** The lists of groups that repeat, with what leads from each to the next. `vat.rates` may pass through single groups. */
function descend(nodes: readonly Node[], keys: readonly string[]): Level[] {
  const levels: Level[] = [];
  let here = nodes;
  let passed: Group[] = [];
  let paths: string[] = [];
  for (const key of keys) {
    const group = here.find((node): node is Group => node.kind === 'group' && node.key === key);
    if (!group) throw new Error(`no group ${key} in ${keys.join('.')}`);
    passed.push(group);
    paths.push(pathAmong(group, here));
    here = group.children;
    if (group.card === '*' || group.card === '+') {
      levels.push({
        path: joinPaths(passed.map(({ path }) => path)),
        nodes: here,
        keys: passed.map(({ key }) => key),
      });
      passed = [];
    }
  }
  if (passed.length > 0) throw new Error(`${keys.join('.')} does not end in a list`);
  return levels;
}

function locate(nodes: readonly Node[], champ: string): { node: Field | Group; path: string } {
  const keys = champ.split('.');
  const paths: string[] = [];
  let here = nodes;
  let found: Field | Group | undefined;
  for (const key of keys) {
    found = here.find((node): node is Field | Group => node.kind !== 'constant' && node.key === key);
    if (!found) throw new Error(`no field ${champ}`);
    paths.push(pathAmong(found, here));
    here = found.kind === 'group' ? found.children : [];
  }
  if (!found) throw new Error('a field without a name');
  return { node: found, path: joinPaths(paths) };
}

/**
 * Elements of one name are told apart by their conditions; what has none is what the others are not: a price without a
 * type is the price offered, beside list prices and tiers.
 */
function pathAmong(node: Field | Group, siblings: readonly Node[]): string {
  const [, element = '', rest = ''] = /^([\w:]+)(?!\[)(.*)$/.exec(node.path) ?? [];
  if (element === '') return node.path;
  const others = siblings.flatMap((sibling) => {
    const conditions = sibling === node ? '' : conditionsOn(sibling.path, element);
    return conditions === '' ? [] : [conditions];
  });
  const excluded = [...new Set(others)].map((conditions) => `[not(${conditions})]`).join('');
  return `${element}${excluded}${rest}`;
}

/** `[a='1'][b='2']` on the first element of a path as `a='1' and b='2'`. */
function conditionsOn(path: string, element: string): string {
  if (!path.startsWith(`${element}[`)) return '';
  const [brackets = ''] = /^(\[[^\]]*='[^']*'\])+/.exec(path.slice(element.length)) ?? [];
  return [...brackets.matchAll(/\[([^\]]*)\]/g)].map(([, condition = '']) => condition).join(' and ');
}

/** As XPath: of an instant, its date; conditions that repeat a neighbour's value are the schema's affair. */
function joinPaths(paths: readonly string[]): string {
  return paths
    .filter((path) => path !== '')
    .map((path) => path.replaceAll(/\[@\w+=\$\w+\]/g, '').replace(/\+[\w:]+$/, ''))
    .join('/');
}

/** A `rate` is written as a factor: 0.1 for 10 %. */
function decimalPath({ node, path }: { node: Field | Group; path: string }): string {
  const isFactor = node.kind === 'field' && node.type === 'rate';
  return isFactor ? `${path}/(xs:decimal(.) * 100)` : `${path}/xs:decimal(.)`;
}

/** The keys of a field that is there. */
function keysOf(nodes: readonly Node[], champ: string): readonly string[] {
  locate(nodes, champ);
  return champ.split('.');
}

function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}

function valueAt(node: object, keys: readonly string[]): unknown {
  let value: unknown = node;
  for (const key of keys) {
    if (!isRecord(value)) return undefined;
    value = value[key];
  }
  return value;
}

function listAt(node: object, keys: readonly string[]): readonly object[] {
  const value = valueAt(node, keys);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
