import { aggregates, aggregateTypes, documents } from '../generated/ubl-structure.ts';

/** Namespaces of UBL 2.3 and ours, by the prefix that we always write. The document element has none. */
export const namespaces = {
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  ext: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
  mio: 'urn:liaison:mio:1',
} as const;

/** The namespace of a document element: `Tender` of UBL, `mio:LotDeMiseAJour` of ours. */
export function documentNamespace(root: string): string {
  if (root.startsWith('mio:')) return namespaces.mio;
  return `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`;
}

/** A child that a type of UBL may have. `isRequired` and `mayRepeat` as the OASIS schemas say. */
export interface Child {
  name: string;
  isRequired: boolean;
  mayRepeat: boolean;
}

const lines = (text: string) => text.trim().split('\n');
const documentLines = new Map(lines(documents).map((line) => [line.slice(0, line.indexOf(':')), line]));
const aggregateLines = new Map(lines(aggregates).map((line) => [line.slice(0, line.indexOf(':')), line]));
const pairs = (text: string) =>
  new Map(lines(text).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
const typeOfElement = pairs(aggregateTypes);
const parsed = new Map<string, readonly Child[]>();

function children(key: string, line: string | undefined): readonly Child[] {
  const known = parsed.get(key);
  if (known) return known;
  const found = (line ?? '')
    .split(' ')
    .slice(1)
    .map((word) => ({
      name: word.replace(/[?*+]$/, ''),
      isRequired: !/[?*]$/.test(word),
      mayRepeat: /[*+]$/.test(word),
    }));
  parsed.set(key, found);
  return found;
}

/** Children of a document element, in the order of its schema. Empty for what UBL does not know. */
export function documentChildren(root: string): readonly Child[] {
  return children(root, documentLines.get(root));
}

/** Children of an aggregate such as `cac:Price`, in the order of its type. Empty for what UBL does not know. */
export function aggregateChildren(name: string): readonly Child[] {
  if (!name.startsWith('cac:')) return [];
  const element = name.slice(4);
  const type = typeOfElement.get(element) ?? element;
  return children(`cac:${type}`, aggregateLines.get(type));
}
