import { XlsxError } from '../error.ts';
import type { XlsxLimits } from '../limits.ts';
import { decodeXml } from '../xml/decode-xml.ts';
import { unpack } from '../zip/unpack.ts';
import { readZipDirectory, type ZipEntry } from '../zip/zip-directory.ts';
import { contentTypesPart, readContentTypes, type ContentTypes } from './content-types.ts';
import { refuseHazardousParts, refuseHazardousRelationships } from './refuse-hazards.ts';
import { refuseOtherDocuments, refuseStrangers } from './refuse-strangers.ts';
import { readRelationships, relationshipsPartOf, type Relationship } from './relationships.ts';

/** An OOXML package that was found harmless: every part is named, typed and related, none is unpacked yet. */
export type OpcPackage = {
  readonly parts: ReadonlyMap<string, ZipEntry>;
  readonly contentTypes: ContentTypes;
  readonly workbookPart: string;
  /** Those of a part, `''` for the package. */
  readonly relationshipsOf: (part: string) => readonly Relationship[];
  /** The text of a part, in pieces. Throws `xlsx/damaged` when there is none. */
  readonly readText: (part: string) => Generator<string>;
  readonly readBytes: (part: string) => Uint8Array;
};

/** Throws `XlsxError` for whatever is no workbook, is past a limit, or could act. */
export function openPackage(file: Uint8Array, limits: XlsxLimits): OpcPackage {
  refuseStrangers(file);
  if (file.length > limits.fileBytes) throw new XlsxError('xlsx/too-large');
  const parts = readZipDirectory(file, limits);
  const readText = (part: string): Generator<string> => decodeXml(unpack(file, entryOf(parts, part)), part);
  if (!parts.has(contentTypesPart)) refuseOtherDocuments(new Set(parts.keys()), undefined);
  const contentTypes = readContentTypes(readText(contentTypesPart), limits);
  refuseHazardousParts(parts.keys(), (part) => typeOf(contentTypes, part), readText);
  const relationships = readAllRelationships(parts, readText, limits);
  const relationshipsOf = (part: string): readonly Relationship[] => relationships.get(part) ?? [];
  const workbookPart = relationshipsOf('').find(({ kind }) => kind === 'officeDocument')?.target ?? '';
  refuseOtherDocuments(new Set(parts.keys()), typeOf(contentTypes, workbookPart));
  return {
    parts,
    contentTypes,
    workbookPart,
    relationshipsOf,
    readText,
    readBytes: (part) => Buffer.concat([...unpack(file, entryOf(parts, part))]),
  };
}

export function typeOf({ byPart, byExtension }: ContentTypes, part: string): string | undefined {
  return byPart.get(part) ?? byExtension.get(part.split('.').at(-1)?.toLowerCase() ?? '');
}

/** The one related part of this kind that is in the package. */
export function relatedPart(opc: OpcPackage, source: string, kind: string): string | undefined {
  const target = opc.relationshipsOf(source).find((relationship) => relationship.kind === kind)?.target;
  return target !== undefined && opc.parts.has(target) ? target : undefined;
}

function entryOf(parts: ReadonlyMap<string, ZipEntry>, part: string): ZipEntry {
  const entry = parts.get(part);
  if (!entry) throw new XlsxError('xlsx/damaged', part);
  return entry;
}

/** All of them, so that a hazard is found even where no sheet leads to it. */
function readAllRelationships(
  parts: ReadonlyMap<string, ZipEntry>,
  readText: (part: string) => Iterable<string>,
  limits: XlsxLimits,
): Map<string, Relationship[]> {
  const found = new Map<string, Relationship[]>();
  for (const part of parts.keys()) {
    const [, folder, name] = /^(.*?)_rels\/([^/]*)\.rels$/.exec(part) ?? [];
    if (folder === undefined || name === undefined) continue;
    const source = folder + name;
    const relationships = readRelationships(readText(part), source, limits);
    refuseHazardousRelationships(source, relationships);
    found.set(source, relationships);
  }
  if (!found.has('')) throw new XlsxError('xlsx/not-a-workbook', relationshipsPartOf(''));
  return found;
}
