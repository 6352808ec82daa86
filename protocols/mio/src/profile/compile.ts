import { cardinality, type Field, type Group, type MessageDefinition, type Node } from '../table/node.ts';
import { aggregateChildren, documentChildren } from '../ubl/structure.ts';
import { parsePath, type Condition, type Path, type Step } from './path.ts';

/** A field of an instance: where its value lies in the flat list of the instance's values. */
export interface Slot {
  index: number;
  field: Field;
  /** From the instance's object. */
  keys: readonly string[];
  /** Of each key, whether it must be there where what encloses it is. */
  required: readonly boolean[];
}

/** What the text of an element or an attribute is. */
export type Content =
  | { kind: 'slot'; slot: Slot; part: 'whole' | 'date' | 'time' }
  | { kind: 'fixed'; value: string }
  | { kind: 'repeats'; key: string; slot?: Slot };

/** One use of an element: what tells it apart, and what is in it. */
export interface Use {
  name: string;
  conditions: readonly Condition[];
  /** In the order of UBL. */
  elements: Map<string, Element>;
  attributes: Map<string, Content>;
  text?: Content;
  /** The element is one item of a list. */
  repeat?: Repeat;
  /** The element stands even where nothing is in it. */
  isForced?: true;
}

/** All uses of one element name in a parent. */
export interface Element {
  name: string;
  uses: Use[];
}

export interface Repeat {
  index: number;
  keys: readonly string[];
  required: readonly boolean[];
  group: Group;
  item: Instance;
}

/** Node of the object that an instance makes: mirrors the table. */
export type Shape =
  | { kind: 'slot'; key: string; slot: Slot; isRequired: boolean }
  | { kind: 'repeat'; key: string; repeat: Repeat; isRequired: boolean }
  | {
      kind: 'group';
      key: string;
      keys: readonly string[];
      group: Group;
      isRequired: boolean;
      children: readonly Shape[];
    };

/** The message itself, or one item of a list of it. */
export interface Instance {
  root: Use;
  slots: Slot[];
  repeats: Repeat[];
  shape: readonly Shape[];
}

const compiled = new Map<string, Instance>();

/** The elements of a message with the place of each row of its table. */
export function compileMessage(message: MessageDefinition): Instance {
  const known = compiled.get(message.code);
  if (known) return known;
  const instance = newInstance(newUse(message.root, []));
  instance.shape = compileNodes(
    { message, instance, use: instance.root, keys: [], required: [] },
    message.children,
  );
  // Our own documents are in the order of the table.
  if (!message.root.startsWith('mio:'))
    sortElements(
      instance.root,
      documentChildren(message.root).map(({ name }) => name),
    );
  compiled.set(message.code, instance);
  return instance;
}

interface Context {
  message: MessageDefinition;
  instance: Instance;
  use: Use;
  keys: readonly string[];
  required: readonly boolean[];
}

type OpenInstance = Instance & { shape: readonly Shape[] };

function newUse(name: string, conditions: readonly Condition[]): Use {
  return { name, conditions, elements: new Map(), attributes: new Map() };
}

function newInstance(root: Use): OpenInstance {
  return { root, slots: [], repeats: [], shape: [] };
}

function compileNodes(context: Context, nodes: readonly Node[]): Shape[] {
  const shapes = nodes.flatMap((node) => compileNode(context, node));
  for (const shape of shapes) if (shape.kind === 'slot') linkRepeats(context, shape.slot);
  return shapes;
}

function compileNode(context: Context, node: Node): Shape[] {
  if (node.kind === 'constant') {
    const use = descend(context.use, parsePath(node.path).steps);
    if (node.value === '') use.isForced = true;
    else use.text = { kind: 'fixed', value: node.value };
    return [];
  }
  const often = cardinality(node, context.message.code);
  if (often === '0') return [];
  const isRequired = often === '1' || often === '+';
  if (node.kind === 'field')
    return [{ kind: 'slot', key: node.key, slot: compileField(context, node, isRequired), isRequired }];
  if (often === '*' || often === '+')
    return [{ kind: 'repeat', key: node.key, repeat: compileRepeat(context, node, isRequired), isRequired }];
  const use = descend(context.use, parsePath(node.path).steps);
  const children = compileNodes(
    { ...context, use, keys: [...context.keys, node.key], required: [...context.required, isRequired] },
    node.children,
  );
  return [
    { kind: 'group', key: node.key, keys: [...context.keys, node.key], group: node, isRequired, children },
  ];
}

