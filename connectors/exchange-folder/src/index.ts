export { makeFolders, openFolder } from './open-folder.ts';
