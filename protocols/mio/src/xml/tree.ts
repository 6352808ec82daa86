import { SaxesParser } from 'saxes';
import type { Repeat, Use } from '../profile/compile.ts';
import { documentNamespace, namespaces } from '../ubl/structure.ts';

/** An element as read, until what encloses it has become an object. */
export interface TreeNode {
  /** With our prefix; of other namespaces `{uri}name`. */
  name: string;
  parent: TreeNode | undefined;
  /** Index of its `<` in the text. */
  at: number;
  attributes: readonly (readonly [string, string])[];
  /** From 1, among the children of its name. */
  ordinal: number;
  children: TreeNode[];
  text: string;
  /** What the element is, once that is sure: before its parent ends where nothing but its name tells it. */
  use: Use | undefined;
  /** Items of lists become objects as soon as they end. */
  item: unknown;
}

/** What a reader does while the tree grows. */
export interface TreeReader {
  /** The document element, its attributes read. `false` reads no further. */
  onRoot(node: TreeNode, namespace: string): boolean;
  /** A certificate of control begins, wherever it stands; readers of certificates read what is in it. */
  onCertificate(): void;
  /** An element has ended. */
  onClose(node: TreeNode): void;
  /** An item of a list has ended. */
  onItem(node: TreeNode, repeat: Repeat): unknown;
  /** Reading ends here. */
  onFatal(kind: 'malformed' | 'doctype' | 'too-deep', at: number, value: string): void;
}

const prefixes = new Map<string, string>(
  Object.entries(namespaces).map(([prefix, uri]) => [uri, `${prefix}:`]),
);
const noAttributes: readonly (readonly [string, string])[] = [];

/** Most elements have none: they share this one, which nobody adds to. */
const noChildren: TreeNode[] = [];

/** Unwinds saxes, which cannot be told to stop. */
class Stop extends Error {}

/** Reads a document of any size in one pass; of each item of a list only its object is kept. */
export function readTree(text: string, reader: TreeReader, maximumDepth: number): void {
  const builder = new TreeBuilder(reader, maximumDepth);
  try {
    builder.read(text);
  } catch (error) {
    if (!(error instanceof Stop)) builder.tellMalformed(error);
  }
}

class TreeBuilder {
  readonly #reader: TreeReader;
  readonly #maximumDepth: number;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  #open: TreeNode | undefined;
  #depth = 0;
  /** Depth of the element that is passed over, 0 where none is. */
  #skippedFrom = 0;
  #rootNamespace = '';
  readonly #names = new Map<string, Map<string, string>>();
  #text = '';

  constructor(reader: TreeReader, maximumDepth: number) {
    this.#reader = reader;
    this.#maximumDepth = maximumDepth;
  }

  read(text: string): void {
    this.#text = text;
    const parser = this.#parser;
    // Five handlers and no more: with seven V8 keeps the parser as a dictionary, and reading takes five times as long.
    parser.on('doctype', () => this.#stop('doctype', ''));
    parser.on('opentag', (tag) => this.#openTag(tag));
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
    parser.on('closetag', () => this.#closeTag());
    parser.write(text).close();
  }

  /** What saxes throws begins with line and column. */
  tellMalformed(error: unknown): void {
    if (!(error instanceof Error) || !/^\d+:\d+: /.test(error.message)) throw error;
    this.#reader.onFatal('malformed', this.#parser.position, error.message.replace(/^\d+:\d+: /, ''));
  }

  #stop(kind: 'doctype' | 'too-deep', value: string): never {
    this.#reader.onFatal(kind, this.#parser.position, value);
    throw new Stop();
  }

  #openTag({ uri, local, attributes }: OpenTag): void {
    this.#depth += 1;
    if (this.#depth > this.#maximumDepth) this.#stop('too-deep', '');
    if (local === 'Certificat' && uri === namespaces.mio) this.#reader.onCertificate();
    if (this.#skippedFrom > 0) return;
    const parent = this.#open;
    const name = this.#nameOf(uri, local);
    const node: TreeNode = {
      name,
      parent,
      // No attribute has this character in it.
      at: this.#text.lastIndexOf('<', this.#parser.position - 1),
      attributes: listAttributes(attributes),
      ordinal: ordinalIn(parent, name),
      children: noChildren,
      text: '',
      use: undefined,
      item: undefined,
    };
    if (!parent) {
      this.#rootNamespace = uri;
      if (uri === documentNamespace(local)) node.name = local;
      if (!this.#reader.onRoot(node, uri)) throw new Stop();
    } else {
      if (parent.children === noChildren) parent.children = [node];
      else parent.children.push(node);
      if (parent.use && !this.#identify(node, parent.use)) return;
    }
    this.#open = node;
  }

  /** Whether the table knows the element; what it does not know stays without children, and is told with its parent. */
  #identify(node: TreeNode, parent: Use): boolean {
    const known = parent.elements.get(node.name);
    if (known) {
      if (known.uses.length === 1) node.use = known.uses[0];
      return true;
    }
    this.#skippedFrom = this.#depth;
    return false;
  }

  #addText(text: string): void {
    if (this.#open && this.#skippedFrom === 0) this.#open.text += text;
  }

  #closeTag(): void {
    this.#depth -= 1;
    if (this.#skippedFrom > 0) {
      if (this.#depth < this.#skippedFrom) this.#skippedFrom = 0;
      return;
    }
    const node = this.#open;
    if (!node) return;
    this.#open = node.parent;
    const repeat = node.use?.repeat;
    if (repeat) {
      node.item = this.#reader.onItem(node, repeat);
      node.children = noChildren;
    }
    this.#reader.onClose(node);
  }

  /** Each name is made once, however often it occurs. */
  #nameOf(uri: string, local: string): string {
    const names = this.#names.get(uri) ?? new Map<string, string>();
    this.#names.set(uri, names);
    const known = names.get(local);
    if (known !== undefined) return known;
    const prefix = prefixes.get(uri);
    const foreign = uri === this.#rootNamespace ? local : `{${uri.slice(0, mostUriShown)}}${local}`;
    const name = prefix === undefined ? foreign : prefix + local;
    names.set(local, name);
    return name;
  }
}

/** Of a namespace that nobody knows, in places and messages. */
const mostUriShown = 200;
/** Siblings looked at for the number of an element: unlike ones without end would cost their square. */
const mostSiblingsSeen = 500;

/** Alike elements mostly follow each other, so that the last one tells. */
function ordinalIn(parent: TreeNode | undefined, name: string): number {
  const siblings = parent?.children ?? [];
  const last = Math.max(0, siblings.length - mostSiblingsSeen);
  for (let index = siblings.length - 1; index >= last; index -= 1) {
    const sibling = siblings[index];
    if (sibling?.name === name) return sibling.ordinal + 1;
  }
  return 1;
}

interface OpenTag {
  uri: string;
  local: string;
  attributes: Readonly<Record<string, { local: string; prefix: string; name: string; value: string }>>;
}

function listAttributes(attributes: OpenTag['attributes']): readonly (readonly [string, string])[] {
  let found: [string, string][] | undefined;
  for (const key in attributes) {
    const attribute = attributes[key];
    if (!attribute || attribute.prefix === 'xmlns' || attribute.name === 'xmlns') continue;
    (found ??= []).push([attribute.name, attribute.value]);
  }
  return found ?? noAttributes;
}