function compileField({ instance, use, keys, required }: Context, field: Field, isRequired: boolean): Slot {
  const path = parsePath(field.path);
  const slot = {
    index: instance.slots.length,
    field,
    keys: [...keys, field.key],
    required: [...required, isRequired],
  };
  instance.slots.push(slot);
  placeField(use, path, slot);
  return slot;
}

function placeField(use: Use, path: Path, slot: Slot): void {
  const target = descend(use, path.steps);
  if (path.attribute) target.attributes.set(path.attribute, { kind: 'slot', slot, part: 'whole' });
  else target.text = { kind: 'slot', slot, part: path.timeElement ? 'date' : 'whole' };
  if (path.timeElement) {
    const beside = [...path.steps.slice(0, -1), { name: path.timeElement, conditions: [] }];
    descend(use, beside).text = { kind: 'slot', slot, part: 'time' };
  }
}

function compileRepeat(
  { message, instance, use, keys, required }: Context,
  group: Group,
  isRequired: boolean,
): Repeat {
  const itemUse = descend(use, parsePath(group.path).steps);
  const item = newInstance(itemUse);
  item.shape = compileNodes(
    { message, instance: item, use: itemUse, keys: [], required: [] },
    group.children,
  );
  const repeat = {
    index: instance.repeats.length,
    keys: [...keys, group.key],
    required: [...required, isRequired],
    group,
    item,
  };
  instance.repeats.push(repeat);
  itemUse.repeat = repeat;
  return repeat;
}

/** The use at the end of the steps, made where it is not there yet. */
function descend(use: Use, steps: readonly Step[]): Use {
  let at = use;
  for (const { name, conditions } of steps) {
    const element = at.elements.get(name) ?? { name, uses: [] };
    at.elements.set(name, element);
    const wanted = JSON.stringify(conditions);
    let next = element.uses.find((known) => JSON.stringify(known.conditions) === wanted);
    if (!next) {
      next = newUse(name, conditions);
      element.uses.push(next);
      applyConditions(next, conditions);
    }
    at = next;
  }
  return at;
}

/** What is fixed is written too. */
function applyConditions(use: Use, conditions: readonly Condition[]): void {
  for (const condition of conditions) {
    if (condition.kind === 'repeats')
      use.attributes.set(condition.attribute, { kind: 'repeats', key: condition.key });
    if (condition.kind !== 'fixed') continue;
    const target = descend(
      use,
      condition.elements.map((name) => ({ name, conditions: [] })),
    );
    const content: Content = { kind: 'fixed', value: condition.value };
    if (condition.attribute) target.attributes.set(condition.attribute, content);
    else target.text = content;
  }
}

/** Attributes that repeat the field just placed, in the elements of its group. */
function linkRepeats({ use }: Context, slot: Slot): void {
  const visit = (at: Use): void => {
    for (const content of at.attributes.values())
      if (content.kind === 'repeats' && content.key === slot.field.key) content.slot ??= slot;
    for (const element of at.elements.values()) element.uses.filter(({ repeat }) => !repeat).forEach(visit);
  };
  visit(use);
}

/** Puts elements in the order in which UBL wants them; throws on what UBL does not know there. */
function sortElements(use: Use, order: readonly string[]): void {
  const rank = (name: string) => {
    const found = order.indexOf(name);
    if (found < 0) throw new Error(`UBL knows no ${name} in ${use.name}`);
    return found;
  };
  const sorted = [...use.elements.values()].toSorted((left, right) => rank(left.name) - rank(right.name));
  use.elements = new Map(sorted.map((element) => [element.name, element]));
  for (const element of sorted)
    for (const child of element.uses)
      sortElements(
        child,
        aggregateChildren(element.name).map(({ name }) => name),
      );
}
