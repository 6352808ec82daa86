/** Messages made from the field table, for whoever must handle all that the standard allows. */
import fc from 'fast-check';
import type { MessageByCode } from './generated/messages.ts';
import { isDraftMessage } from './model/draft.ts';
import { messages } from './table/messages.ts';
import { cardinality, type Group, type MessageCode, type Node } from './table/node.ts';
import { Draw, drawValue } from './testing-values.ts';

export interface MessageRecipe {
  seed: number;
  /** Chance of what may lack, from 0 (nothing) to 1 (everything). */
  fullness: number;
  /** Longest list. */
  maximumItems: number;
  /** Length of each list of lines, whatever the rest. */
  lines?: number;
}

/** Complete messages: each row of the table filled or not as its cardinality allows. Shrinks towards few and empty. */
export function arbitraryMessage<Code extends MessageCode>(
  code: Code,
  { maximumItems = 3 }: { maximumItems?: number } = {},
): fc.Arbitrary<MessageByCode[Code]> {
  return fc
    .record({
      maximumItems: fc.integer({ min: 1, max: maximumItems }),
      fullness: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
      seed: fc.nat(),
    })
    .map((recipe) => makeMessage(code, recipe));
}

/** The message of a recipe, always the same. */
export function makeMessage<Code extends MessageCode>(
  code: Code,
  recipe: MessageRecipe,
): MessageByCode[Code] {
  const maker = new Maker(code, recipe);
  const message = { type: code, ...maker.object(messages[code].children) };
  if (!isMessageOf(message, code)) throw new Error('the table made no message');
  return message;
}

/** The message is made from the table that the types are made from. */
function isMessageOf<Code extends MessageCode>(value: unknown, code: Code): value is MessageByCode[Code] {
  return isDraftMessage(value) && value.type === code;
}

class Maker {
  readonly #code: MessageCode;
  readonly #recipe: MessageRecipe;
  readonly #draw: Draw;

  constructor(code: MessageCode, recipe: MessageRecipe) {
    this.#code = code;
    this.#recipe = recipe;
    this.#draw = new Draw(recipe.seed);
  }

  object(nodes: readonly Node[]): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const node of nodes) {
      if (node.kind === 'constant') continue;
      const often = cardinality(node, this.#code);
      if (often === '0' || ('?*'.includes(often) && !this.#draw.is(this.#recipe.fullness))) continue;
      const value = this.#value(node, '*+'.includes(often));
      if (value !== undefined) made[node.key] = value;
    }
    return made;
  }

  #value(node: Exclude<Node, { kind: 'constant' }>, isList: boolean): unknown {
    if (node.kind === 'field') return drawValue(node, this.#draw);
    if (isList) return this.#list(node);
    const object = this.object(node.children);
    // A group with nothing in it does not exist.
    return Object.keys(object).length > 0 ? object : undefined;
  }

  #list(node: Group): unknown[] {
    const { lines, maximumItems } = this.#recipe;
    const length = node.key === 'lines' && lines !== undefined ? lines : 1 + this.#draw.below(maximumItems);
    return Array.from({ length }, () => this.object(node.children));
  }
}
