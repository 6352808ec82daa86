export type { AuthorityDeps } from './deps.ts';
export { openFileShelf, type FileShelf } from './file-shelf.ts';
export { french } from './fr.ts';
export { keysIn, type OpenKeys } from './keys.ts';
export { publishNomenclature, type NomenclatureOrder } from './publish-nomenclature.ts';
export { listBundles } from './read-registers.ts';
export { keepSignaturesFresh, renewSignatures } from './renew-signatures.ts';
