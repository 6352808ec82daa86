export { openCovers, sessionCoverMs, type Covers } from './covers.ts';
export type { JournalAct, JournalEntry, Outcome } from './model.ts';
export { record, type Anonymous } from './record.ts';
export { sealJournal, verifyJournal, type ChainVerdict, type Checkpoint } from './seal.ts';
