export { french } from './fr.ts';
export { tellDeliveries } from './delivery-story.ts';
export { noteCommitmentReport, type CommitmentReport } from './note-commitment-report.ts';
export { sendStudies } from './send-studies.ts';
export { startTransfers, type TransfersOptions } from './start-transfers.ts';
