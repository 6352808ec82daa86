/**
 * Why bytes are refused as XML.
 * - `xml/empty`: there is nothing, or white space alone;
 * - `xml/too-large`: more bytes than the caller's limit;
 * - `xml/encoding-unsupported`: an encoding other than UTF-8, UTF-16, US-ASCII and ISO-8859-1;
 * - `xml/encoding-mismatch`: the byte order mark, the declaration and the bytes do not agree;
 * - `xml/encoding-broken`: bytes that mean nothing in that encoding (for instance ISO-8859-1 sent as UTF-8);
 * - `xml/forbidden-character`: NUL, or another character that XML 1.0 (section 2.2) forbids;
 * - `xml/version-unsupported`: XML 1.1 or other, which signatures and schemas do not know;
 * - `xml/doctype`: a document type declaration, whatever is in it: no message of ours has any, attacks do;
 * - `xml/too-deep`: elements within elements beyond 256;
 * - `xml/limit`: a name, an attribute or a text too long, too many attributes, too much entity expansion;
 * - `xml/not-well-formed`: breaks XML 1.0 or Namespaces in XML 1.0; truncated files are here;
 * - `xml/not-canonical`: well-formed but without a canonical form (relative namespace names);
 * - `xml/schema-broken`: the schemas themselves do not compile, or name a file that is not among them.
 */
export const xmlErrorCodes = [
  'xml/empty',
  'xml/too-large',
  'xml/encoding-unsupported',
  'xml/encoding-mismatch',
  'xml/encoding-broken',
  'xml/forbidden-character',
  'xml/version-unsupported',
  'xml/doctype',
  'xml/too-deep',
  'xml/limit',
  'xml/not-well-formed',
  'xml/not-canonical',
  'xml/schema-broken',
] as const;

export type XmlErrorCode = (typeof xmlErrorCodes)[number];

/** Bytes that are refused as XML. `line` counts from 1, and is null where no line can be told. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly code: XmlErrorCode;
  readonly line: number | null;

  constructor(code: XmlErrorCode, message: string, line: number | null = null) {
    super(message);
    this.code = code;
    this.line = line;
  }
}
