import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { DomainError, type UserActor } from '@liaison/kernel';
import { isDeepStrictEqual } from 'node:util';
import {
  applyBundle,
  BundleError,
  openBundle,
  type InstalledVersion,
  type OpenBundle,
  type TrustRoot,
} from '@liaison/mio-bundle';
import {
  findLatest,
  findTrustRoot,
  insertTrustRoot,
  lockAuthority,
  type VersionRow,
} from './bundle-store.ts';
import type { AuthorityDeps } from './deps.ts';
import { announceVersion } from './publish-version.ts';

/** Newer than any `minController`: whether subscribers are new enough is theirs to say. */
const anyController = '999999.0.0';

/**
 * Publishes a bundle that was signed at the ceremony, such as one of trust, after holding it against what subscribers will
 * hold it against. @throws DomainError codes of `BundleError`, `authority/delta-signed`, `authority/not-next`,
 * `authority/keys-astray`
 */
export async function publishSigned(
  tx: Tx,
  actor: UserActor,
  { openKeys, shelf, clock }: AuthorityDeps,
  bundle: Buffer,
): Promise<{ bundleId: string; version: number }> {
  authoriseFeature(actor, 'authority:publish');
  if (bundle.length === 0) throw new DomainError('invalid', 'authority/nothing-sent');
  const { manifest } = orDomainError(() => openBundle(bundle));
  if (manifest.isDelta) throw new DomainError('invalid', 'authority/delta-signed');
  await lockAuthority(tx);
  const keys = openKeys();
  const root = (await findTrustRoot(tx)) ?? (await keepFirst(tx, keys.trustRoot));
  const previous = await findLatest(tx, manifest.bundleId);
  const applied = orDomainError(() =>
    applyBundle({ root, pointer: null, versions: previous ? [installedOf(previous)] : [] }, bundle, {
      controllerVersion: anyController,
      readInstalled: () => Buffer.alloc(0),
    }),
  );
  if (manifest.kind !== 'trust' && manifest.version !== (previous?.version ?? 0) + 1)
    throw new DomainError('conflict', 'authority/not-next');
  // What follows is signed with the keys in service: they must be those that subscribers will believe.
  if (!isDeepStrictEqual(applied.state.root, keys.trustRoot))
    throw new DomainError('conflict', 'authority/keys-astray');
  const isNewRoot = applied.state.root.version !== root.version;
  if (isNewRoot) await insertTrustRoot(tx, applied.state.root);
  const row: VersionRow = {
    ...rowOf(manifest),
    files: { ...applied.installed.files },
    publishedBy: actor.displayName,
    sha256: shelf.put(bundle),
    bytes: bundle.length,
    rootVersion: isNewRoot ? applied.state.root.version : null,
  };
  await announceVersion(tx, actor, keys, row, clock.now());
  return { bundleId: row.bundleId, version: row.version };
}

async function keepFirst(tx: Tx, root: TrustRoot): Promise<TrustRoot> {
  await insertTrustRoot(tx, root);
  return root;
}

function installedOf(row: VersionRow): InstalledVersion {
  const { bundleId, kind, version, contentSha256, files } = row;
  return {
    bundleId,
    kind,
    version,
    contentSha256,
    effectiveFrom: row.effectiveFrom.toISOString(),
    effectiveTo: row.effectiveTo?.toISOString() ?? null,
    files,
  };
}

function rowOf(manifest: OpenBundle['manifest']) {
  const { bundleId, version, kind, contentSha256, minController } = manifest;
  return {
    bundleId,
    version,
    kind,
    label: String(version),
    contentSha256,
    minController,
    publishedAt: new Date(manifest.publishedAt),
    effectiveFrom: new Date(manifest.effectiveFrom),
    effectiveTo: manifest.effectiveTo === null ? null : new Date(manifest.effectiveTo),
    deltaSha256: null,
    deltaBytes: null,
  };
}

function orDomainError<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof BundleError) throw new DomainError('invalid', error.code);
    throw error;
  }
}
