import { compareExact, parseExact } from '../decimal/exact.ts';
import { describePlace, type NamedPlace } from '../model/describe-place.ts';
import { isObject, isValue, type DraftMessage, type ModelPath, type Value } from '../model/draft.ts';
import type { DatatypeName } from '../table/datatypes.ts';
import { findRow } from '../table/find-row.ts';
import { matchItems } from './match-items.ts';

/**
 * One thing that two messages do not have in common. `added` and `removed` may be of a field, a group or an item of a
 * list, which is then told once and not field by field; `reordered` is of a list whose items come in another order.
 */
export interface MessageChange {
  readonly kind: 'changed' | 'added' | 'removed' | 'reordered';
  /** In the message that comes after; in the one before for what was removed. */
  readonly path: ModelPath;
  readonly place: NamedPlace;
  /** Absent of groups and items. */
  readonly before?: Value;
  readonly after?: Value;
}

/**
 * What changed from one message to another, in the order of the table. Items of lists are known by the number that they
 * bear, not by their rank. Decimals and instants are compared by what they say: `12.50` is `12.5`.
 */
export function compareMessages(before: DraftMessage, after: DraftMessage): MessageChange[] {
  return new Comparison(before, after).run();
}

const decimals: readonly DatatypeName[] = ['price', 'amount', 'quantity', 'percent', 'rate'];
const instants: readonly DatatypeName[] = ['utc', 'instant'];

class Comparison {
  readonly #before: DraftMessage;
  readonly #after: DraftMessage;
  readonly #changes: MessageChange[] = [];

  constructor(before: DraftMessage, after: DraftMessage) {
    this.#before = before;
    this.#after = after;
  }

  run(): MessageChange[] {
    const { type, ...before } = this.#before;
    const { type: otherType, ...after } = this.#after;
    if (type !== otherType) this.#tell('changed', ['type'], type, otherType);
    this.#objects(before, after, [], []);
    return this.#changes;
  }

  /** `from`: the path in the message before, `to`: in the one after; they part where items moved. */
  #objects(
    before: Record<string, unknown>,
    after: Record<string, unknown>,
    from: ModelPath,
    to: ModelPath,
  ): void {
    for (const key of new Set([...Object.keys(after), ...Object.keys(before)]))
      this.#values(before[key], after[key], [...from, key], [...to, key]);
  }

  #values(before: unknown, after: unknown, from: ModelPath, to: ModelPath): void {
    if (Array.isArray(before) || Array.isArray(after))
      this.#lists(Array.isArray(before) ? before : [], Array.isArray(after) ? after : [], from, to);
    else if (isObject(before) && isObject(after)) this.#objects(before, after, from, to);
    else if (before === undefined && after !== undefined) this.#tell('added', to, undefined, after);
    else if (before !== undefined && after === undefined) this.#tell('removed', from, before, undefined);
    else if (before !== undefined && !this.#isSame(before, after, to))
      this.#tell('changed', to, before, after);
  }

  #lists(before: readonly unknown[], after: readonly unknown[], from: ModelPath, to: ModelPath): void {
    const { pairs, added, removed, isReordered } = matchItems(before, after);
    if (isReordered) this.#tell('reordered', to, undefined, undefined);
    for (const [left, right] of pairs)
      this.#values(before[left], after[right], [...from, left], [...to, right]);
    for (const index of removed) this.#tell('removed', [...from, index], before[index], undefined);
    for (const index of added) this.#tell('added', [...to, index], undefined, after[index]);
  }

  #isSame(before: unknown, after: unknown, path: ModelPath): boolean {
    if (before === after) return true;
    const row = findRow(this.#after.type, path);
    if (row?.kind !== 'field' || typeof before !== 'string' || typeof after !== 'string') return false;
    if (instants.includes(row.type)) return Date.parse(before) === Date.parse(after);
    const left = decimals.includes(row.type) ? parseExact(before) : undefined;
    const right = left && parseExact(after);
    return left !== undefined && right !== undefined && compareExact(left, right) === 0;
  }

  #tell(kind: MessageChange['kind'], path: ModelPath, before: unknown, after: unknown): void {
    const message = kind === 'removed' ? this.#before : this.#after;
    this.#changes.push({
      kind,
      path,
      place: describePlace(message, path),
      ...(isValue(before) ? { before } : {}),
      ...(isValue(after) ? { after } : {}),
    });
  }
}
