export { authorise, authoriseFeature, may, type Resource } from './authorise.ts';
export { french } from './fr.ts';
export { grant, revoke } from './grant.ts';
export { listGrantees } from './store.ts';
export { capabilities, hasFeature, type Capability, type ResourceKind } from './policy.ts';
