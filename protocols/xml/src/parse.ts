import { ParseOption, XmlC14NMode, XmlDocument, XmlError as LibraryError, XmlParseError } from 'libxml2-wasm';
import { decodeXml } from './decode.ts';
import type { XmlEncoding } from './decode.ts';
import { XmlError } from './error.ts';
import type { XmlErrorCode } from './error.ts';
import { lineAt, refuseDoctype } from './prolog.ts';

/** `maxBytes`: of the file as it came; 64 MiB unless told. */
export type XmlLimits = { readonly maxBytes?: number };

/**
 * How to write a canonical form. `exclusive`: Exclusive XML Canonicalization 1.0, `inclusivePrefixes` being its
 * PrefixList (`#default` for the default namespace); `inclusive`: Canonical XML 1.0. Comments are left out unless
 * `withComments`.
 */
export type CanonicalForm = {
  readonly mode: 'exclusive' | 'inclusive';
  readonly inclusivePrefixes?: readonly string[];
  readonly withComments?: boolean;
};

/** An XML file in libxml2's memory, which nothing but disposal gives back: hold it by `using`. */
export type ParsedXml = Disposable & {
  /** Of the file as it came. */
  readonly encoding: XmlEncoding;
  /** The file in UTF-8 without byte order mark; the file itself where it was that. */
  readonly utf8: Uint8Array;
  /** The library's tree, to read: never to write out, since its writer indents, nor beyond disposal. */
  readonly tree: XmlDocument;
  /** UTF-8 bytes of the canonical form of the tree as it stands. */
  canonicalize(form: CanonicalForm): Buffer;
};

const megabyte = 1024 * 1024;
const defaultMaxBytes = 64 * megabyte;
/** Canonical XML sorts attributes in quadratic time. */
const mostAttributes = 256;

const options: ParseOption =
  ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES;

/**
 * Parses bytes of unknown origin: size, encoding and DOCTYPE are judged first, by us; then libxml2 parses without
 * network, files or expansion of anything. Throws `XmlError`, and only that, whatever the bytes.
 */
export function parseXml(bytes: Uint8Array, { maxBytes = defaultMaxBytes }: XmlLimits = {}): ParsedXml {
  if (bytes.length > maxBytes)
    throw new XmlError('xml/too-large', `${bytes.length} bytes, ${maxBytes} at most`);
  const { encoding, utf8 } = decodeXml(bytes);
  refuseNul(utf8);
  refuseDoctype(utf8);
  const tree = parseTree(utf8);
  try {
    refuseCrowdedElements(utf8, tree);
  } catch (error) {
    tree.dispose();
    throw error;
  }
  return {
    encoding,
    utf8,
    tree,
    canonicalize: (form) => canonicalize(tree, form, utf8.length),
    [Symbol.dispose]: () => tree.dispose(),
  };
}

function refuseNul(utf8: Uint8Array): void {
  const at = utf8.indexOf(0);
  if (at !== -1) throw new XmlError('xml/forbidden-character', 'NUL', lineAt(utf8, at));
}

function parseTree(utf8: Uint8Array): XmlDocument {
  try {
    return XmlDocument.fromBuffer(utf8, { option: options, encoding: 'UTF-8' });
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    const first = error instanceof XmlParseError ? error.details.find(({ level }) => level > 1) : undefined;
    const message = (first?.message ?? error.message).trim().slice(0, 200);
    throw new XmlError(codeOf(message), message, first?.line ?? null);
  }
}

/** libxml2-wasm gives libxml2's sentence and not its number. */
function codeOf(message: string): XmlErrorCode {
  if (/document is empty/i.test(message)) return 'xml/empty';
  if (/Excessive depth/.test(message)) return 'xml/too-deep';
  if (/invalid (?:xml)?Char|Invalid character|out of allowed range/.test(message))
    return 'xml/forbidden-character';
  if (/limit exceeded|too long|amplification|XML_PARSE_HUGE/.test(message)) return 'xml/limit';
  return 'xml/not-well-formed';
}

/**
 * Elements with more attributes than ours ever have, searched in the tree only where some stretch of the file holds no
 * `<` for so long that there could be one.
 */
function refuseCrowdedElements(utf8: Uint8Array, tree: XmlDocument): void {
  const stretch = 512;
  let isSuspect = false;
  for (let at = 0; at < utf8.length && !isSuspect; at += stretch)
    isSuspect = utf8.subarray(at, at + stretch).indexOf(0x3c) === -1;
  if (!isSuspect) return;
  const crowded = tree.get(`//*[@*[${mostAttributes + 1}]]`);
  if (crowded) throw new XmlError('xml/limit', `more than ${mostAttributes} attributes`, crowded.line);
}

function canonicalize(tree: XmlDocument, form: CanonicalForm, expectedBytes: number): Buffer {
  let buffer = Buffer.allocUnsafe(expectedBytes + (expectedBytes >> 3) + 1024);
  let length = 0;
  const write = (piece: Uint8Array) => {
    if (length + piece.length > buffer.length) {
      const larger = Buffer.allocUnsafe(2 * (length + piece.length));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    buffer.set(piece, length);
    length += piece.length;
    return piece.length;
  };
  try {
    tree.canonicalize(
      { write, close: () => true },
      {
        mode: form.mode === 'exclusive' ? XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 : XmlC14NMode.XML_C14N_1_0,
        withComments: form.withComments ?? false,
        inclusiveNamespacePrefixes: [...(form.inclusivePrefixes ?? [])],
      },
    );
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    throw new XmlError('xml/not-canonical', error.message);
  }
  return buffer.subarray(0, length);
}
