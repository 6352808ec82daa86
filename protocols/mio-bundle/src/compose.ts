/** What an authority makes a version of: the same files whole, and as changes over the version before. */
import { listContent } from './formats.ts';
import type { BundleKind, Manifest } from './formats.ts';
import { packBundle } from './pack.ts';
import { sha256Hex } from './signing.ts';
import type { UpdateKey } from './signing.ts';

/** The version before, as it was published: its files by path, with their digests. */
export type PublishedVersion = {
  readonly version: number;
  readonly contentSha256: string;
  readonly files: Readonly<Record<string, string>>;
};

/** `version` follows from `previous`; instants are ISO 8601, UTC. */
export type VersionOrder = {
  readonly bundleId: string;
  readonly kind: BundleKind;
  readonly previous: PublishedVersion | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly publishedAt: string;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly minController: string | null;
};

export type ComposedVersion = PublishedVersion & {
  readonly full: Buffer;
  /** Null for a first version, and where changes weigh as much as the whole. */
  readonly delta: Buffer | null;
};

export function composeVersion(order: VersionOrder, keys: readonly UpdateKey[]): ComposedVersion {
  const { files, previous } = order;
  const digests = Object.fromEntries([...files].map(([path, bytes]) => [path, sha256Hex(bytes)]));
  const version = (previous?.version ?? 0) + 1;
  const contentSha256 = sha256Hex(listContent(Object.entries(digests)));
  const pack = (paths: readonly string[], removed: string[], isDelta: boolean): Buffer => {
    const carried = new Map(paths.map((path) => [path, files.get(path) ?? new Uint8Array()]));
    return packBundle(
      manifestOf(order, { version, contentSha256, carried, removed, isDelta }),
      carried,
      keys,
    );
  };
  const full = pack([...files.keys()], [], false);
  if (!previous) return { version, contentSha256, files: digests, full, delta: null };
  const changed = Object.keys(digests).filter((path) => previous.files[path] !== digests[path]);
  const removed = Object.keys(previous.files).filter((path) => !(path in digests));
  const delta = pack(changed, removed, true);
  return { version, contentSha256, files: digests, full, delta: delta.length < full.length ? delta : null };
}

function manifestOf(
  { bundleId, kind, previous, publishedAt, effectiveFrom, effectiveTo, minController }: VersionOrder,
  made: {
    readonly version: number;
    readonly contentSha256: string;
    readonly carried: ReadonlyMap<string, Uint8Array>;
    readonly removed: string[];
    readonly isDelta: boolean;
  },
): Manifest {
  return {
    format: 'urn:liaison:mio:bundle:1',
    bundleId,
    kind,
    version: made.version,
    previous: previous && { version: previous.version, contentSha256: previous.contentSha256 },
    isDelta: made.isDelta,
    publishedAt,
    effectiveFrom,
    effectiveTo,
    minController,
    contentSha256: made.contentSha256,
    files: [...made.carried].map(([path, bytes]) => ({
      path,
      sha256: sha256Hex(bytes),
      bytes: bytes.length,
    })),
    removed: made.removed,
  };
}
