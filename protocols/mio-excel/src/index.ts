export type { ExcelFinding, ExcelFindingKind, Severity } from './finding.ts';
export { readOffer, type OfferReading, type ReadOptions } from './read/read-offer.ts';
export type { OfferIdentity } from './read/new-offer.ts';
export { writeModel, type ModelInput, type NeedsMessage, type OfferMessage } from './write/write-model.ts';
export { codeOfReading, reported, type ReportedFinding } from './report/reported-finding.ts';
export { renderXlsx } from './report/render-xlsx.ts';
export { writeReport } from './report/write-report.ts';
