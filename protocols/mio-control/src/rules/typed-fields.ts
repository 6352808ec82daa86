import type { DatatypeName, MessageDefinition, Node } from '@liaison/mio';

/** A field of a message with the scope it stands in, as rules name both. */
export interface TypedField {
  readonly scope: string;
  readonly champ: string;
  readonly type: DatatypeName;
}

/** Every field of a message whose type is among those given. */
export function fieldsOfTypes(definition: MessageDefinition, types: readonly DatatypeName[]): TypedField[] {
  return collect(definition.children, types, [], []);
}

function collect(
  nodes: readonly Node[],
  types: readonly DatatypeName[],
  scope: readonly string[],
  champ: readonly string[],
): TypedField[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'constant') return [];
    const keys = [...champ, node.key];
    if (node.kind === 'field')
      return types.includes(node.type)
        ? [{ scope: scope.join('.'), champ: keys.join('.'), type: node.type }]
        : [];
    const isList = node.card === '*' || node.card === '+';
    return isList
      ? collect(node.children, types, [...scope, ...keys], [])
      : collect(node.children, types, scope, keys);
  });
}
