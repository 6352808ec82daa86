import { compileMessage, type Content, type Element, type Use } from '../profile/compile.ts';
import { isAlwaysIn, isAlwaysOn } from '../profile/presence.ts';
import { messages } from '../table/messages.ts';
import type { MessageCode } from '../table/node.ts';
import {
  aggregateChildren,
  documentChildren,
  documentNamespace,
  namespaces,
  type Child,
} from '../ubl/structure.ts';
import { extensionSchema } from './extension-schema.ts';
import { SchemaFile } from './schema-file.ts';
import { restriction } from './simple-type.ts';

/** Schemas of one message, complete and by relative names: what they accept, those of OASIS accept. */
export interface ProfileSchemas {
  /** Name of the file of the document element. */
  main: string;
  /** Texts by file name. */
  files: Readonly<Record<string, string>>;
}

/** Written from the field table, each element with the type of its place: an `ID` of a line is not one of a message. */
export function profileSchemas(code: MessageCode): ProfileSchemas {
  return new SchemaWriter(code).write();
}

/** The uses of an element that schemas cannot tell apart, as one. */
interface Merged {
  name: string;
  uses: readonly Use[];
  isItem: boolean;
}

const unbounded = Number.POSITIVE_INFINITY;

class SchemaWriter {
  readonly #code: MessageCode;
  readonly #files: Map<string, SchemaFile>;
  readonly #main: SchemaFile;

  constructor(code: MessageCode) {
    this.#code = code;
    const { root } = messages[code];
    const isOwn = root.startsWith('mio:');
    const names = {
      main: `MIO-${code}.xsd`,
      cac: `MIO-${code}-cac.xsd`,
      cbc: `MIO-${code}-cbc.xsd`,
      ext: 'MIO-ext.xsd',
    };
    this.#main = new SchemaFile(names.main, isOwn ? 'mio' : 'doc', documentNamespace(root));
    this.#files = new Map([['main', this.#main]]);
    if (isOwn) this.#files.set('mio', this.#main);
    else
      for (const prefix of ['cac', 'cbc'] as const)
        this.#files.set(prefix, new SchemaFile(names[prefix], prefix, namespaces[prefix]));
  }

