export { french } from './fr.ts';
export { keepReport, type ReportToKeep } from './keep-report.ts';
export type { DocumentSummary, KeptDocument } from './model.ts';
export { listDocuments, readDocument, readLatestReport } from './read-document.ts';
export { renderReport } from './render-report.ts';
export type {
  ReportAnswer,
  ReportComplement,
  ReportContent,
  ReportParty,
  ReportPatient,
  ReportSection,
  ReportStudy,
  ReportTrait,
} from './report-content.ts';
