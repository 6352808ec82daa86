export {
  type ControlContext,
  type Controller,
  type ControllerSetup,
  makeController,
  readDecision,
  readKnown,
  readNeed,
  readOffer,
} from './controller.ts';
export {
  type CodeRow,
  type CodeSystem,
  codeSystems,
  type Lookup,
  type NomenclatureIdentity,
  type NomenclatureSet,
  type Nomenclatures,
  type NomenclaturesInForce,
} from './nomenclature/nomenclature-set.ts';
export { gs1Key, isSiret } from './nomenclature/check-digits.ts';
export { fictiveNomenclatures } from './nomenclature/fictive-nomenclatures.ts';
export {
  changeRows,
  compareLists,
  type ListChanges,
  type ListVersion,
  type NomenclatureList,
  parseRowFile,
  readNomenclatureFiles,
  writeNomenclatureFiles,
} from './nomenclature/nomenclature-files.ts';
export { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
export {
  codeColumns,
  type ParsedCodeRows,
  parseCodeRows,
  type RowFault,
} from './nomenclature/parse-code-rows.ts';
export {
  type ControlPool,
  ControlPoolError,
  NeedUnreadableError,
  openControlPool,
  type PoolContext,
  type PoolOptions,
  type PoolSetup,
} from './pool/control-pool.ts';
export {
  type NomenclatureSource,
  openRenewedPool,
  type RenewedWorkers,
  renewWorkers,
} from './pool/renewed-pool.ts';
export { renderCsv } from './render/render-csv.ts';
export { renderHtml } from './render/render-html.ts';
export { renderJson } from './render/render-json.ts';
export { type M40Envelope, renderM40 } from './render/render-m40.ts';
export { renderSvrl } from './render/render-svrl.ts';
export { renderXlsx } from './render/render-xlsx.ts';
export { codesOfReading } from './reading/report-reading.ts';
export {
  type ControllerIdentity,
  type ControlReport,
  type RuleSetIdentity,
  type Verdict,
  verdictOf,
} from './report/control-report.ts';
export {
  type Finding,
  type FindingCode,
  type Layer,
  layers,
  type Place,
  severities,
  type Severity,
} from './report/finding.ts';
export { type Counts } from './report/finding-list.ts';
export { type DecisionDraft, type KnownMessage, type LastPrices } from './rules/facts.ts';
export { type NeedIndex } from './rules/need-index.ts';
export { type Rule } from './rules/rule.ts';
export { ruleSetIdentity } from './rules/rule-set.ts';
export { rules } from './rules/table.ts';
export { formatSchematron } from './schematron/format-schematron.ts';