  write(): ProfileSchemas {
    const { root } = messages[this.#code];
    const use = compileMessage(messages[this.#code]).root;
    const local = root.replace('mio:', '');
    const type = this.#complexType(
      { name: root, uses: [use], isItem: true },
      this.#main,
      documentChildren(root),
    );
    this.#main.addElement(local, type);
    const files = [...new Set(this.#files.values())];
    const texts = Object.fromEntries(files.map((file) => [file.name, file.format(files)]));
    return {
      main: this.#main.name,
      files: root.startsWith('mio:') ? texts : { ...texts, 'MIO-ext.xsd': extensionSchema },
    };
  }

  /** Qualified name of the type of an element in the file of its namespace. */
  #typeOf(merged: Merged): { file: SchemaFile; type: string } {
    const file = this.#files.get(merged.name.slice(0, merged.name.indexOf(':')));
    if (!file) throw new Error(`no schema for ${merged.name}`);
    const isEmpty =
      merged.uses.every(({ elements }) => elements.size === 0) && merged.uses.some(({ text }) => text);
    if (isEmpty) return { file, type: this.#simpleContent(merged, file) };
    return { file, type: this.#complexType(merged, file, aggregateChildren(merged.name)) };
  }

  #complexType(merged: Merged, file: SchemaFile, allowed: readonly Child[]): string {
    const parts = this.#particles(merged, allowed);
    const body: string[] = [];
    if (file === this.#main && file.prefix === 'doc')
      body.push('<xsd:group ref="ext:Certificat" minOccurs="0"/>');
    for (const run of runsByFile(parts)) {
      const elements = run.map(({ xml }) => xml).join('');
      const [first] = run;
      if (first?.file === file) body.push(elements);
      else if (first)
        body.push(`<xsd:group ref="${first.file.addGroup(localName(merged.name), elements)}"/>`);
    }
    if (file === this.#main && file.prefix === 'mio' && merged.name === messages[this.#code].root)
      body.push('<xsd:element name="Certificat" type="xsd:anyType" minOccurs="0"/>');
    return file.addType(
      localName(merged.name),
      `<xsd:sequence>${body.join('')}</xsd:sequence>${this.#attributes(merged)}`,
    );
  }

  #particles(merged: Merged, allowed: readonly Child[]): { file: SchemaFile; xml: string }[] {
    const names = [...new Set(merged.uses.flatMap(({ elements }) => [...elements.keys()]))];
    const order = allowed.map(({ name }) => name);
    const sorted =
      order.length > 0 ? names.toSorted((left, right) => order.indexOf(left) - order.indexOf(right)) : names;
    return sorted.map((name) => this.#particle(merged, name));
  }

  #particle(parent: Merged, name: string): { file: SchemaFile; xml: string } {
    const elements = parent.uses.map((use) => use.elements.get(name));
    const uses = elements.flatMap((element) => element?.uses ?? []);
    const isItem = uses.every(({ repeat }) => repeat !== undefined);
    const { file, type } = this.#typeOf({ name, uses, isItem });
    const least = Math.min(...parent.uses.map((use) => leastOf(use, use.elements.get(name), parent.isItem)));
    const most = Math.max(...elements.map((element) => mostOf(element)));
    const occurs = `${least === 1 ? '' : ` minOccurs="${least}"`}${most === 1 ? '' : ` maxOccurs="${most === unbounded ? 'unbounded' : most}"`}`;
    return { file, xml: `<xsd:element name="${localName(name)}" type="${type}"${occurs}/>` };
  }

  #simpleContent(merged: Merged, file: SchemaFile): string {
    const texts = merged.uses.flatMap(({ text }) => (text ? [text] : []));
    const base = this.#simpleType(localName(merged.name), texts, file);
    const attributes = this.#attributes(merged);
    const body = `<xsd:simpleContent><xsd:extension base="${base}">${attributes}</xsd:extension></xsd:simpleContent>`;
    return attributes === '' ? base : file.addType(localName(merged.name), body);
  }

  #simpleType(name: string, contents: readonly Content[], file: SchemaFile): string {
    const bodies = [...new Set(contents.map((content) => restriction(content, this.#code)))];
    const types = bodies.map((body) => file.addSimpleType(name, body));
    const [only, ...others] = types;
    if (only !== undefined && others.length === 0) return only;
    return file.addSimpleType(name, `<xsd:union memberTypes="${types.join(' ')}"/>`);
  }

  #attributes({ name, uses, isItem }: Merged): string {
    const names = [...new Set(uses.flatMap(({ attributes }) => [...attributes.keys()]))];
    const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : 'main';
    const file = this.#files.get(prefix) ?? this.#main;
    return names
      .map((attribute) => {
        const contents = uses.flatMap(({ attributes }) => attributes.get(attribute) ?? []);
        const isRequired = uses.every((use) => {
          const content = use.attributes.get(attribute);
          return content !== undefined && isAlwaysOn(use, content, isItem);
        });
        const type = this.#simpleType(attribute, contents, file);
        return `<xsd:attribute name="${attribute}" type="${type}"${isRequired ? ' use="required"' : ''}/>`;
      })
      .join('');
  }
}

/** How often at least: the uses that are always there. */
function leastOf(parent: Use, element: Element | undefined, isItem: boolean): number {
  return (element?.uses ?? []).filter((use) => isAlwaysIn(parent, use, isItem)).length;
}

function mostOf(element: Element | undefined): number {
  const uses = element?.uses ?? [];
  return uses.some(({ repeat }) => repeat) ? unbounded : uses.length;
}

/** Neighbours of one namespace: those of another than the parent's become a group there. */
function runsByFile<Part extends { file: SchemaFile }>(parts: readonly Part[]): Part[][] {
  const runs: Part[][] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last?.[0]?.file === part.file) last.push(part);
    else runs.push([part]);
  }
  return runs;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
