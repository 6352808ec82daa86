export { french } from './fr.ts';
export { codeMailHandler } from './send-code.ts';
export { findActor } from './session.ts';
export { saveAccount } from './store.ts';
