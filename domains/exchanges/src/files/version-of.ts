import type { FoundFile } from '@liaison/file-space';

/** A file under its name, as it was written last. */
export function versionOf({ name, modifiedMs }: FoundFile): string {
  return `${name}/${Math.trunc(modifiedMs)}`;
}
