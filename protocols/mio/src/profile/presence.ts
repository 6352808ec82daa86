import type { Content, Repeat, Slot, Use } from './compile.ts';

/** A property that an element holds: of a list, the list itself. */
type Held = Pick<Slot | Repeat, 'keys' | 'required'>;

/** Whether nothing of a message is in the element. */
export function isFixed(use: Use): boolean {
  return held(use).length === 0;
}

const known = new WeakMap<Use, readonly Held[]>();

/** What is in an element, without what is in the items of its lists. */
function held(use: Use): readonly Held[] {
  const found = known.get(use);
  if (found) return found;
  const own: Held[] = [...use.attributes.values(), ...(use.text ? [use.text] : [])].flatMap((content) =>
    slotOf(content),
  );
  for (const { uses } of use.elements.values())
    for (const child of uses) own.push(...(child.repeat ? [child.repeat] : held(child)));
  known.set(use, own);
  return own;
}

function slotOf(content: Content): Slot[] {
  return content.kind === 'slot' ? [content.slot] : [];
}

/** How many keys are sure to be there where the element is: those that all it holds begin with. */
function sureKeys(use: Use): number {
  const [first, ...rest] = held(use);
  if (!first) return 0;
  let length = first.keys.length;
  for (const { keys } of rest) {
    let alike = 0;
    while (alike < length && keys[alike] === first.keys[alike]) alike += 1;
    length = alike;
  }
  return length;
}

const isSure = ({ required }: Held, keys: number) => required.slice(keys).every(Boolean);

/**
 * Whether a complete message that has `parent` has `child` in it. `isItem`: the parent is the document or an item of a
 * list, which is there whatever it holds.
 */
export function isAlwaysIn(parent: Use, child: Use, isItem: boolean): boolean {
  if (child.isForced) return true;
  const keys = isItem || parent.isForced ? 0 : sureKeys(parent);
  if (child.repeat) return isSure(child.repeat, keys);
  if (isFixed(child)) return true;
  return held(child).some((property) => isSure(property, keys));
}

/** Whether the element always has the attribute. */
export function isAlwaysOn(use: Use, content: Content, isItem: boolean): boolean {
  if (content.kind === 'fixed') return true;
  const { slot } = content;
  return slot !== undefined && isSure(slot, isItem ? 0 : sureKeys(use));
}
