/** Which updates are taken (after The Update Framework: rollback, freeze, mixed versions, key compromise). Pure. */
import { BundleError } from './error.ts';
import { listContent, parseJson, pointerFormat, signaturesFormat, trustRootFormat } from './formats.ts';
import type { BundleKind, Manifest, Pointer, TrustRoot } from './formats.ts';
import { openBundle, unpackFiles } from './pack.ts';
import { requireSignatures, sha256Hex } from './signing.ts';

/** One installed version: its files by path, with their digests. */
export type InstalledVersion = {
  readonly bundleId: string;
  readonly kind: BundleKind;
  readonly version: number;
  readonly contentSha256: string;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly files: Readonly<Record<string, string>>;
};

/** What an installation has taken so far. `versions`: all of them, since a consultation holds to those of its day. */
export type UpdateState = {
  readonly root: TrustRoot;
  readonly pointer: Pointer | null;
  readonly versions: readonly InstalledVersion[];
};

/** `readInstalled`: a file of the installed version that a delta builds on. */
export type ApplyOptions = {
  readonly controllerVersion: string;
  readonly readInstalled: (version: InstalledVersion, path: string) => Buffer;
};

/** What is new: the state to keep, and the whole set of files of the version to keep it with. */
export type Applied = {
  readonly state: UpdateState;
  readonly installed: InstalledVersion;
  readonly files: ReadonlyMap<string, Buffer>;
};

const rootFile = 'racine.json';

/** Takes a bundle or throws `BundleError`; the state that was given stays as it is. */
export function applyBundle(state: UpdateState, file: Uint8Array, options: ApplyOptions): Applied {
  const { manifest, manifestBytes, signatures } = openBundle(file);
  requireSignatures(manifestBytes, signatures, state.root, manifest.kind);
  if (isOlder(options.controllerVersion, manifest.minController))
    throw new BundleError('bundle/controller', `for ${manifest.minController}`);
  const before = latestOf(state, manifest.bundleId);
  requireSuccession(manifest, before);
  const files = completed(manifest, unpackFiles(file, manifest), before, options);
  const digests = [...files].map(([path, content]) => [path, sha256Hex(content)] as const);
  if (sha256Hex(listContent(digests)) !== manifest.contentSha256)
    throw new BundleError('bundle/corrupted', 'the set of files is not the one announced');
  const root =
    manifest.kind === 'trust' ? nextRoot(state.root, files, manifestBytes, signatures) : state.root;
  const { bundleId, kind, version, contentSha256, effectiveFrom, effectiveTo } = manifest;
  const installed = {
    bundleId,
    kind,
    version,
    contentSha256,
    effectiveFrom,
    effectiveTo,
    files: Object.fromEntries(digests),
  };
  return { state: { ...state, root, versions: [...state.versions, installed] }, installed, files };
}

/** The newest version of a bundle, in force or not. */
export function latestOf({ versions }: UpdateState, bundleId: string): InstalledVersion | null {
  const known = versions.filter((installed) => installed.bundleId === bundleId);
  return known.toSorted((a, b) => b.version - a.version)[0] ?? null;
}

/** The version in force at an instant: the newest that has begun and not ended. */
export function inForce({ versions }: UpdateState, bundleId: string, at: Date): InstalledVersion | null {
  const begun = versions.filter(
    (installed) =>
      installed.bundleId === bundleId &&
      new Date(installed.effectiveFrom) <= at &&
      (installed.effectiveTo === null || at < new Date(installed.effectiveTo)),
  );
  return begun.toSorted((a, b) => b.version - a.version)[0] ?? null;
}

function requireSuccession(manifest: Manifest, before: InstalledVersion | null): void {
  const { version, previous, isDelta } = manifest;
  // Otherwise the keys of one kind could stop the updates of another by taking its name.
  if (before && before.kind !== manifest.kind)
    throw new BundleError('bundle/fork', `was of kind ${before.kind}`);
  if (before && version <= before.version)
    throw new BundleError('bundle/rollback', `${version} after ${before.version}`);
  if (isDelta && previous?.version !== before?.version)
    throw new BundleError('bundle/gap', `a delta over ${previous?.version ?? 'nothing'}`);
  if (before && previous?.version === before.version && previous.contentSha256 !== before.contentSha256)
    throw new BundleError('bundle/fork', `another ${before.version}`);
}

/** All files of the version: those carried, and for a delta those kept of the version before. */
function completed(
  manifest: Manifest,
  carried: ReadonlyMap<string, Buffer>,
  before: InstalledVersion | null,
  { readInstalled }: ApplyOptions,
): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  if (manifest.isDelta && before)
    for (const path of Object.keys(before.files))
      if (!manifest.removed.includes(path) && !carried.has(path))
        files.set(path, readInstalled(before, path));
  for (const [path, content] of carried) files.set(path, content);
  return files;
}

/** The root that a trust bundle brings, which the keys of both the old and the new one must have signed. */
function nextRoot(
  root: TrustRoot,
  files: ReadonlyMap<string, Buffer>,
  manifestBytes: Buffer,
  signatures: Parameters<typeof requireSignatures>[1],
): TrustRoot {
  const file = files.get(rootFile);
  if (!file) return root;
  const next = parseJson(trustRootFormat, file, 'root');
  if (next.version === root.version && JSON.stringify(next) === JSON.stringify(root)) return root;
  if (next.version !== root.version + 1)
    throw new BundleError(
      next.version <= root.version ? 'bundle/rollback' : 'bundle/gap',
      `root ${next.version}`,
    );
  requireSignatures(manifestBytes, signatures, next, 'trust');
  return next;
}

/** Takes a pointer, signed bytes and signatures as they came, or throws. */
export function applyPointer(
  state: UpdateState,
  bytes: Uint8Array,
  signatures: Uint8Array,
  now: Date,
): UpdateState {
  requireSignatures(bytes, parseJson(signaturesFormat, signatures, 'signatures'), state.root, 'pointer');
  const pointer = parseJson(pointerFormat, bytes, 'pointer');
  if (new Date(pointer.expiresAt) <= now) throw new BundleError('bundle/expired', pointer.expiresAt);
  if (state.pointer && pointer.sequence < state.pointer.sequence)
    throw new BundleError('bundle/rollback', `pointer ${pointer.sequence} after ${state.pointer.sequence}`);
  for (const { bundleId } of pointer.latest) {
    const version = newestIn(pointer, bundleId);
    const seen = state.pointer ? newestIn(state.pointer, bundleId) : 0;
    if (version < Math.max(seen, latestOf(state, bundleId)?.version ?? 0))
      throw new BundleError('bundle/rollback', `${bundleId} ${version}`);
  }
  return { ...state, pointer };
}

function newestIn({ latest }: Pointer, bundleId: string): number {
  return Math.max(0, ...latest.filter((entry) => entry.bundleId === bundleId).map(({ version }) => version));
}

/** What the pointer announces and is not installed, oldest first; and whether it is too old to say that nothing is missing. */
export function missingUpdates(
  state: UpdateState,
  now: Date,
): { missing: Pointer['latest']; isFrozen: boolean } {
  const { pointer } = state;
  if (!pointer) return { missing: [], isFrozen: true };
  return {
    missing: pointer.latest
      .filter(({ bundleId, version }) => (latestOf(state, bundleId)?.version ?? 0) < version)
      .toSorted((a, b) => a.version - b.version),
    isFrozen: new Date(pointer.expiresAt) <= now,
  };
}

function isOlder(version: string, least: string | null): boolean {
  if (least === null) return false;
  const [mine, wanted] = [version, least].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (mine?.[part] ?? 0) - (wanted?.[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
