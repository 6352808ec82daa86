import {
  cardinality,
  findRow,
  messages,
  valueAt,
  type DraftMessage,
  type Field,
  type Group,
  type MessageCode,
  type ModelPath,
  type Node,
  type Value,
} from '@liaison/mio';
import { isSamePath, isWithin } from './model-path.ts';
import { choicesOf, readTyped, showValue, typedForm, type TypedChoice } from './typed-value.ts';

/** One field of the message, for a reader who knows no element name. */
export type FieldView = {
  readonly path: ModelPath;
  readonly label: string;
  readonly help: string;
  /** As shown; null where the message has none. */
  readonly shown: string | null;
  /** As typed to correct it. */
  readonly typed: string;
  readonly choices: readonly TypedChoice[] | null;
  readonly isRequired: boolean;
  /** What a finding says should stand there, where that is a value and another one. */
  readonly proposal: { readonly shown: string; readonly typed: string } | null;
  /** Text of several lines. */
  readonly isLong: boolean;
};

export type GroupView = { readonly label: string; readonly fields: readonly FieldView[] };

/** A line, a lot or a part of the message: its fields in the order of the field table, those of a group together. */
export type LineView = {
  /** What names it among its like: an item's designation, a lot's title. */
  readonly name: string | null;
  readonly groups: readonly GroupView[];
  /** Fields that are there and not shown, where a list is very long. */
  readonly hidden: number;
};

/** Where a finding is, as its report tells: by the property, or by the lot and line alone. */
export type Sought = {
  readonly path?: ModelPath | undefined;
  readonly lot?: string | undefined;
  readonly line?: string | undefined;
};

/** The part of the message to show for a place: its line, else its lot, else the group at the top. */
export function scopeOf(message: DraftMessage, { path = [], lot, line }: Sought): ModelPath {
  const around = path.length > 0 ? path : pathOf(message, lot, line);
  const depth = around.findLastIndex((part, index) => index <= 3 && typeof part === 'number');
  if (depth !== -1) return around.slice(0, depth + 1);
  return findRow(message.type, around.slice(0, 1))?.kind === 'group' ? around.slice(0, 1) : [];
}

function pathOf(message: DraftMessage, lot: string | undefined, line: string | undefined): ModelPath {
  const lots = listAt(message, ['lots']);
  const lotIndex = lots.findIndex((each) => textAt(each, 'id') === lot);
  if (lot === undefined || lotIndex === -1) return [];
  const lines = listAt(message, ['lots', lotIndex, 'lines']);
  const lineIndex = lines.findIndex((each) => [textAt(each, 'needLine'), textAt(each, 'id')].includes(line));
  return line === undefined || lineIndex === -1 ? ['lots', lotIndex] : ['lots', lotIndex, 'lines', lineIndex];
}

/** A field that a finding is about, and what the finding expects there: a value, or words. */
export type Marked = { readonly path: ModelPath; readonly expected?: string | undefined };

/** More nobody reads at once. */
const mostFields = 120;

/** `marked`: fields that findings are about, shown even where the message has none. */
export function viewPart(message: DraftMessage, scope: ModelPath, marked: readonly Marked[]): LineView {
  const view = new PartView(message.type, marked);
  const row = scope.length === 0 ? undefined : findRow(message.type, scope);
  const children = row?.kind === 'group' ? row.children : messages[message.type].children;
  const part = scope.length === 0 ? message : valueAt(message, scope);
  view.visit(children, part, scope, row?.kind === 'group' ? row.fr : messages[message.type].fr);
  return { ...view.result(), name: nameOf(part) };
}

class PartView {
  readonly #code: MessageCode;
  readonly #marked: readonly Marked[];
  readonly #groups: { label: string; fields: FieldView[] }[] = [];
  #shown = 0;
  #hidden = 0;

  constructor(code: MessageCode, marked: readonly Marked[]) {
    this.#code = code;
    this.#marked = marked;
  }

  visit(nodes: readonly Node[], part: unknown, path: ModelPath, label: string): void {
    const group = { label, fields: [] as FieldView[] };
    this.#groups.push(group);
    for (const node of nodes) {
      if (node.kind !== 'field' || cardinality(node, this.#code) === '0') continue;
      const view = this.#field(node, propertyOf(part, node.key), [...path, node.key]);
      if (view) group.fields.push(view);
    }
    for (const node of nodes)
      if (node.kind === 'group' && cardinality(node, this.#code) !== '0')
        this.#group(node, propertyOf(part, node.key), [...path, node.key]);
  }

  result(): Omit<LineView, 'name'> {
    return { groups: this.#groups.filter(({ fields }) => fields.length > 0), hidden: this.#hidden };
  }

  #field(field: Field, value: unknown, path: ModelPath): FieldView | undefined {
    const mark = this.#marked.find((each) => isSamePath(each.path, path));
    const isMarked = mark !== undefined;
    const known = isValue(value) ? value : undefined;
    if (known === undefined && !isMarked) return undefined;
    if (!isMarked && this.#shown >= mostFields) {
      this.#hidden += 1;
      return undefined;
    }
    this.#shown += 1;
    return {
      path,
      label: field.fr,
      help: field.help,
      shown: known === undefined ? null : showValue(field, known),
      typed: known === undefined ? '' : typedForm(field, known),
      choices: choicesOf(field),
      isRequired: cardinality(field, this.#code) === '1',
      proposal: proposalOf(field, known, mark?.expected),
      isLong: field.type === 'text',
    };
  }

  #group(group: Group, value: unknown, path: ModelPath): void {
    if (!isList(group, this.#code)) {
      const isMarked = this.#marked.some((each) => isWithin(each.path, path));
      if (value !== undefined || isMarked) this.visit(group.children, value, path, group.fr);
      return;
    }
    // Lots and their lines are parts of their own, shown one at a time.
    if (group.key === 'lots' || group.key === 'lines' || !Array.isArray(value)) return;
    const isMany = value.length > 1;
    for (const [index, item] of value.entries())
      this.visit(group.children, item, [...path, index], isMany ? `${group.fr} ${index + 1}` : group.fr);
  }
}

function proposalOf(
  field: Field,
  known: Value | undefined,
  expected: string | undefined,
): FieldView['proposal'] {
  if (expected === undefined) return null;
  const read = readTyped(field, expected, true);
  if (!read.isRight || read.value === undefined || read.value === known) return null;
  return { shown: showValue(field, read.value), typed: typedForm(field, read.value) };
}

function isList(group: Group, code: MessageCode): boolean {
  const often = cardinality(group, code);
  return often === '*' || often === '+';
}

function nameOf(part: unknown): string | null {
  return textAt(propertyOf(part, 'item'), 'name') ?? textAt(part, 'title') ?? textAt(part, 'name') ?? null;
}

function listAt(message: DraftMessage, path: ModelPath): readonly unknown[] {
  const value = valueAt(message, path);
  return Array.isArray(value) ? value : [];
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const text = propertyOf(value, key);
  return typeof text === 'string' ? text : undefined;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
