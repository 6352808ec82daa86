export { openAuthorityClient, type AuthorityClient, type ClientOptions } from './authority-client.ts';
export { describeState, type Installation } from './describe-state.ts';
export { UpdateError } from './error.ts';
export { followAuthority, type FollowOptions } from './follow-authority.ts';
export { followNomenclatures, readNomenclatures } from './installed-nomenclatures.ts';
export { withFolderLock } from './lock-folder.ts';
export { takeUpdates } from './take-updates.ts';
