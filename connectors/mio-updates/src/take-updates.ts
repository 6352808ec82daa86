import type { PointerEnvelope } from '@liaison/mio-authority';
import {
  BundleError,
  latestOf,
  missingUpdates,
  type InstalledVersion,
  type Pointer,
  type UpdateStore,
} from '@liaison/mio-bundle';
import type { AuthorityClient } from './authority-client.ts';

/** More roots than that at once are no rotation. */
const mostRoots = 100;
type Missing = Pointer['latest'][number];

/**
 * Takes what the authority has and the store lacks: roots one after another, the pointer, then versions oldest first, as
 * changes where those fit. What was taken before a failure stays. Throws `UpdateError` and `BundleError`.
 */
export async function takeUpdates(
  store: UpdateStore,
  client: AuthorityClient,
  now: Date,
  told?: PointerEnvelope,
): Promise<InstalledVersion[]> {
  const installed: InstalledVersion[] = await followRoots(store, client);
  const { pointer, signatures } = told ?? (await client.readPointer());
  store.notePointer(Buffer.from(pointer), Buffer.from(signatures), now);
  for (const missing of missingUpdates(store.state(), now).missing)
    installed.push(await takeOne(store, client, missing));
  return installed;
}

/** Before anything else: what follows is signed by the keys of the last root (as in The Update Framework, 5.3). */
async function followRoots(store: UpdateStore, client: AuthorityClient): Promise<InstalledVersion[]> {
  const installed: InstalledVersion[] = [];
  for (let count = 0; count < mostRoots; count += 1) {
    const bundle = await client.findTrust(store.state().root.version + 1);
    if (!bundle) break;
    const before = store.state().root.version;
    installed.push(store.install(bundle));
    // A bundle of trust that brings no root would be asked for again for ever.
    if (store.state().root.version === before) throw new BundleError('bundle/malformed', 'no new root');
  }
  return installed;
}

async function takeOne(
  store: UpdateStore,
  client: AuthorityClient,
  missing: Missing,
): Promise<InstalledVersion> {
  const { delta } = missing;
  if (delta && latestOf(store.state(), missing.bundleId)?.version === delta.from) {
    try {
      return await takeFile(store, client, delta, missing);
    } catch (error) {
      // The whole version says the same, whatever is wrong with its changes.
      if (!(error instanceof BundleError)) throw error;
    }
  }
  return takeFile(store, client, missing, missing);
}

async function takeFile(
  store: UpdateStore,
  client: AuthorityClient,
  file: { readonly sha256: string; readonly bytes: number },
  { bundleId, version }: Missing,
): Promise<InstalledVersion> {
  const bundle = await store.download(file, (from) => client.readBundle(file.sha256, from));
  const installed = store.install(bundle);
  if (installed.bundleId !== bundleId || installed.version !== version)
    throw new BundleError('bundle/malformed', 'not the version announced');
  return installed;
}
