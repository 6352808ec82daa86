export {
  type CodeRow,
  type CodeSystem,
  codeSystems,
  type NomenclatureIdentity,
  type NomenclatureSet,
  type Nomenclatures,
  type NomenclaturesInForce,
} from './nomenclature/nomenclature-set.ts';
export { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
export { renderCsv } from './render/render-csv.ts';
export { renderHtml } from './render/render-html.ts';
export { renderJson } from './render/render-json.ts';
export { renderSvrl } from './render/render-svrl.ts';
export {
  type ControllerIdentity,
  type ControlReport,
  reportIdOf,
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
export { type Counts, FindingList } from './report/finding-list.ts';
