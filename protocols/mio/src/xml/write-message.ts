import type { DraftMessage } from '../model/draft.ts';
import { isObject, isValue, type Value } from '../model/draft.ts';
import { formatText } from '../model/codec.ts';
import { compileMessage, type Content, type Instance, type Shape, type Use } from '../profile/compile.ts';
import { messages } from '../table/messages.ts';
import type { MessageCode } from '../table/node.ts';
import { isFixed } from '../profile/presence.ts';
import { documentNamespace, namespaces } from '../ubl/structure.ts';
import { certificateUri } from '../xsd/extension-schema.ts';
import { escapeAttribute, escapeText } from './escape.ts';

export interface WriteOptions {
  /** A `mio:Certificat` element that is well formed by itself, for the place where certificates stand. */
  certificat?: string;
}

/**
 * A message as UBL: the same bytes for the same message, compact, in the order of the schemas. Writes what is there, so
 * that an incomplete draft can be shown and controlled. Throws `MioError` on characters that XML does not have.
 */
export function writeMessage(message: DraftMessage, { certificat = '' }: WriteOptions = {}): string {
  const definition = messages[message.type];
  const instance = compileMessage(definition);
  const writer = new Writer(message.type);
  const body = writer.writeContent(instance.root, fill(instance, message));
  const { root } = definition;
  const isOwn = root.startsWith('mio:');
  const content = isOwn ? body + certificat : wrapCertificat(certificat) + body;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${declarations(root)}>${content}</${root}>\n`;
}

/** UBL has its extensions first; our own documents have the certificate last. */
function wrapCertificat(certificat: string): string {
  if (certificat === '') return '';
  return (
    `<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionURI>${certificateUri}</ext:ExtensionURI>` +
    `<ext:ExtensionContent>${certificat}</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`
  );
}

function declarations(root: string): string {
  if (root.startsWith('mio:')) return ` xmlns:mio="${namespaces.mio}"`;
  const { cac, cbc, ext } = namespaces;
  return ` xmlns="${documentNamespace(root)}" xmlns:cac="${cac}" xmlns:cbc="${cbc}" xmlns:ext="${ext}"`;
}

/** Values of an instance by slot, and objects of its lists by repeat. */
interface Filled {
  values: (Value | undefined)[];
  lists: (readonly unknown[] | undefined)[];
}

function fill(instance: Instance, source: unknown): Filled {
  const filled: Filled = { values: [], lists: [] };
  fillShapes(instance.shape, source, filled);
  return filled;
}

function fillShapes(shapes: readonly Shape[], source: unknown, filled: Filled): void {
  if (!isObject(source)) return;
  for (const shape of shapes) {
    const value = source[shape.key];
    if (value === undefined) continue;
    if (shape.kind === 'group') fillShapes(shape.children, value, filled);
    else if (shape.kind === 'repeat')
      filled.lists[shape.repeat.index] = Array.isArray(value) ? value : undefined;
    else if (isValue(value)) filled.values[shape.slot.index] = value;
  }
}

class Writer {
  readonly #code: MessageCode;
  /** Grows with each value written: an element in which it did not grow holds nothing but what is fixed. */
  #written = 0;

  constructor(code: MessageCode) {
    this.#code = code;
  }

  /** What is between the tags of the element. */
  writeContent(use: Use, filled: Filled): string {
    let text = use.text ? escapeText(this.#textOf(use.text, filled) ?? '') : '';
    for (const element of use.elements.values())
      for (const child of element.uses)
        text += child.repeat ? this.#writeList(child, filled) : this.#writeUse(child, filled);
    return text;
  }

  #writeList(use: Use, filled: Filled): string {
    const list = use.repeat ? filled.lists[use.repeat.index] : undefined;
    if (!use.repeat || !list) return '';
    let text = '';
    for (const item of list) text += this.#writeUse(use, fill(use.repeat.item, item));
    return text;
  }

  #writeUse(use: Use, filled: Filled): string {
    if (isFixed(use)) return this.#writeElement(use, filled);
    const before = this.#written;
    const text = this.#writeElement(use, filled);
    return this.#written === before && !use.isForced ? '' : text;
  }

  #writeElement(use: Use, filled: Filled): string {
    let attributes = '';
    for (const [name, content] of use.attributes) {
      const value = this.#textOf(content, filled);
      if (value !== undefined) attributes += ` ${name}="${escapeAttribute(value)}"`;
    }
    return `<${use.name}${attributes}>${this.writeContent(use, filled)}</${use.name}>`;
  }

  #textOf(content: Content, filled: Filled): string | undefined {
    if (content.kind === 'fixed') return content.value;
    const value = content.slot && filled.values[content.slot.index];
    if (content.slot === undefined || value === undefined) return undefined;
    const text = formatText(content.slot.field, value, this.#code);
    if (content.kind === 'repeats') return text;
    this.#written += 1;
    if (content.part === 'whole') return text;
    const at = text.indexOf('T');
    return content.part === 'date' ? text.slice(0, at) : text.slice(at + 1);
  }
}
