import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '@liaison/db';
import { DomainError } from '@liaison/kernel';
import type { OnlineKeys } from '@liaison/mio-authority';
import { findTrustRoot, insertTrustRoot } from './bundle-store.ts';
import type { OpenKeys } from './keys.ts';

/**
 * The keys, where subscribers believe them: those of the last root that was published. The first root is the one that the
 * server was entrusted with. @throws DomainError `authority/keys-astray`, and those of `OpenKeys`
 */
export async function currentKeys(tx: Tx, openKeys: OpenKeys): Promise<OnlineKeys> {
  const keys = openKeys();
  const root = await findTrustRoot(tx);
  if (!root) await insertTrustRoot(tx, keys.trustRoot);
  else if (!isDeepStrictEqual(root, keys.trustRoot))
    throw new DomainError('conflict', 'authority/keys-astray');
  return keys;
}
