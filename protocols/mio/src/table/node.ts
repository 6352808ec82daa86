import type { CodeListName } from '../codes/code-lists.ts';
import type { DatatypeName } from './datatypes.ts';

/** Messages of the standard by their code. */
export type MessageCode =
  | 'M10'
  | 'M11'
  | 'M12'
  | 'M13'
  | 'M20'
  | 'M21'
  | 'M22'
  | 'M23'
  | 'M24'
  | 'M25'
  | 'M30'
  | 'M31'
  | 'M32'
  | 'M33'
  | 'M40'
  | 'M41'
  | 'M50'
  | 'M51';

/** How often: exactly once, at most once, any number, at least once, never. */
export type Cardinality = '1' | '?' | '*' | '+' | '0';

/** Where and how a field shows in the Excel model. `width` in characters of the default font. */
export interface ExcelColumn {
  sheet: string;
  /** The French name where absent. */
  header?: string;
  width: number;
}

export interface Occurrence {
  /** How often in the enclosing group, unless `in` says otherwise for a message. */
  card: Cardinality;
  in?: Partial<Record<MessageCode, Cardinality>>;
}

/** A row of the field table: one piece of data, wherever it is written. */
export interface Field extends Occurrence {
  kind: 'field';
  /** Property in TypeScript and JSON. */
  key: string;
  /** Name that a French reader sees. */
  fr: string;
  /** Place in UBL, from the enclosing group's element: see profile/path.ts for the form. */
  path: string;
  type: DatatypeName;
  codes?: CodeListName;
  help: string;
  excel?: ExcelColumn;
}

/** Fields that belong together: an object of the model, or a list of such objects where `card` is `*` or `+`. */
export interface Group extends Occurrence {
  kind: 'group';
  key: string;
  fr: string;
  /** Empty where the group is no element of its own. */
  path: string;
  /** Name of the generated TypeScript interface; groups of one name have the same children. */
  type: string;
  help: string;
  children: readonly Node[];
}

/** What UBL wants and no reader of a message needs: always the same text, or an element that may stand empty. */
export interface Constant {
  kind: 'constant';
  path: string;
  value: string;
}

export type Node = Field | Group | Constant;

/** A message of the standard. */
export interface MessageDefinition {
  code: MessageCode;
  fr: string;
  help: string;
  /** Generated TypeScript interface. */
  type: string;
  /** UBL document, or the root element of our own namespace. */
  root: string;
  children: readonly Node[];
}

type FieldOptions = Partial<Pick<Field, 'codes' | 'excel' | 'in'>>;

/** A field; `[card]` is the last word of its path's row so that a table reads in columns. */
export function field(
  key: string,
  fr: string,
  path: string,
  type: DatatypeName,
  card: Cardinality,
  help: string,
  options: FieldOptions = {},
): Field {
  return { kind: 'field', key, fr, path, type, card, help, ...options };
}

export function group(
  key: string,
  fr: string,
  path: string,
  type: string,
  card: Cardinality,
  help: string,
  children: readonly Node[],
  options: Partial<Pick<Group, 'in'>> = {},
): Group {
  return { kind: 'group', key, fr, path, type, card, help, children, ...options };
}

export function constant(path: string, value: string): Constant {
  return { kind: 'constant', path, value };
}

/** How often a node occurs in a message. */
export function cardinality(node: Occurrence, code: MessageCode): Cardinality {
  return node.in?.[code] ?? node.card;
}
