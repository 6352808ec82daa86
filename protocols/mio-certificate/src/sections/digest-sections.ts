/**
 * The data of a message and their digests, read from its canonical form, whose grammar is small: no comment, no CDATA,
 * no entity but five, attributes in one order. What is hashed of each section (docs/mio/certificat.md):
 *
 *     01 element  02 attribute 03 value  04 text  05 end of element  06 a section stands here
 *
 * where an element or attribute is the number of its namespace, or 7F, the namespace and 00, and then its local name.
 * Prefixes, declarations, white space between elements, comments and instructions are form, not data.
 */
import { hash } from 'node:crypto';
import { ByteSink } from './byte-sink.ts';
import { NamespaceScope } from './namespace-scope.ts';
import type { Section, SectionKind } from './section.ts';
import { certificatePlace, extensionUri, lineElements, mioNamespace, ublNamespaces } from '../names.ts';

const [element, attribute, value, text, end, marker] = [1, 2, 3, 4, 5, 6] as const;
const known = new Map<string, number>(
  ['', ublNamespaces.cac, ublNamespaces.cbc, ublNamespaces.ext, 'http://www.w3.org/XML/1998/namespace'].map(
    (namespace, index) => [namespace, 0x20 + index],
  ),
);
const otherNamespace = 0x7f;
const [lessThan, greaterThan, slash, question, space, quote, colon, equals, letterX] = [
  0x3c, 0x3e, 0x2f, 0x3f, 0x20, 0x22, 0x3a, 0x3d, 0x78,
] as const;
const none: readonly number[] = [];
const lotElements: ReadonlySet<string> = new Set([
  'TenderedProject',
  'ProcurementProjectLot',
  'TenderResult',
]);
/** Below the parts of a message, only names of these lengths can be of those that matter here. */
const knownLengths: ReadonlySet<number> = new Set(
  ['ID', ...lineElements, ...lotElements, ...certificatePlace.map(({ name }) => name)].map(
    ({ length }) => length,
  ),
);

type Open = {
  readonly kind: SectionKind;
  readonly name: string;
  lot: string;
  line: string;
  readonly sink: ByteSink;
  readonly depth: number;
  readonly index: number;
};

/** Sections in the order in which they begin. The extension that holds the certificate, and nothing else, is in none. */
export function digestSections(canonical: Buffer): Section[] {
  return new SectionReader(canonical).read();
}

/** The digest of a whole message: SHA-256 over those of its sections. */
export function digestData(sections: readonly Section[]): Buffer {
  return hash('sha256', Buffer.concat(sections.map(({ digest }) => digest)), 'buffer');
}

class SectionReader {
  readonly #source: Buffer;
  readonly #scope = new NamespaceScope();
  readonly #sections: Section[] = [];
  readonly #open: Open[] = [];
  readonly #sinks = [new ByteSink(), new ByteSink(), new ByteSink()] as const;
  #depth = 0;
  #at = 0;
  /** Local names from the root down, of the first elements of each tag: enough to know a lot, a line and their ids. */
  readonly #path: string[] = [];
  #extensionStart = -1;
  #isCertificateSeen = false;

  constructor(canonical: Buffer) {
    this.#source = canonical;
  }

  read(): Section[] {
    const source = this.#source;
    while (this.#at < source.length) {
      const from = this.#at;
      if (source[from] !== lessThan) this.#readText(from);
      else if (source[from + 1] === slash) this.#readEnd(from);
      else if (source[from + 1] === question) this.#at = source.indexOf('?>', from) + 2;
      else this.#readStart(from);
    }
    return this.#sections;
  }

