export { french } from './fr.ts';
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
