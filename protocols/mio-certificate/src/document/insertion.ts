/**
 * Where a certificate goes: into the first extension, which is the first child of the document element (UBL 2.3). The
 * message's own bytes are left as they are around it.
 */
import { CertificateError } from '../error.ts';
import { extensionUri, ublNamespaces } from '../names.ts';

/** `head`, the certificate, `tail`: between two parts of a document. */
export type Insertion = { readonly at: number; readonly head: string; readonly tail: string };

/** Of well-formed XML in UTF-8, be it a file or its canonical form: both give the same head and tail. */
export function findInsertion(document: Buffer): Insertion {
  const rootStart = skipMisc(document, 0);
  const rootEnd = tagEnd(document, rootStart);
  const root = document.toString('utf8', rootStart, rootEnd);
  if (root.endsWith('/>')) throw new CertificateError('certificate/no-place', 'an empty document element');
  const prefix = prefixOf(root, ublNamespaces.ext);
  const [name, declaration] = prefix === null ? ['ext', ` xmlns:ext="${ublNamespaces.ext}"`] : [prefix, ''];
  const extension = {
    head: `<${name}:UBLExtension><${name}:ExtensionURI>${extensionUri}</${name}:ExtensionURI><${name}:ExtensionContent>`,
    tail: `</${name}:ExtensionContent></${name}:UBLExtension>`,
  };
  const list = findExtensions(document, rootEnd, name);
  if (list !== null) return { at: list, ...extension };
  return {
    at: rootEnd,
    head: `<${name}:UBLExtensions${declaration}>${extension.head}`,
    tail: `${extension.tail}</${name}:UBLExtensions>`,
  };
}

/** The end of the start tag of `UBLExtensions`, when it is the first child. */
function findExtensions(document: Buffer, from: number, prefix: string): number | null {
  const at = skipMisc(document, from);
  const tag = document.toString('utf8', at, tagEnd(document, at));
  if (!/^<[^\s/>]*UBLExtensions[\s/>]/.test(tag)) return null;
  if (!tag.startsWith(`<${prefix}:UBLExtensions`) || tag.endsWith('/>'))
    throw new CertificateError('certificate/no-place', 'extensions under another prefix');
  return at + Buffer.byteLength(tag);
}

/** The first in order of the prefixes that the root binds to a namespace, null without one. */
function prefixOf(root: string, namespace: string): string | null {
  const declarations = [...root.matchAll(/\sxmlns:([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  const bound = declarations.filter(([, , double, single]) => (double ?? single) === namespace);
  return bound.map(([, prefix = '']) => prefix).toSorted()[0] ?? null;
}

/** Past white space, comments, instructions and the declaration. */
function skipMisc(document: Buffer, from: number): number {
  let at = from;
  for (;;) {
    while (document[at] === 0x20 || document[at] === 0x0a || document[at] === 0x0d || document[at] === 0x09)
      at += 1;
    if (document.toString('latin1', at, at + 4) === '<!--') at = document.indexOf('-->', at) + 3;
    else if (document.toString('latin1', at, at + 2) === '<?') at = document.indexOf('?>', at) + 2;
    else return at;
  }
}

/** Past the `>` of the start tag at `from`: attribute values may hold others. */
function tagEnd(document: Buffer, from: number): number {
  let quote = 0;
  for (let at = from; at < document.length; at += 1) {
    const byte = document[at] ?? 0;
    if (quote === 0 && byte === 0x3e) return at + 1;
    if (quote === 0 && (byte === 0x22 || byte === 0x27)) quote = byte;
    else if (byte === quote) quote = 0;
  }
  throw new CertificateError('certificate/no-place', 'no document element');
}
