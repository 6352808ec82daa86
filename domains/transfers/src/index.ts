export { commitmentHandler, type Asking } from './ask-commitment.ts';
export { startDeliverer, type Deliverer, type DelivererOptions } from './deliverer.ts';
export { followRoutes, settledHandler, type Following } from './follow-routes.ts';
export { french } from './fr.ts';
export { noteCommitmentReport, type CommitmentReport } from './note-commitment-report.ts';
export { packStudies } from './pack-studies.ts';
export { sendStudies } from './send-studies.ts';
