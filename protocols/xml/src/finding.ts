import type { RawFinding } from './libxml2.ts';

/**
 * What a schema finds, by kind:
 * - `unexpected-element`: not declared here, or out of its order;
 * - `missing-element`: the content ends before it is complete;
 * - `unknown-root`: the document is of another kind;
 * - `unexpected-attribute`, `missing-attribute`;
 * - `unexpected-text`: characters where only elements may stand, or anything in an empty element;
 * - `invalid-value`: of an element or an attribute, against its type, its pattern, its list, its length or its bounds;
 * - `broken-reference`: an identity constraint (xs:key, xs:unique, xs:keyref, xs:ID);
 * - `other`: what libxml2 may say besides.
 */
export type SchemaFindingCode =
  | 'unexpected-element'
  | 'missing-element'
  | 'unknown-root'
  | 'unexpected-attribute'
  | 'missing-attribute'
  | 'unexpected-text'
  | 'invalid-value'
  | 'broken-reference'
  | 'other';

/**
 * One finding of a schema. `line` counts from 1; `xpath` is libxml2's (`/*` for elements of a default namespace);
 * `element`, `attribute` and `expected` are local names, `attribute` and `value` empty where they do not apply;
 * `message` is libxml2's own English sentence.
 *
 * libxml2 goes no further in the content of an element than its first unexpected child: others may follow there.
 */
export type SchemaFinding = {
  readonly code: SchemaFindingCode;
  readonly message: string;
  readonly line: number;
  readonly xpath: string;
  readonly element: string;
  readonly attribute: string;
  readonly value: string;
  readonly expected: readonly string[];
};

const kinds: readonly [RegExp, SchemaFindingCode][] = [
  [/No matching global (?:element )?declaration available for the validation root/, 'unknown-root'],
  [/This element is not expected/, 'unexpected-element'],
  [/Missing child element/, 'missing-element'],
  [/The attribute '[^']*' is required but missing/, 'missing-attribute'],
  [/The attribute '[^']*' is not allowed/, 'unexpected-attribute'],
  [/(?:Character content|Element content|content) .*is not allowed/, 'unexpected-text'],
  [
    /[Nn]o match found for key-sequence|Duplicate key-sequence|key-sequence|already defined/,
    'broken-reference',
  ],
  [/is not a valid value|\[facet '|is not an element of the set|fixed value constraint/, 'invalid-value'],
];

/** A value without end is cut in the middle: the sentence around it tells what it is. */
function shortened(text: string): string {
  return text.length > 2000 ? `${text.slice(0, 1000)}…${text.slice(-900)}` : text;
}

export function toFinding({ message, line, xpath }: RawFinding): SchemaFinding {
  const text = shortened(message.trim());
  const code = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
  return {
    code,
    message: text,
    line,
    xpath,
    element: localName(/^Element '([^']*)'/.exec(text)?.[1] ?? ''),
    attribute: localName(
      /^Element '[^']*', attribute '([^']*)'/.exec(text)?.[1] ??
        /The attribute '([^']*)'/.exec(text)?.[1] ??
        '',
    ),
    value:
      code === 'invalid-value'
        ? (/: '([\s\S]*)' is not a valid value|The value '([\s\S]*?)' /.exec(text)?.slice(1).find(Boolean) ??
          '')
        : '',
    expected: expectedIn(text),
  };
}

/** `Expected is one of ( {urn:…}ID, {urn:…}Note )`, the set of an enumeration, or the pattern, as they stand. */
function expectedIn(text: string): string[] {
  const names = /Expected is (?:one of )?\( ([\s\S]*?) \)/.exec(text)?.[1];
  if (names !== undefined) return names.split(', ').map(localName);
  const set = /element of the set \{([\s\S]*)\}/.exec(text)?.[1];
  if (set !== undefined) return [...set.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  const pattern = /not accepted by the pattern '([\s\S]*)'/.exec(text)?.[1];
  return pattern === undefined ? [] : [pattern];
}

/** `{namespace}name` or `name` → `name`. */
function localName(name: string): string {
  return name.slice(name.lastIndexOf('}') + 1);
}
