import type { Message } from '../generated/messages.ts';
import { messages } from '../table/messages.ts';
import type { MessageCode } from '../table/node.ts';

/** A message as it was read: whatever could not be read, or was not there, is absent. */
export type Draft<Type> = Type extends (infer Item)[]
  ? Draft<Item>[]
  : Type extends object
    ? { [Key in keyof Type]?: Draft<Type[Key]> }
    : Type;

type DraftOf<Some> = Some extends { type: infer Code } ? Draft<Omit<Some, 'type'>> & { type: Code } : never;

/** A draft always says which message it is. */
export type DraftMessage = DraftOf<Message>;

/** Properties from the message down, and positions in lists from 0: `['lots', 2, 'lines', 1, 'price', 'unitPrice']`. */
export type ModelPath = readonly (string | number)[];

/** Scalars of the model. Exact numbers are strings; counts are numbers. */
export type Value = string | number | boolean;

export function isMessageCode(value: unknown): value is MessageCode {
  return typeof value === 'string' && Object.hasOwn(messages, value);
}

/** Readers make drafts from the field table alone, so that their type is all that is left to see. */
export function isDraftMessage(value: unknown): value is DraftMessage {
  return isObject(value) && isMessageCode(value['type']);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
