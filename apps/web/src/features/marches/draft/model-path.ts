import type { DraftMessage, ModelPath, Value } from '@liaison/mio';

export function isSamePath(left: ModelPath, right: ModelPath): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

export function isWithin(path: ModelPath, scope: ModelPath): boolean {
  return isSamePath(path.slice(0, scope.length), scope);
}

/** The message with another value at a place, groups on the way made where there are none; without it, taken away. */
export function withValue(message: DraftMessage, path: ModelPath, value: Value | undefined): DraftMessage {
  const [part, ...rest] = path;
  if (typeof part !== 'string') throw new TypeError('a place in a message begins with a property');
  const changed = { ...message };
  const child = put(Reflect.get(message, part), rest, value);
  if (child === undefined) Reflect.deleteProperty(changed, part);
  else Reflect.set(changed, part, child);
  return changed;
}

function put(node: unknown, [part, ...rest]: ModelPath, value: Value | undefined): unknown {
  if (part === undefined) return value;
  if (typeof part === 'number') {
    const list: unknown[] = Array.isArray(node) ? [...node] : [];
    list[part] = put(list[part], rest, value);
    return list;
  }
  const { [part]: child, ...others } = isPlain(node) ? node : {};
  const next = put(child, rest, value);
  return next === undefined ? others : { ...others, [part]: next };
}

function isPlain(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
