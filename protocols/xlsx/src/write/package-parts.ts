import { escapeXml } from '../xml/xml-text.ts';
import { xmlHead } from './sheet-xml.ts';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaging = 'http://schemas.openxmlformats.org/package/2006';

export const contentTypeOf = {
  workbook: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  sheet: 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml',
  styles: 'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml',
  comments: 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml',
  drawing: 'application/vnd.openxmlformats-officedocument.vmlDrawing',
  coreProperties: 'application/vnd.openxmlformats-package.core-properties+xml',
} as const;

/** A relationship to write: `kind` is the last segment of its type; core properties have a type of the package. */
export type RelationshipInput = { readonly id: string; readonly kind: string; readonly target: string };

export function relationshipXml({ id, kind, target }: RelationshipInput): string {
  const type =
    kind === 'core-properties' ? `${packaging}/relationships/metadata/${kind}` : `${office}/${kind}`;
  return `<Relationship Id="${id}" Type="${type}" Target="${escapeXml(target)}"/>`;
}

export function relationshipsXml(relationships: readonly RelationshipInput[]): string {
  return `${xmlHead}<Relationships xmlns="${packaging}/relationships">${relationships.map(relationshipXml).join('')}</Relationships>`;
}

/** `[Content_Types].xml`: each part by name. */
export function contentTypesXml(types: ReadonlyMap<string, string>): string {
  return [
    `${xmlHead}<Types xmlns="${packaging}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Default Extension="vml" ContentType="${contentTypeOf.drawing}"/>`,
    ...[...types].map(([part, type]) => overrideXml(part, type)),
    '</Types>',
  ].join('');
}

export function overrideXml(part: string, type: string): string {
  return `<Override PartName="/${escapeXml(part)}" ContentType="${type}"/>`;
}

/** Core properties (ECMA-376-2 §8). */
export function corePropertiesXml(properties: {
  readonly title: string;
  readonly creator: string;
  readonly createdAt?: string;
}): string {
  const created =
    properties.createdAt === undefined
      ? ''
      : `<dcterms:created xsi:type="dcterms:W3CDTF">${escapeXml(properties.createdAt)}</dcterms:created>`;
  return (
    `${xmlHead}<cp:coreProperties xmlns:cp="${packaging}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<dc:title>${escapeXml(properties.title)}</dc:title><dc:creator>${escapeXml(properties.creator)}</dc:creator>${created}</cp:coreProperties>`
  );
}
