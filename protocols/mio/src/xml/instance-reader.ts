import { parseText } from '../model/codec.ts';
import { assemble, newFilling, type Filling } from '../model/assemble.ts';
import type { ModelPath } from '../model/draft.ts';
import type { FindingKind } from '../model/finding.ts';
import type { Content, Element, Instance, Slot, Use } from '../profile/compile.ts';
import type { Condition } from '../profile/path.ts';
import type { Field, Group, MessageCode } from '../table/node.ts';
import { xpathOfNode, type InstancePlaces } from './places.ts';
import type { TreeNode } from './tree.ts';

/** What stood in the way, by its path from the item. */
export interface Trouble {
  kind: FindingKind;
  path: ModelPath;
  at: number;
  /** Of the element; what is missing has none. */
  xpath: string;
  facts: Facts;
}

export interface Facts {
  value?: string;
  expected?: string;
  /** Element or attribute as the document spells it. */
  name?: string;
  row?: Field | Group;
}

export interface ReadItem {
  object: Record<string, unknown>;
  places: InstancePlaces;
  troubles: readonly Trouble[];
}

interface Reading {
  filling: Filling;
  places: InstancePlaces;
  troubles: Trouble[];
  /** Dates that wait for their time of day, by slot. */
  dates: Map<number, string> | undefined;
}

/** Makes objects of elements: the message, and each item of its lists. */
export class InstanceReader {
  readonly #code: MessageCode;
  readonly #maximumTroubles: number;
  /** All troubles, those beyond the maximum too. */
  troubleCount = 0;

  constructor(code: MessageCode, maximumTroubles: number) {
    this.#code = code;
    this.#maximumTroubles = maximumTroubles;
  }

  readItem(node: TreeNode, instance: Instance): ReadItem {
    const reading: Reading = {
      filling: newFilling(instance),
      places: { at: node.at, slots: Array.from({ length: instance.slots.length }, () => -1), lists: [] },
      troubles: [],
      dates: undefined,
    };
    this.#readUse(node, instance.root, reading);
    const object = assemble(instance, reading.filling, (row, keys) =>
      this.#tell(reading, { kind: 'missing', path: keys, at: node.at, xpath: '', facts: { row } }),
    );
    return { object, places: reading.places, troubles: reading.troubles };
  }

  #tell(reading: Reading, trouble: Trouble): void {
    this.troubleCount += 1;
    if (this.troubleCount <= this.#maximumTroubles) reading.troubles.push(trouble);
  }

