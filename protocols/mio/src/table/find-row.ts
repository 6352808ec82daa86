import type { ModelPath } from '../model/draft.ts';
import { messages } from './messages.ts';
import {
  cardinality,
  type Field,
  type Group,
  type MessageCode,
  type MessageDefinition,
  type Node,
} from './node.ts';

/** A row of a message with its path in the model; of lists without positions: `['lots', 'lines', 'quantity']`. */
export interface LocatedRow {
  row: Field | Group;
  keys: readonly string[];
}

/** All rows of a message in the order of the table, groups before what is in them. */
export function listRows(code: MessageCode): LocatedRow[] {
  const found: LocatedRow[] = [];
  const visit = (nodes: readonly Node[], keys: readonly string[]): void => {
    for (const node of nodes) {
      if (node.kind === 'constant' || cardinality(node, code) === '0') continue;
      const own = [...keys, node.key];
      found.push({ row: node, keys: own });
      if (node.kind === 'group') visit(node.children, own);
    }
  };
  visit(messages[code].children, []);
  return found;
}

/** The row of a property of the model, whatever its positions in lists; undefined where the message has none. */
export function findRow(code: MessageCode, path: ModelPath): Field | Group | undefined {
  const definition: MessageDefinition = messages[code];
  let nodes: readonly Node[] = definition.children;
  let row: Field | Group | undefined;
  for (const part of path) {
    if (typeof part === 'number') continue;
    row = nodes.find(
      (node): node is Field | Group =>
        node.kind !== 'constant' && node.key === part && cardinality(node, code) !== '0',
    );
    if (!row) return undefined;
    nodes = row.kind === 'group' ? row.children : [];
  }
  return row;
}
