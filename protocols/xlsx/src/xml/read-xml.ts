import { SaxesParser, type SaxesTagNS } from 'saxes';
import { XlsxError } from '../error.ts';
import type { XlsxLimits } from '../limits.ts';

export type XmlTag = SaxesTagNS;

/** What a reader hears of a part. Names are local; foreign namespaces and all below them are passed over. */
export type XmlHandler = {
  readonly open?: (name: string, tag: XmlTag, reader: XmlPosition) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string, reader: XmlPosition) => void;
};

/** `position`: characters of the part read so far, the tag just reported included. */
export type XmlPosition = { readonly position: number };

/** Transitional and strict namespaces (ECMA-376-1 annex A), and those of the package (ECMA-376-2). */
const known = new Set([
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
  'http://schemas.openxmlformats.org/package/2006/content-types',
  'http://schemas.openxmlformats.org/package/2006/relationships',
]);

const relationshipNamespaces = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
]);

/**
 * Reads a part. Throws `XlsxError`: `xlsx/doctype`, `xlsx/too-deep`, `xlsx/damaged` when it is not well-formed,
 * and whatever the handler throws.
 */
export function readXml(
  texts: Iterable<string>,
  part: string,
  limits: Pick<XlsxLimits, 'depth'>,
  { open, text, close }: XmlHandler,
): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  let foreignFrom = 0;
  parser.on('doctype', () => {
    throw new XlsxError('xlsx/doctype', part);
  });
  parser.on('opentag', (tag) => {
    depth++;
    if (depth > limits.depth) throw new XlsxError('xlsx/too-deep', part);
    if (foreignFrom === 0 && !known.has(tag.uri)) foreignFrom = depth;
    if (foreignFrom === 0) open?.(tag.local, tag, parser);
  });
  parser.on('closetag', (tag) => {
    if (foreignFrom === 0) close?.(tag.local, parser);
    if (foreignFrom === depth) foreignFrom = 0;
    depth--;
  });
  if (text) {
    const hear = (value: string): void => {
      if (foreignFrom === 0) text(value);
    };
    parser.on('text', hear);
    parser.on('cdata', hear);
  }
  parser.on('error', () => {
    throw new XlsxError('xlsx/damaged', part);
  });
  for (const piece of texts) parser.write(piece);
  parser.close();
}

/** The value of an attribute without a namespace. */
export function attributeOf(tag: XmlTag, name: string): string | undefined {
  return tag.attributes[name]?.value;
}

/** `r:id`, whatever the prefix (ECMA-376-1 §22.8.2.1). */
export function relationshipIdOf(tag: XmlTag): string | undefined {
  return Object.values(tag.attributes).find(
    ({ local, uri }) => local === 'id' && relationshipNamespaces.has(uri),
  )?.value;
}

/** `ST_OnOff` (ECMA-376-1 §22.9.2.7). */
export function isOn(tag: XmlTag, name: string, byDefault = false): boolean {
  const value = attributeOf(tag, name);
  return value === undefined ? byDefault : value === '1' || value === 'true' || value === 'on';
}
