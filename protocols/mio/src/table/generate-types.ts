/** Writes generated/messages.ts, the TypeScript type of each message, from the field table: `node src/table/generate-types.ts`. */
import { writeFileSync } from 'node:fs';
import { codeLists, listCodes, type CodeListName } from '../codes/code-lists.ts';
import { datatypes } from './datatypes.ts';
import { messages } from './messages.ts';
import {
  cardinality,
  type Cardinality,
  type Field,
  type Group,
  type MessageDefinition,
  type Node,
} from './node.ts';

interface Property {
  key: string;
  type: string;
  comment: string;
  often: Cardinality;
}

/** Interfaces by their name; a property that some message lacks is optional. */
type Interfaces = Map<string, Map<string, Property>>;

/** Text of generated/messages.ts. */
export function formatTypes(): string {
  const interfaces: Interfaces = new Map();
  const lists = new Set<CodeListName>();
  const definitions = Object.values(messages);
  for (const message of definitions) collect(interfaces, lists, message, message.type, message.children);
  return [
    '// Written by table/generate-types.ts from the field table.',
    ...[...lists].toSorted().map(formatList),
    ...[...interfaces].map(([name, properties]) => formatInterface(name, properties, definitions)),
    `/** Any message of the standard. */\nexport type Message = ${definitions.map(({ type }) => type).join(' | ')};`,
    `/** The type of each message by its code. */\nexport interface MessageByCode {\n${definitions.map(({ code, type }) => `  ${code}: ${type};`).join('\n')}\n}`,
    '',
  ].join('\n\n');
}

function collect(
  interfaces: Interfaces,
  lists: Set<CodeListName>,
  message: MessageDefinition,
  name: string,
  nodes: readonly Node[],
): void {
  const isNew = !interfaces.has(name);
  const properties = interfaces.get(name) ?? new Map<string, Property>();
  interfaces.set(name, properties);
  const seen = new Set<string>();
  for (const node of nodes) {
    if (node.kind === 'constant') continue;
    const often = cardinality(node, message.code);
    if (node.kind === 'group' && often !== '0') collect(interfaces, lists, message, node.type, node.children);
    if (node.kind === 'field' && node.codes) lists.add(node.codes);
    if (often === '0') continue;
    seen.add(node.key);
    const property = { key: node.key, type: typeOf(node, often), comment: comment(node), often };
    const known = properties.get(node.key);
    if (known && known.type !== property.type) throw new Error(`${name}.${node.key} has two types`);
    properties.set(node.key, { ...property, often: isNew ? often : loosest(known?.often ?? '?', often) });
  }
  for (const [key, property] of properties)
    if (!seen.has(key)) properties.set(key, { ...property, often: loosest(property.often, '?') });
}

/** Lists stay lists; whatever may lack somewhere may lack. */
function loosest(left: Cardinality, right: Cardinality): Cardinality {
  const isList = '*+'.includes(left);
  const mayLack = '?*0'.includes(left) || '?*0'.includes(right);
  if (isList) return mayLack ? '*' : '+';
  return mayLack ? '?' : '1';
}

function typeOf(node: Field | Group, often: Cardinality): string {
  if (node.kind === 'group') return '*+'.includes(often) ? `${node.type}[]` : node.type;
  return node.codes ? listType(node.codes) : datatypes[node.type].ts;
}

function comment(node: Field | Group): string {
  return node.kind === 'group'
    ? `${node.fr}. ${node.help}`
    : `${node.fr} (${datatypes[node.type].fr}). ${node.help}`;
}

const listType = (name: CodeListName) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Code`;

function formatList(name: CodeListName): string {
  const codes = listCodes(name).map(
    (code) => `  | '${code}' // ${Object.entries(codeLists[name]).find(([key]) => key === code)?.[1]}`,
  );
  return `export type ${listType(name)} =\n${codes.join('\n')};`;
}

function formatInterface(
  name: string,
  properties: ReadonlyMap<string, Property>,
  definitions: readonly MessageDefinition[],
): string {
  const definition = definitions.find(({ type }) => type === name);
  const lines = [...properties.values()].map(
    ({ key, type, comment, often }) =>
      `  /** ${comment} */\n  ${key}${'?*'.includes(often) ? '?' : ''}: ${type};`,
  );
  const own = definition ? [`  type: '${definition.code}';`] : [];
  const heading = definition ? `/** ${definition.code}, ${definition.fr}. ${definition.help} */\n` : '';
  return `${heading}export interface ${name} {\n${[...own, ...lines].join('\n')}\n}`;
}

if (import.meta.main) writeFileSync(new URL('../generated/messages.ts', import.meta.url), formatTypes());
