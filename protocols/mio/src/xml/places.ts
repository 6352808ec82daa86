import type { ModelPath } from '../model/draft.ts';
import type { Condition } from '../profile/path.ts';
import { parsePath } from '../profile/path.ts';
import type { Instance } from '../profile/compile.ts';
import { compileMessage } from '../profile/compile.ts';
import { cardinality, type MessageDefinition, type Node } from '../table/node.ts';
import type { TreeNode } from './tree.ts';

/** Where an instance and its values begin in the text. */
export interface InstancePlaces {
  at: number;
  /** Slot and index in turn, of those that are there. */
  slots: number[];
  lists: (InstancePlaces[] | undefined)[];
}

/** Index in the text of a property, or of the nearest thing around it that is there. */
export function indexOf(message: MessageDefinition, places: InstancePlaces, path: ModelPath): number {
  let instance = compileMessage(message);
  let at = places;
  let keys: string[] = [];
  for (const part of path) {
    if (typeof part === 'string') {
      keys.push(part);
      continue;
    }
    const repeat = instance.repeats.find((known) => isSame(known.keys, keys));
    const item = repeat && at.lists[repeat.index]?.[part];
    if (!repeat || !item) return at.at;
    instance = repeat.item;
    at = item;
    keys = [];
  }
  return slotIndex(instance, at, keys) ?? at.at;
}

function slotIndex(instance: Instance, places: InstancePlaces, keys: readonly string[]): number | undefined {
  if (keys.length === 0) return undefined;
  let least: number | undefined;
  for (let index = 0; index < places.slots.length; index += 2) {
    const slot = instance.slots[places.slots[index] ?? -1];
    const at = places.slots[index + 1] ?? 0;
    if (slot && keys.every((key, depth) => slot.keys[depth] === key)) least = Math.min(least ?? at, at);
  }
  return least;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((key, index) => key === right[index]);
}

/** XPath of a property, from the table: `/Tender/cac:TenderedProject[3]/cac:TenderLine[2]/cbc:ID`. */
export function xpathOf(message: MessageDefinition, path: ModelPath): string {
  let nodes: readonly Node[] = message.children;
  let xpath = `/${message.root}`;
  for (const part of path) {
    if (typeof part === 'number') {
      xpath += `[${part + 1}]`;
      continue;
    }
    const node = nodes.find(
      (known) => known.kind !== 'constant' && known.key === part && cardinality(known, message.code) !== '0',
    );
    if (!node || node.kind === 'constant') return xpath;
    xpath += relativeXpath(node.path);
    nodes = node.kind === 'group' ? node.children : [];
  }
  return xpath;
}

/** A path of the table as XPath: what only repeats a field is left out. */
function relativeXpath(text: string): string {
  const { steps, attribute } = parsePath(text);
  const parts = steps.map(({ name, conditions }) => `/${name}${conditions.map(formatCondition).join('')}`);
  return parts.join('') + (attribute ? `/@${attribute}` : '');
}

function formatCondition(condition: Condition): string {
  if (condition.kind === 'first') return '[1]';
  if (condition.kind === 'others') return '[position()>1]';
  if (condition.kind === 'repeats' || condition.elements.length + (condition.attribute ? 1 : 0) === 0)
    return '';
  // Currency and units are fixed everywhere and tell nothing apart.
  if (condition.elements.length === 0 && /^(currencyID|unitCode)$/.test(condition.attribute ?? '')) return '';
  const where = [...condition.elements, ...(condition.attribute ? [`@${condition.attribute}`] : [])].join(
    '/',
  );
  return `[${where}='${condition.value}']`;
}

/** XPath of an element by its position among those of its name. */
export function xpathOfNode(node: TreeNode): string {
  if (!node.parent) return `/${node.name}`;
  const position = node.ordinal > 1 || node.use?.repeat ? `[${node.ordinal}]` : '';
  return `${xpathOfNode(node.parent)}/${node.name}${position}`;
}
