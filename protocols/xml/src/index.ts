export type { XmlEncoding } from './decode.ts';
export { XmlError, xmlErrorCodes } from './error.ts';
export type { XmlErrorCode } from './error.ts';
export type { SchemaFinding, SchemaFindingCode } from './finding.ts';
export { schemaFindingFr, xmlErrorFr } from './fr.ts';
export { parseXml } from './parse.ts';
export type { CanonicalForm, ParsedXml, XmlLimits } from './parse.ts';
export { schemaSet } from './schema.ts';
export type { SchemaReport, SchemaSet, XmlSchema } from './schema.ts';
