import { createHash } from 'node:crypto';
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

/** In UTF-8: file systems hold 255, of which what is written beside takes some. */
const mostBytes = 255 - Buffer.byteLength(stagedName(''));

/** @throws FileSpaceError `bad-name` for a name that not every file system of a hospital can hold, or that leads elsewhere */
export function safeName(name: string): string {
  if (!isSafeName(name)) throw new FileSpaceError('bad-name', nameBeside('', name, ''));
  return name;
}

const unsafeCharacters = /[<>:"/\\|?*\p{Cc}]/gu;

/** As `nameAround`, of a name that need not be safe: what is not is shown as `_`. `before` and `after` make it no device's. */
export function nameBeside(before: string, name: string, after: string): string {
  return nameAround(before, name.toWellFormed().replaceAll(unsafeCharacters, '_'), after);
}

function isSafeName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || unsafe.test(name)) return false;
  return name.isWellFormed() && Buffer.byteLength(name) <= mostBytes;
}

/**
 * A name made of another one: `before` and `after` as they are, and of `name` what there is room for, its extension kept. What is
 * cut is told from other names that begin so.
 */
export function nameAround(before: string, name: string, after: string): string {
  const room = mostBytes - Buffer.byteLength(before + after);
  if (Buffer.byteLength(name) <= room) return before + name + after;
  const [extension = ''] = /\.[^.]{1,10}$/.exec(name) ?? [];
  const mark = `~${createHash('sha256').update(name).digest('hex').slice(0, 8)}${extension}`;
  const stem: string[] = [];
  let left = room - Buffer.byteLength(mark);
  for (const character of name.slice(0, name.length - extension.length)) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    stem.push(character);
  }
  return before + stem.join('') + mark + after;
}