  #readText(from: number): void {
    let to = from;
    while (to < this.#source.length && this.#source[to] !== lessThan) to += 1;
    this.#at = to;
    const section = this.#open.at(-1);
    if (!section || isBlank(this.#source, from, to)) return;
    section.sink.byte(text);
    section.sink.range(this.#source, from, to);
    if (this.#path[this.#depth - 1] === 'ID') this.#noteId(section, from, to);
  }

  /** The identifier of a line, or of the lot that it is in. */
  #noteId(section: Open, from: number, to: number): void {
    const parent = this.#path[this.#depth - 2];
    if (section.kind === 'ligne' && section.line === '' && section.depth === this.#depth - 1)
      section.line = this.#source.toString('utf8', from, to);
    if (section.kind === 'lot' && section.lot === '' && parent === 'ProcurementProjectLot')
      section.lot = this.#source.toString('utf8', from, to);
  }

  #readEnd(from: number): void {
    let to = from;
    while (to < this.#source.length && this.#source[to] !== greaterThan) to += 1;
    this.#at = to + 1;
    const section = this.#open.at(-1);
    if (!section) return;
    section.sink.byte(end);
    if (this.#depth === 3) this.#dropCertificate(section);
    if (section.depth === this.#depth) this.#close(section);
    this.#depth -= 1;
    this.#scope.leave();
  }

  #close(section: Open): void {
    this.#open.pop();
    const { kind, name, lot, line, sink, index } = section;
    if (this.#isCertificateSeen && kind === 'partie' && sink.bytes.equals(emptiedList)) {
      this.#sections.pop();
      const root = this.#open.at(-1)?.sink;
      root?.cutTo(root.length - 1);
      return;
    }
    const digest = hash('sha256', sink.bytes, 'buffer');
    this.#sections[index] = { kind, name, lot, line, digest };
  }

  #readStart(from: number): void {
    const source = this.#source;
    let nameEnd = from + 1;
    let localStart = nameEnd;
    while (source[nameEnd] !== space && source[nameEnd] !== greaterThan) {
      if (source[nameEnd] === colon) localStart = nameEnd + 1;
      nameEnd += 1;
    }
    const attributes = this.#readAttributes(nameEnd);
    this.#depth += 1;
    const namespace = this.#scope.findAt(source, from + 1, localStart - 1);
    const isNamed = this.#depth <= 2 || knownLengths.has(nameEnd - localStart);
    const local = isNamed ? source.toString('utf8', localStart, nameEnd) : '';
    this.#path[this.#depth - 1] = local;
    if (this.#isCertificate(namespace, local)) {
      this.#skipElement(from, nameEnd);
      return;
    }
    const { sink } = this.#sectionFor(namespace, local);
    if (this.#depth === 3) this.#extensionStart = namespace === ublNamespaces.ext ? sink.length : -1;
    sink.byte(element);
    writeNamespace(sink, namespace);
    sink.range(source, localStart, nameEnd);
    for (let index = 0; index < attributes.length; index += 3)
      this.#writeAttribute(
        sink,
        attributes[index] ?? 0,
        attributes[index + 1] ?? 0,
        attributes[index + 2] ?? 0,
      );
  }

  /** Places of the attributes that are no declarations, three numbers each: name, its end, end of the value. */
  #readAttributes(nameEnd: number): readonly number[] {
    const source = this.#source;
    this.#scope.enter();
    this.#at = nameEnd + 1;
    if (source[nameEnd] !== space) return none;
    const found: number[] = [];
    let at = nameEnd;
    while (source[at] === space) {
      const start = at + 1;
      let stop = start;
      while (source[stop] !== equals) stop += 1;
      const valueEnd = source.indexOf(quote, stop + 2);
      const prefix =
        source[start] === letterX ? declaredPrefix(source.toString('latin1', start, stop)) : null;
      if (prefix === null) found.push(start, stop, valueEnd);
      else this.#scope.declare(prefix, source.toString('utf8', stop + 2, valueEnd));
      at = valueEnd + 1;
    }
    this.#at = at + 1;
    return found;
  }

  #writeAttribute(sink: ByteSink, start: number, stop: number, valueEnd: number): void {
    const source = this.#source;
    let localStart = start;
    for (let at = start; at < stop; at += 1) if (source[at] === colon) localStart = at + 1;
    sink.byte(attribute);
    // An attribute without prefix is in no namespace (Namespaces in XML 1.0, 6.2).
    writeNamespace(sink, localStart === start ? '' : this.#scope.findAt(source, start, localStart - 1));
    sink.range(source, localStart, stop);
    sink.byte(value);
    sink.range(source, stop + 2, valueEnd);
  }

  /** The section that an element belongs to, which it may begin. */
  #sectionFor(namespace: string, local: string): Open {
    const parent = this.#open.at(-1);
    if (!parent) return this.#begin('racine', local, '');
    if (this.#depth === 2) return this.#begin(isLot(namespace, local) ? 'lot' : 'partie', local, '');
    if (parent.kind !== 'ligne' && namespace === ublNamespaces.cac && lineElements.has(local))
      return this.#begin('ligne', local, parent.lot);
    return parent;
  }

  #begin(kind: SectionKind, name: string, lot: string): Open {
    this.#open.at(-1)?.sink.byte(marker);
    const sink = this.#sinks[this.#open.length];
    if (!sink) throw new TypeError('sections nest root, part, line');
    sink.cutTo(0);
    const section = { kind, name, lot, line: '', sink, depth: this.#depth, index: this.#sections.length };
    this.#sections.push({ kind, name, lot, line: '', digest: Buffer.alloc(0) });
    this.#open.push(section);
    return section;
  }

  #isCertificate(namespace: string, local: string): boolean {
    return (
      !this.#isCertificateSeen &&
      this.#depth === 5 &&
      namespace === mioNamespace &&
      this.#extensionStart !== -1 &&
      local === 'Certificat' &&
      certificatePlace.every(({ name }, index) => this.#path[index + 1] === name)
    );
  }

  /** Leaves an element out with all that is in it. */
  #skipElement(from: number, nameEnd: number): void {
    this.#isCertificateSeen = true;
    const closing = Buffer.concat([
      Buffer.from('</'),
      this.#source.subarray(from + 1, nameEnd),
      Buffer.from('>'),
    ]);
    const at = this.#source.indexOf(closing, this.#at);
    this.#at = at === -1 ? this.#source.length : at + closing.length;
    this.#depth -= 1;
    this.#scope.leave();
  }

  /** An extension that held the certificate and nothing else leaves no trace, nor does the last one's list. */
  #dropCertificate(section: Open): void {
    if (!this.#isCertificateSeen || this.#extensionStart === -1) return;
    const { sink } = section;
    if (sink.bytes.subarray(this.#extensionStart).equals(emptiedExtension)) sink.cutTo(this.#extensionStart);
    this.#extensionStart = -1;
  }
}

/** What is left of an extension from which the certificate was taken, and of the list of extensions without it. */
const emptiedExtension = written((sink, open) => {
  open('UBLExtension');
  open('ExtensionURI');
  sink.byte(text);
  sink.text(extensionUri);
  sink.byte(end);
  open('ExtensionContent');
  sink.byte(end);
  sink.byte(end);
});
const emptiedList = written((sink, open) => {
  open('UBLExtensions');
  sink.byte(end);
});

function written(write: (sink: ByteSink, open: (local: string) => void) => void): Buffer {
  const sink = new ByteSink();
  write(sink, (local) => {
    sink.byte(element);
    writeNamespace(sink, ublNamespaces.ext);
    sink.text(local);
  });
  return Buffer.from(sink.bytes);
}

/** The prefix that `xmlns` or `xmlns:prefix` declares, null for other attributes. */
function declaredPrefix(name: string): string | null {
  if (!name.startsWith('xmlns')) return null;
  if (name.length === 5) return '';
  return name[5] === ':' ? name.slice(6) : null;
}

function writeNamespace(sink: ByteSink, namespace: string): void {
  const number = known.get(namespace);
  if (number !== undefined) {
    sink.byte(number);
    return;
  }
  sink.byte(otherNamespace);
  sink.text(namespace);
  sink.byte(0);
}

function isLot(namespace: string, local: string): boolean {
  return namespace === ublNamespaces.cac && lotElements.has(local);
}

function isBlank(source: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = source[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x09) return false;
  }
  return true;
}
