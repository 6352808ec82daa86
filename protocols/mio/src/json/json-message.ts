import { parseValue } from '../model/codec.ts';
import { assemble, newFilling, type Filling } from '../model/assemble.ts';
import {
  isDraftMessage,
  isMessageCode,
  isObject,
  type DraftMessage,
  type ModelPath,
} from '../model/draft.ts';
import { describe, type FindingKind, type JsonPlace, type ReadFinding } from '../model/finding.ts';
import { compileMessage, type Instance, type Shape } from '../profile/compile.ts';
import { messages } from '../table/messages.ts';
import type { Field, Group } from '../table/node.ts';

export interface JsonReading {
  /** Absent where the text is no message of the standard at all. */
  message?: DraftMessage;
  findings: readonly ReadFinding<JsonPlace>[];
  place(path: ModelPath): JsonPlace;
}

/** A message as JSON: the model as it is, properties in the order of the table; in lines that are indented, unless told. */
export function writeJson(message: DraftMessage, indent = 2): string {
  const { shape } = compileMessage(messages[message.type]);
  return JSON.stringify({ type: message.type, ...order(shape, message) }, null, indent);
}

function order(shapes: readonly Shape[], source: unknown): Record<string, unknown> {
  const ordered: Record<string, unknown> = {};
  if (!isObject(source)) return ordered;
  for (const shape of shapes) {
    const value = source[shape.key];
    if (value === undefined) continue;
    if (shape.kind === 'slot') ordered[shape.key] = value;
    else if (shape.kind === 'group') ordered[shape.key] = order(shape.children, value);
    else if (Array.isArray(value))
      ordered[shape.key] = value.map((item) => order(shape.repeat.item.shape, item));
  }
  return ordered;
}

/** Reads a message from JSON: never throws, whatever the text. What the table does not know is a finding. */
export function readJson(text: string): JsonReading {
  return new JsonReader().read(text);
}

class JsonReader {
  readonly #findings: ReadFinding<JsonPlace>[] = [];

  read(text: string): JsonReading {
    const value = this.#parse(text);
    const code = isObject(value) ? value['type'] : undefined;
    let message: unknown;
    if (isObject(value) && isMessageCode(code)) {
      const { type: _, ...rest } = value;
      message = { type: code, ...this.#readItem(rest, compileMessage(messages[code]), []) };
    } else if (value !== undefined) this.#add('unknown-profile', ['type'], { value: String(code) });
    return {
      ...(isDraftMessage(message) ? { message } : {}),
      findings: this.#findings,
      place: (path) => placeOf(path),
    };
  }

  #parse(text: string): unknown {
    try {
      const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
      return value;
    } catch (error) {
      this.#add('malformed', [], { value: error instanceof Error ? error.message : '' });
      return undefined;
    }
  }

  #readItem(source: Record<string, unknown>, instance: Instance, path: ModelPath): Record<string, unknown> {
    const filling = newFilling(instance);
    this.#fill(source, instance.shape, filling, path);
    return assemble(instance, filling, (row, keys) => this.#add('missing', [...path, ...keys], { row }));
  }

  #fill(source: Record<string, unknown>, shapes: readonly Shape[], filling: Filling, path: ModelPath): void {
    for (const [key, value] of Object.entries(source)) {
      const shape = shapes.find((known) => known.key === key);
      if (!shape) this.#add('unknown-element', [...path, key], { name: key });
      else this.#fillShape(value, shape, filling, [...path, key]);
    }
  }

  #fillShape(value: unknown, shape: Shape, filling: Filling, path: ModelPath): void {
    if (shape.kind === 'slot') {
      const parsed = parseValue(shape.slot.field, value);
      if (parsed.ok) {
        filling.values[shape.slot.index] = parsed.value;
        return;
      }
      filling.bad.add(shape.slot.index);
      this.#add(parsed.kind, path, { row: shape.slot.field, value: brief(value), expected: parsed.expected });
    } else if (shape.kind === 'group') {
      if (isObject(value)) this.#fill(value, shape.children, filling, path);
      else this.#add('bad-value', path, { row: shape.group, value: brief(value), expected: 'un objet' });
    } else this.#fillList(value, shape, filling, path);
  }

  #fillList(value: unknown, { repeat }: Shape & { kind: 'repeat' }, filling: Filling, path: ModelPath): void {
    if (!Array.isArray(value)) {
      this.#add('bad-value', path, { row: repeat.group, value: brief(value), expected: 'une liste' });
      return;
    }
    const items: Record<string, unknown>[] = [];
    for (const [index, item] of value.entries()) {
      if (isObject(item)) items.push(this.#readItem(item, repeat.item, [...path, index]));
      else
        this.#add('bad-value', [...path, index], {
          row: repeat.group,
          value: brief(item),
          expected: 'un objet',
        });
    }
    if (items.length > 0) filling.lists[repeat.index] = items;
  }

  #add(
    kind: FindingKind,
    path: ModelPath,
    facts: { value?: string; expected?: string; name?: string; row?: Field | Group },
  ): void {
    const { name: _, ...kept } = facts;
    this.#findings.push({ kind, path, place: placeOf(path), ...kept, fr: describe(kind, facts) });
  }
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? '').slice(0, 200);
}

/** RFC 6901. */
function placeOf(path: ModelPath): JsonPlace {
  return {
    kind: 'json',
    pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  };
}
