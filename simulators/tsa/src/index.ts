export { grantTimestamp } from './grant.ts';
export type { TimestampSigner } from './grant.ts';
export { startTsa } from './tsa.ts';
export type { Tsa, TsaOptions } from './tsa.ts';
