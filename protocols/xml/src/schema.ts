import { ParseOption, XmlDocument, XmlError as LibraryError, XsdValidator } from 'libxml2-wasm';
import { XmlError } from './error.ts';
import { toFinding } from './finding.ts';
import type { SchemaFinding } from './finding.ts';
import { servingFiles, validateBounded } from './libxml2.ts';
import type { ParsedXml } from './parse.ts';

/** `findings` are the first ones, in the order of the document; `total` counts them all. */
export type SchemaReport = { readonly findings: readonly SchemaFinding[]; readonly total: number };

/** A compiled schema, kept in libxml2's memory until its set is disposed. */
export type XmlSchema = {
  /** Every finding up to `mostFindings` (1 000 unless told); none when the document is valid. */
  validate(document: ParsedXml, mostFindings?: number): SchemaReport;
};

/** W3C XML Schemas 1.0 that refer to one another by relative names, served from memory alone. */
export type SchemaSet = Disposable & {
  /** The schema whose main file is `name`: compiled when first asked for, then kept. */
  schema(name: string): XmlSchema;
};

let sets = 0;

/**
 * `files`: name → text, where `maindoc/UBL-Tender-2.3.xsd` may import `../common/UBL-CommonBasicComponents-2.3.xsd`.
 * They come with the program or from a signed bundle; the OASIS ones hold a DOCTYPE, whose external subset is not
 * loaded. Throws `xml/schema-broken` at compilation, with libxml2's sentence or the name that is not in the set.
 */
export function schemaSet(files: Readonly<Record<string, string | Uint8Array>>): SchemaSet {
  sets += 1;
  const folder = `schemas-${sets}/`;
  const served = new Map(
    Object.entries(files).map(([name, text]) => [
      folder + name,
      typeof text === 'string' ? Buffer.from(text, 'utf8') : text,
    ]),
  );
  const compiled = new Map<string, XsdValidator>();
  return {
    schema(name) {
      const validator = compiled.get(name) ?? compile(served, folder + name);
      compiled.set(name, validator);
      return { validate: (document, most = 1000) => validate(document, validator, most) };
    },
    [Symbol.dispose]() {
      for (const validator of compiled.values()) validator.dispose();
      compiled.clear();
    },
  };
}

function compile(served: ReadonlyMap<string, Uint8Array>, name: string): XsdValidator {
  const main = served.get(name);
  if (!main) throw new XmlError('xml/schema-broken', `${name} is not in the set`);
  try {
    const { outcome, missing } = servingFiles(served, () => {
      const options: ParseOption = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NOENT;
      const document = XmlDocument.fromBuffer(main, { url: name, option: options });
      try {
        return XsdValidator.fromDoc(document);
      } finally {
        document.dispose();
      }
    });
    if (missing.length === 0) return outcome;
    outcome.dispose();
    throw new XmlError('xml/schema-broken', `not in the set: ${missing.join(', ')}`);
  } catch (error) {
    if (!(error instanceof LibraryError)) throw error;
    throw new XmlError('xml/schema-broken', error.message.trim().slice(0, 500));
  }
}

function validate(document: ParsedXml, validator: XsdValidator, most: number): SchemaReport {
  const collected = validateBounded(document.tree, validator, most);
  if (!collected) throw new XmlError('xml/schema-broken', 'libxml2 could not validate');
  return { findings: collected.findings.map(toFinding), total: collected.total };
}
