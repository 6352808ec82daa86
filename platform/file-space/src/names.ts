import { FileSpaceError } from './file-space.ts';

const mark = '.partiel';

/** Under which a file is written before it is shown. */
export function stagedName(name: string): string {
  return `.${name}${mark}`;
}

/** The name that a staged file will have; null for any other file. */
export function nameOfStaged(found: string): string | null {
  return found.startsWith('.') && found.endsWith(mark) ? found.slice(1, -mark.length) : null;
}

/** Names that programs give to what they have not finished writing, or to what is none of ours (locks of office software). */
const unfinished = /^[.~]|\.(?:tmp|temp|part|partial|partiel|filepart|crdownload|swp|lock)$|~$/i;

export function isUnfinished(name: string): boolean {
  return unfinished.test(name);
}

/** Characters that Windows keeps, controls, and its device names; a path of any system. */
const unsafe = /[<>:"/\\|?*\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/** @throws FileSpaceError `bad-name` for a name that not every file system of a hospital can hold, or that leads elsewhere */
export function safeName(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.length > 200 || unsafe.test(name))
    throw new FileSpaceError('bad-name', name.slice(0, 200));
  return name;
}
