export { compareMessages, type MessageChange } from './compare/compare-messages.ts';
export { codeLists, listCodes, type CodeListName } from './codes/code-lists.ts';
export { csvColumns, readCsv, readTable, writeCsv, writeTable, type CsvReading } from './csv/csv-message.ts';
export { type Cell as TableCell, parseCsv } from './csv/csv-text.ts';
export {
  discountByUnit,
  type LineAmounts,
  lineAmounts,
  lotAmounts,
  type PricedLine,
} from './decimal/amounts.ts';
export {
  absoluteExact,
  addExact,
  centsOf,
  compareExact,
  type Exact,
  exact,
  formatCents,
  formatExact,
  hundredthOf,
  isMultipleOf,
  multiplyExact,
  parseExact,
  quotientOf,
  roundExact,
  subtractExact,
  zeroExact,
} from './decimal/exact.ts';
export { formatDocumentation } from './documentation/format-documentation.ts';
export { MioError } from './error.ts';
export * from './generated/messages.ts';
export { readJson, writeJson, type JsonReading } from './json/json-message.ts';
export { jsonSchema } from './json/json-schema.ts';
export { formatText, parseModelText, type Parsed } from './model/codec.ts';
export { describePlace, valueAt, type NamedPlace } from './model/describe-place.ts';
export { type Draft, type DraftMessage, isMessageCode, type ModelPath, type Value } from './model/draft.ts';
export {
  type CsvPlace,
  type FindingKind,
  type JsonPlace,
  type Place,
  type ReadFinding,
  type XmlPlace,
} from './model/finding.ts';
export { datatypes, type DatatypeName } from './table/datatypes.ts';
export { findRow, listRows, type LocatedRow } from './table/find-row.ts';
export { messages, standardVersion } from './table/messages.ts';
export {
  cardinality,
  type Cardinality,
  type Field,
  type Group,
  type MessageCode,
  type MessageDefinition,
  type Node,
} from './table/node.ts';
export { readMessage, type ReadLimits, type XmlReading } from './xml/read-message.ts';
export { writeMessage, type WriteOptions } from './xml/write-message.ts';
export { certificateSchema } from './xsd/certificate-schema.ts';
export { certificateUri } from './xsd/extension-schema.ts';
export { profileSchemas, type ProfileSchemas } from './xsd/profile-schemas.ts';
