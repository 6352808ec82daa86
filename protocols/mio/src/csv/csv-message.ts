import { parseModelText } from '../model/codec.ts';
import { assemble, newFilling, type Filling } from '../model/assemble.ts';
import {
  isDraftMessage,
  isMessageCode,
  isObject,
  isValue,
  type DraftMessage,
  type ModelPath,
} from '../model/draft.ts';
import { describe, type CsvPlace, type FindingKind, type ReadFinding } from '../model/finding.ts';
import { compileMessage, type Instance, type Shape } from '../profile/compile.ts';
import { messages } from '../table/messages.ts';
import type { Field, Group } from '../table/node.ts';
import { formatCsv, parseCsv, type Cell } from './csv-text.ts';

/**
 * A message as one table: each line is one object of the message. `objet` says which, by its path without positions
 * (`lots/lines`), `n°` and `dans` give its number and that of the object it is in; the other columns are properties by
 * their path from the object (`price/unitPrice`), in the order of the table.
 */
const fixedColumns = ['objet', 'n°', 'dans'] as const;

export interface CsvReading {
  message?: DraftMessage;
  findings: readonly ReadFinding<CsvPlace>[];
}

interface Line {
  object: string;
  number: number;
  parent: number | undefined;
  values: Map<string, string>;
}

/** The message as CSV: the type is the object of the first line. */
export function writeCsv(message: DraftMessage): string {
  return formatCsv(writeTable(message));
}

/** The message as the rows of that table, its head first: for whatever holds tables of text. */
export function writeTable(message: DraftMessage): string[][] {
  const instance = compileMessage(messages[message.type]);
  const lines: Line[] = [];
  listLines(instance, message, message.type, undefined, lines);
  const columns = csvColumns(message.type).filter((column) => lines.some(({ values }) => values.has(column)));
  const body = lines.map(({ object, number, parent, values }) => [
    object,
    String(number),
    parent === undefined ? '' : String(parent),
    ...columns.map((column) => values.get(column) ?? ''),
  ]);
  return [[...fixedColumns, ...columns], ...body];
}

/** Columns that a message may have, beside those that say which object a line is. */
export function csvColumns(code: DraftMessage['type']): string[] {
  const found = new Set<string>();
  const visit = (instance: Instance): void => {
    for (const { keys } of instance.slots) found.add(keys.join('/'));
    for (const { item } of instance.repeats) visit(item);
  };
  visit(compileMessage(messages[code]));
  return [...found];
}

function listLines(
  instance: Instance,
  source: unknown,
  object: string,
  parent: number | undefined,
  lines: Line[],
): void {
  const line: Line = { object, number: lines.length + 1, parent, values: new Map() };
  lines.push(line);
  fillLine(instance.shape, source, line, (shape, list) => {
    const keys = shape.repeat.keys.join('/');
    const path = parent === undefined ? keys : `${object}/${keys}`;
    for (const item of list) listLines(shape.repeat.item, item, path, line.number, lines);
  });
}

type OnList = (shape: Shape & { kind: 'repeat' }, list: readonly unknown[]) => void;

function fillLine(shapes: readonly Shape[], source: unknown, line: Line, onList: OnList): void {
  if (!isObject(source)) return;
  for (const shape of shapes) {
    const value = source[shape.key];
    if (value === undefined) continue;
    if (shape.kind === 'group') fillLine(shape.children, value, line, onList);
    else if (shape.kind === 'repeat') onList(shape, Array.isArray(value) ? value : []);
    else if (isValue(value)) line.values.set(shape.slot.keys.join('/'), String(value));
  }
}

/** Reads a message from CSV: never throws, whatever the text. Columns may stand in any order. */
export function readCsv(text: string): CsvReading {
  return new CsvReader().read(text);
}

/** Reads a message from the rows of such a table, each cell with its place, from 1. */
export function readTable(rows: readonly (readonly Cell[])[]): CsvReading {
  return new CsvReader().readRows(rows);
}

/** An object under construction. */
interface Open {
  instance: Instance;
  filling: Filling;
  path: ModelPath;
  place: CsvPlace;
  children: { open: Open; index: number }[];
}

class CsvReader {
  readonly #findings: ReadFinding<CsvPlace>[] = [];
  readonly #byNumber = new Map<string, { object: string; open: Open }>();

