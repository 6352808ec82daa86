import { join } from 'node:path';
import { keysIn, openFileShelf, type AuthorityDeps } from '@liaison/authority';
import type { Config } from '@liaison/config';
import { systemClock } from '@liaison/kernel';

/** The MIO authority that this installation is, or is not: then its routes say so. */
export function authorityOf({ authority, dataDir }: Pick<Config, 'authority' | 'dataDir'>): AuthorityDeps {
  return {
    openKeys: keysIn(authority?.folder ?? null, authority?.passphrase ?? ''),
    shelf: openFileShelf(join(dataDir, 'authority')),
    clock: systemClock,
  };
}
