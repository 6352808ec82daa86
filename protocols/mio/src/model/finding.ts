import type { Field, Group } from '../table/node.ts';
import type { ModelPath } from './draft.ts';

/** What a reader can have against a document. Each has its French sentence in `describe`. */
export type FindingKind =
  | 'too-large'
  | 'encoding'
  | 'malformed'
  | 'doctype'
  | 'too-deep'
  | 'unknown-document'
  | 'unknown-profile'
  | 'unknown-element'
  | 'unknown-attribute'
  | 'stray-text'
  | 'repeated'
  | 'fixed-value'
  | 'bad-value'
  | 'unknown-code'
  | 'missing';

/** Where in the source. Lines and columns start at 1; columns count UTF-16 units, `offset` bytes from the file's start. */
export interface XmlPlace {
  kind: 'xml';
  /** Prefixes as in the standard; a name without prefix is in the namespace of the document. */
  xpath: string;
  line: number;
  column: number;
  offset: number;
}

/** RFC 6901. */
export interface JsonPlace {
  kind: 'json';
  pointer: string;
}

/** Line of the text and cell of the line, from 1. */
export interface CsvPlace {
  kind: 'csv';
  line: number;
  column: number;
}

export type Place = XmlPlace | JsonPlace | CsvPlace;

/** One thing that a reader could not read, or missed. */
export interface ReadFinding<Where extends Place = Place> {
  kind: FindingKind;
  /** Property of the model it is about; empty where there is none. */
  path: ModelPath;
  place: Where;
  /** Row of the field table. */
  row?: Field | Group;
  value?: string;
  expected?: string;
  /** For a French reader. */
  fr: string;
}

type Facts = Pick<ReadFinding, 'value' | 'expected' | 'row'> & { name?: string };

const sentences: Readonly<Record<FindingKind, (facts: Facts) => string>> = {
  'too-large': ({ expected }) => `Le document est trop gros (limite : ${expected}).`,
  encoding: ({ value }) => `Le codage des caractères ne se lit pas (${value}) ; employez UTF-8.`,
  malformed: ({ value }) => `Le document est mal formé : ${value}.`,
  doctype: () => 'Le document contient une déclaration DOCTYPE, qui est refusée.',
  'too-deep': ({ expected }) => `Les éléments sont emboîtés trop profondément (limite : ${expected}).`,
  'unknown-document': ({ name }) => `« ${name} » n’est pas un document du standard.`,
  'unknown-profile': ({ value }) => `« ${value} » n’est pas un message du standard.`,
  'unknown-element': ({ name, expected }) =>
    `« ${name} » n’a pas de place ici${expected ? ` (${expected})` : ''}.`,
  'unknown-attribute': ({ name }) => `L’attribut « ${name} » n’a pas de place ici.`,
  'stray-text': ({ value }) => `Le texte « ${value} » n’a pas de place ici.`,
  repeated: ({ name }) => `« ${name} » est donné plusieurs fois ; seule la première est lue.`,
  'fixed-value': ({ name, expected }) => `« ${name} » doit être « ${expected} ».`,
  'bad-value': ({ row, value, expected }) =>
    `${named(row)} : « ${value} » ne convient pas (attendu : ${expected}).`,
  'unknown-code': ({ row, value, expected }) =>
    `${named(row)} : le code « ${value} » est inconnu (codes : ${expected}).`,
  missing: ({ row }) => `${named(row)} : manque.`,
};

const named = (row: Field | Group | undefined) => row?.fr ?? 'Donnée';

/** The sentence of a finding. `name`: the element, attribute or property as the source spells it. */
export function describe(kind: FindingKind, facts: Facts): string {
  return sentences[kind](facts);
}
