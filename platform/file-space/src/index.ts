export {
  FileSpaceError,
  writeFile,
  type FileSpace,
  type FileSpaceTrouble,
  type FoundFile,
} from './file-space.ts';
export { isUnfinished, nameAround, nameBeside, nameOfStaged, safeName, stagedName } from './names.ts';
export { SettledFiles } from './settled-files.ts';