  #report(
    reading: Reading,
    kind: FindingKind,
    node: TreeNode,
    facts: Facts,
    keys: readonly string[] = [],
  ): void {
    this.#tell(reading, { kind, path: keys, at: node.at, xpath: xpathOfNode(node), facts });
  }

  #readUse(node: TreeNode, use: Use, reading: Reading): void {
    this.#readText(node, use, reading);
    this.#readAttributes(node, use, reading);
    let seen: Set<Use> | undefined;
    for (const child of node.children) {
      const element = use.elements.get(child.name);
      if (!element) {
        if (isCertificate(child)) continue;
        this.#report(reading, 'unknown-element', child, { name: child.name });
        continue;
      }
      const chosen = choose(element, child, node);
      if (!chosen) {
        this.#report(reading, 'unknown-element', child, {
          name: child.name,
          expected: listConditions(element),
        });
      } else if (chosen.repeat) this.#addItem(child, chosen, reading);
      else if (seen?.has(chosen)) this.#report(reading, 'repeated', child, { name: child.name });
      else {
        (seen ??= new Set()).add(chosen);
        this.#readUse(child, chosen, reading);
      }
    }
  }

  #addItem(node: TreeNode, { repeat }: Use, { filling, places, troubles }: Reading): void {
    if (!repeat) return;
    const item = isReadItem(node.item) ? node.item : this.readItem(node, repeat.item);
    const list = (filling.lists[repeat.index] ??= []);
    const path = [...repeat.keys, list.length];
    list.push(item.object);
    (places.lists[repeat.index] ??= []).push(item.places);
    for (const trouble of item.troubles) troubles.push({ ...trouble, path: [...path, ...trouble.path] });
  }

  #readText(node: TreeNode, use: Use, reading: Reading): void {
    if (use.text) this.#readContent(use.text, node.text, node, node.name, reading);
    else if (node.text !== '' && node.text.trim() !== '')
      this.#report(reading, 'stray-text', node, { value: node.text.trim().slice(0, 80) });
  }

  #readAttributes(node: TreeNode, use: Use, reading: Reading): void {
    for (const [name, value] of node.attributes) {
      const content = use.attributes.get(name);
      if (content) this.#readContent(content, value, node, `@${name}`, reading);
      else this.#report(reading, 'unknown-attribute', node, { name });
    }
    if (use.attributes.size > node.attributes.length) this.#missAttributes(node, use, reading);
  }

  #missAttributes(node: TreeNode, use: Use, reading: Reading): void {
    for (const [name, content] of use.attributes)
      if (content.kind === 'fixed' && !node.attributes.some(([known]) => known === name))
        this.#report(reading, 'fixed-value', node, { name: `@${name}`, expected: content.value });
  }

  #readContent(content: Content, text: string, node: TreeNode, name: string, reading: Reading): void {
    if (content.kind === 'slot') this.#readSlot(content.slot, content.part, text, node, reading);
    else if (content.kind === 'fixed') {
      if (text.trim() !== content.value)
        this.#report(reading, 'fixed-value', node, { name, value: text.trim(), expected: content.value });
    } else if (content.slot) this.#checkRepeated(content.slot, text, node, name, reading);
  }

  /** An attribute that repeats a field, which stands before it in every message. */
  #checkRepeated(slot: Slot, text: string, node: TreeNode, name: string, reading: Reading): void {
    const value = reading.filling.values[slot.index];
    if (value !== undefined && value !== text)
      this.#report(reading, 'fixed-value', node, { name, value: text, expected: String(value) }, slot.keys);
  }

  #readSlot(
    slot: Slot,
    part: 'whole' | 'date' | 'time',
    text: string,
    node: TreeNode,
    reading: Reading,
  ): void {
    const { filling, places } = reading;
    if (part === 'date') {
      (reading.dates ??= new Map()).set(slot.index, text.trim());
      places.slots.push(slot.index, node.at);
      return;
    }
    if (part === 'whole') places.slots.push(slot.index, node.at);
    const whole = part === 'time' ? `${reading.dates?.get(slot.index) ?? ''}T${text.trim()}` : text;
    const parsed = parseText(slot.field, whole, this.#code);
    if (parsed.ok) {
      filling.values[slot.index] = parsed.value;
      return;
    }
    filling.bad.add(slot.index);
    const value = whole.trim().slice(0, 200);
    this.#report(
      reading,
      parsed.kind,
      node,
      { row: slot.field, value, expected: parsed.expected },
      slot.keys,
    );
  }
}

function isReadItem(value: unknown): value is ReadItem {
  return typeof value === 'object' && value !== null && 'places' in value;
}

/** Where certificates stand, which have readers of their own. */
function isCertificate({ name, parent }: TreeNode): boolean {
  return parent?.parent === undefined && (name === 'ext:UBLExtensions' || name === 'mio:Certificat');
}

/** The use that an element is; of one with a single use that use, whatever its conditions. */
function choose(element: Element, node: TreeNode, parent: TreeNode): Use | undefined {
  if (element.uses.length === 1) return element.uses[0];
  return (
    element.uses.find(
      ({ conditions }) =>
        conditions.length > 0 && conditions.every((condition) => holds(condition, node, parent)),
    ) ?? element.uses.find(({ conditions }) => conditions.length === 0)
  );
}

function holds(condition: Condition, node: TreeNode, parent: TreeNode): boolean {
  if (condition.kind === 'repeats') return true;
  if (condition.kind === 'fixed')
    return textAt(node, condition.elements, condition.attribute) === condition.value;
  const isFirst = parent.children.find(({ name }) => name === node.name) === node;
  return isFirst === (condition.kind === 'first');
}

function textAt(
  node: TreeNode,
  elements: readonly string[],
  attribute: string | undefined,
): string | undefined {
  let at: TreeNode | undefined = node;
  for (const name of elements) at = at?.children.find((child) => child.name === name);
  if (attribute === undefined) return at?.text.trim();
  return at?.attributes.find(([name]) => name === attribute)?.[1];
}

function listConditions(element: Element): string {
  const values = element.uses.flatMap(({ conditions }) =>
    conditions.flatMap((condition) => (condition.kind === 'fixed' ? [condition.value] : [])),
  );
  return `connus : ${[...new Set(values)].join(', ')}`;
}
