import type { Clock } from '@liaison/kernel';
import type { FileShelf } from './file-shelf.ts';
import type { OpenKeys } from './keys.ts';

/** What acts of the authority need beside the database. */
export type AuthorityDeps = {
  readonly openKeys: OpenKeys;
  readonly shelf: FileShelf;
  readonly clock: Clock;
};