  read(text: string): CsvReading {
    const parsed = parseCsv(text);
    if (!parsed.ok) {
      this.#add(
        'malformed',
        [],
        { kind: 'csv', line: parsed.line, column: parsed.column },
        { value: 'guillemet sans fin' },
      );
      return { findings: this.#findings };
    }
    return this.readRows(parsed.rows);
  }

  readRows([head = [], ...rows]: readonly (readonly Cell[])[]): CsvReading {
    const names = head.map((cell) => cell.text.trim());
    let root: Open | undefined;
    for (const row of rows) root = this.#readRow(names, row, root) ?? root;
    const code = rows[0]?.[0]?.text ?? '';
    if (!root)
      this.#add(
        'unknown-profile',
        [],
        { kind: 'csv', line: rows[0]?.[0]?.line ?? 1, column: 1 },
        { value: code },
      );
    const message = root && isMessageCode(code) ? { type: code, ...this.#close(root) } : undefined;
    return { ...(isDraftMessage(message) ? { message } : {}), findings: this.#findings };
  }

  /** The message itself where the row is its own. */
  #readRow(names: readonly string[], row: readonly Cell[], root: Open | undefined): Open | undefined {
    const cell = (name: string) => row[names.indexOf(name)];
    const [object = '', number = '', parent = ''] = fixedColumns.map((name) => cell(name)?.text.trim());
    const place: CsvPlace = { kind: 'csv', line: row[0]?.line ?? 1, column: 1 };
    const isRoot = root === undefined && isMessageCode(object);
    const open = isRoot
      ? newOpen(compileMessage(messages[object]), [], place)
      : this.#openItem(object, parent, place);
    if (!open) {
      this.#add('unknown-element', [], place, { name: object });
      return undefined;
    }
    this.#byNumber.set(number, { object: isRoot ? '' : object, open });
    for (const [index, { text, line, column }] of row.entries()) {
      const name = names[index] ?? '';
      if (text !== '' && !fixedColumns.some((known) => known === name))
        this.#fill(open, name, text, { kind: 'csv', line, column });
    }
    return isRoot ? open : undefined;
  }

  #openItem(object: string, parent: string, place: CsvPlace): Open | undefined {
    const around = this.#byNumber.get(parent);
    if (!around) return undefined;
    const { open } = around;
    const repeat = open.instance.repeats.find(
      ({ keys }) => object === (around.object === '' ? keys.join('/') : `${around.object}/${keys.join('/')}`),
    );
    if (!repeat) return undefined;
    const position = open.children.filter(({ index }) => index === repeat.index).length;
    const item = newOpen(repeat.item, [...open.path, ...repeat.keys, position], place);
    open.children.push({ open: item, index: repeat.index });
    return item;
  }

  #fill(open: Open, name: string, text: string, place: CsvPlace): void {
    const slot = open.instance.slots.find(({ keys }) => keys.join('/') === name);
    if (!slot) {
      this.#add('unknown-element', open.path, place, { name });
      return;
    }
    const parsed = parseModelText(slot.field, text);
    if (parsed.ok) open.filling.values[slot.index] = parsed.value;
    else {
      open.filling.bad.add(slot.index);
      const { kind, expected } = parsed;
      this.#add(kind, [...open.path, ...slot.keys], place, {
        row: slot.field,
        value: text.slice(0, 200),
        expected,
      });
    }
  }

  #close({ instance, filling, path, place, children }: Open): Record<string, unknown> {
    for (const { open, index } of children) (filling.lists[index] ??= []).push(this.#close(open));
    return assemble(instance, filling, (row, keys) =>
      this.#add('missing', [...path, ...keys], place, { row }),
    );
  }

  #add(
    kind: FindingKind,
    path: ModelPath,
    place: CsvPlace,
    facts: { value?: string; expected?: string; name?: string; row?: Field | Group },
  ): void {
    const { name: _, ...kept } = facts;
    this.#findings.push({ kind, path, place, ...kept, fr: describe(kind, facts) });
  }
}

function newOpen(instance: Instance, path: ModelPath, place: CsvPlace): Open {
  return { instance, filling: newFilling(instance), path, place, children: [] };
}
