export { type Complement, parseComplement } from './complement.ts';
export { type EssentialData, essentialData, type EssentialDataSources } from './essential-data.ts';
export { type Fault } from './fault.ts';
