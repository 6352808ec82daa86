/** An authority that publishes updates, for tests. */
import { generateKeyPairSync } from 'node:crypto';
import { listContent } from './formats.ts';
import type { BundleKind, Manifest, TrustRoot } from './formats.ts';
import { packBundle } from './pack.ts';
import { sha256Hex } from './signing.ts';
import type { UpdateKey } from './signing.ts';

export function newKey(id: string): UpdateKey & { readonly spki: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { id, key: privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

export function rootOf(
  version: number,
  keys: {
    readonly trust: readonly ReturnType<typeof newKey>[];
    readonly update: ReturnType<typeof newKey>;
    readonly pointer: ReturnType<typeof newKey>;
  },
): TrustRoot {
  const one = (key: { readonly id: string }) => ({ keys: [key.id], threshold: 1 });
  return {
    format: 'urn:liaison:mio:racine:1',
    version,
    keys: Object.fromEntries([...keys.trust, keys.update, keys.pointer].map(({ id, spki }) => [id, spki])),
    roles: {
      nomenclature: one(keys.update),
      ruleset: one(keys.update),
      xsd: one(keys.update),
      trust: { keys: keys.trust.map(({ id }) => id), threshold: 2 },
      pointer: one(keys.pointer),
    },
  };
}

/** A manifest over `files`, the whole set of a version; `carried`: those that the bundle holds, all unless told. */
export function manifestOf(
  version: number,
  files: Readonly<Record<string, string>>,
  changes: Partial<Manifest> & { readonly carried?: readonly string[] } = {},
): Manifest {
  const { carried = Object.keys(files), ...rest } = changes;
  return {
    format: 'urn:liaison:mio:bundle:1',
    bundleId: 'cladimed',
    kind: 'nomenclature' satisfies BundleKind,
    version,
    previous: null,
    isDelta: false,
    publishedAt: '2026-06-01T00:00:00Z',
    effectiveFrom: `2026-0${version}-01T00:00:00Z`,
    effectiveTo: null,
    minController: null,
    contentSha256: contentOf(files),
    files: carried.map((path) => ({
      path,
      sha256: sha256Hex(files[path] ?? ''),
      bytes: Buffer.byteLength(files[path] ?? ''),
    })),
    removed: [],
    ...rest,
  };
}

export function contentOf(files: Readonly<Record<string, string>>): string {
  return sha256Hex(listContent(Object.entries(files).map(([path, text]) => [path, sha256Hex(text)])));
}

export function pack(
  manifest: Manifest,
  files: Readonly<Record<string, string>>,
  keys: readonly UpdateKey[],
): Buffer {
  const carried = manifest.files.map(({ path }) => [path, Buffer.from(files[path] ?? '')] as const);
  return packBundle(manifest, new Map(carried), keys);
}
