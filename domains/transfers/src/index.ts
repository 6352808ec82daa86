export { startDeliverer, type Deliverer, type DelivererOptions } from './deliverer.ts';
export { followRoutes, settledHandler, type Following } from './follow-routes.ts';
export { french } from './fr.ts';
export { packStudies } from './pack-studies.ts';
export { sendStudies } from './send-studies.ts';
