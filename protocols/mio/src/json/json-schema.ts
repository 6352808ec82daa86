import { listCodes } from '../codes/code-lists.ts';
import { datatypes, type Datatype } from '../table/datatypes.ts';
import { messages } from '../table/messages.ts';
import { cardinality, type Field, type Group, type MessageCode, type Node } from '../table/node.ts';

type Schema = Record<string, unknown>;

/** JSON Schema (draft 2020-12) of a message, from the field table. Types of the table are in `$defs`, by their name. */
export function jsonSchema(code: MessageCode): Schema {
  const definition = messages[code];
  const defs: Record<string, Schema> = {};
  const { properties, required } = describeNodes(definition.children, code, defs);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:liaison:mio:json:${code.toLowerCase()}:1`,
    title: `${code} ${definition.fr}`,
    description: `${definition.help} Profil propre à Liaison, qui n’est pas le standard certifié de Phast.`,
    type: 'object',
    properties: { type: { const: code }, ...properties },
    required: ['type', ...required],
    additionalProperties: false,
    $defs: Object.fromEntries(Object.entries(defs).toSorted(([left], [right]) => (left < right ? -1 : 1))),
  };
}

function describeNodes(
  nodes: readonly Node[],
  code: MessageCode,
  defs: Record<string, Schema>,
): { properties: Record<string, Schema>; required: string[] } {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const node of nodes) {
    if (node.kind === 'constant') continue;
    const often = cardinality(node, code);
    if (often === '0') continue;
    if (often === '1' || often === '+') required.push(node.key);
    const value = node.kind === 'field' ? describeField(node) : describeGroup(node, code, defs);
    const words = { title: node.fr, description: node.help };
    const isList = often === '*' || often === '+';
    properties[node.key] = isList
      ? { ...words, type: 'array', minItems: 1, items: value }
      : { ...value, ...words };
  }
  return { properties, required };
}

function describeGroup(group: Group, code: MessageCode, defs: Record<string, Schema>): Schema {
  if (!(group.type in defs)) {
    defs[group.type] = {};
    const { properties, required } = describeNodes(group.children, code, defs);
    defs[group.type] = {
      type: 'object',
      properties,
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    };
  }
  return { $ref: `#/$defs/${group.type}` };
}

function describeField(field: Field): Schema {
  if (field.codes) return { enum: listCodes(field.codes) };
  const type: Datatype = datatypes[field.type];
  if (type.ts === 'boolean') return { type: 'boolean' };
  if (type.ts === 'number') return { type: 'integer', minimum: 0, maximum: 999_999_999 };
  return { type: 'string', pattern: `^(?:${type.pattern})$`, maxLength: type.maxLength ?? 100 };
}
