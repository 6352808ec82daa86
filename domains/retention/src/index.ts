export { french } from './fr.ts';
export { holdStudies, releaseStudies } from './hold-studies.ts';
export { startPurger, type Purger, type PurgerOptions } from './purger.ts';
export { recordCommitment } from './record-proof.ts';
