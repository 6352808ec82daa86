import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, type Actor } from '@liaison/kernel';
import type { OnlineKeys } from '@liaison/mio-authority';
import { composeVersion, type BundleKind } from '@liaison/mio-bundle';
import { insertVersion, readDayStart, type VersionRow } from './bundle-store.ts';
import type { AuthorityDeps } from './deps.ts';
import { signPointer } from './sign-pointer.ts';

/** What is to be published after `previous`; `label` null: the number of the version. */
export type Publication = {
  readonly bundleId: string;
  readonly kind: Exclude<BundleKind, 'trust'>;
  readonly label: string | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** A day in France. */
  readonly effectiveFrom: string;
  readonly minController: string | null;
  readonly previous: VersionRow | undefined;
};

/**
 * Signs and publishes the next version of a bundle, whole and as changes, and the pointer to it. The caller holds the
 * authority's lock, so that versions follow one another. @throws DomainError `authority/other-kind`,
 * `authority/starts-before`, `authority/nothing-new`
 */
export async function publishVersion(
  tx: Tx,
  actor: Actor,
  { shelf, clock }: AuthorityDeps,
  keys: OnlineKeys,
  publication: Publication,
): Promise<VersionRow> {
  const { previous, bundleId, kind, minController } = publication;
  const effectiveFrom = await readDayStart(tx, publication.effectiveFrom);
  requireNext(publication, effectiveFrom);
  const now = clock.now();
  const made = composeVersion(
    {
      bundleId,
      kind,
      previous: previous ?? null,
      files: publication.files,
      publishedAt: now.toISOString(),
      effectiveFrom: effectiveFrom.toISOString(),
      effectiveTo: null,
      minController,
    },
    [keys.update],
  );
  if (made.contentSha256 === previous?.contentSha256)
    throw new DomainError('conflict', 'authority/nothing-new');
  const row: VersionRow = {
    bundleId,
    version: made.version,
    kind,
    label: publication.label ?? String(made.version),
    contentSha256: made.contentSha256,
    files: { ...made.files },
    publishedAt: now,
    publishedBy: actor.kind === 'user' ? actor.displayName : actor.name,
    effectiveFrom,
    effectiveTo: null,
    minController,
    sha256: shelf.put(made.full),
    bytes: made.full.length,
    deltaSha256: made.delta && shelf.put(made.delta),
    deltaBytes: made.delta && made.delta.length,
    rootVersion: null,
  };
  await announceVersion(tx, actor, keys, row, now);
  return row;
}

/** A version that is on the shelf: its row, its line in the journal, and the pointer to it. */
export async function announceVersion(
  tx: Tx,
  actor: Actor,
  keys: OnlineKeys,
  row: VersionRow,
  now: Date,
): Promise<void> {
  await insertVersion(tx, row);
  await record(tx, actor, {
    act: 'authority.bundle-published',
    details: {
      bundleId: row.bundleId,
      version: row.version,
      kind: row.kind,
      sha256: row.sha256,
      effectiveFrom: row.effectiveFrom.toISOString(),
    },
  });
  await signPointer(tx, keys, now);
}

function requireNext({ previous, kind }: Publication, effectiveFrom: Date): void {
  if (!previous) return;
  if (previous.kind !== kind) throw new DomainError('conflict', 'authority/other-kind');
  // Otherwise the version before would come back into force when this one is replaced, in no order that anyone could tell.
  if (effectiveFrom < previous.effectiveFrom) throw new DomainError('conflict', 'authority/starts-before');
}
