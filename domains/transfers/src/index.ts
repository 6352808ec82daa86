export { french } from './fr.ts';
export { tellDeliveries } from './deliveries/delivery-story.ts';
export { noteCommitmentReport, type CommitmentReport } from './deliveries/note-commitment-report.ts';
export { sendStudies } from './deliveries/send-studies.ts';
export { startTransfers, type TransfersOptions } from './start-transfers.ts';
