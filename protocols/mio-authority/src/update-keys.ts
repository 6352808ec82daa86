/** Keys of updates (docs/mio/autorite.md): one signs code lists, rules and schemas, one the pointer, two of three the trust. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import {
  listContent,
  packBundle,
  readTrustRoot,
  sha256Hex,
  type TrustRoot,
  type UpdateKey,
} from '@liaison/mio-bundle';
import { KeyFolderError } from './error.ts';
import { readBytes, writeBytes } from './files.ts';
import { newUpdateKey, readKey, spkiOf, writeKey } from './key-files.ts';
import { files, holderKey, holders, type Holder } from './layout.ts';

/** What opens the keys of an authority: its own phrase, and that of each holder of trust, who may have his own. */
export type Phrases = { readonly authority: string; readonly holder: (holder: Holder) => string };

/** Which keys a rotation changes. */
export const rotations = ['mise-a-jour', 'pointeur', 'confiance'] as const;
export type Rotation = (typeof rotations)[number];

/** The first keys, and the root that names them. @throws KeyFolderError */
export function createUpdateKeys(folder: string, phrases: Phrases): void {
  const keys = { update: newUpdateKey(), pointer: newUpdateKey(), trust: holders.map(() => newUpdateKey()) };
  writeKey(join(folder, files.updateKey), keys.update, phrases.authority);
  writeKey(join(folder, files.pointerKey), keys.pointer, phrases.authority);
  for (const [index, holder] of holders.entries()) {
    const key = keys.trust[index];
    if (key) writeKey(join(folder, holderKey(holder)), key, phrases.holder(holder));
  }
  writeRoot(folder, rootOf(1, spkiOf(keys.update), spkiOf(keys.pointer), keys.trust.map(spkiOf)));
}

/** The root of updates that a folder holds. @throws KeyFolderError */
export function readUpdateRoot(path: string): TrustRoot {
  const bytes = readBytes(path);
  try {
    return readTrustRoot(bytes);
  } catch (error) {
    throw new KeyFolderError('unreadable', `${path} : ce n’est pas la racine des mises à jour.`, error);
  }
}

/**
 * New keys in the place of some, and into `output` the signed bundle that tells subscribers: by two holders of the keys
 * before, and two of those after. To be published with the new keys in service. @throws KeyFolderError
 */
export function rotateUpdateKeys(
  folder: string,
  rotation: Rotation,
  output: string,
  phrases: Phrases,
  now: Date,
): void {
  const root = readUpdateRoot(join(folder, files.updateRoot));
  const before = openHolders(folder, root, phrases);
  const fresh = newUpdateKey();
  const trust = rotation === 'confiance' ? holders.map(() => newUpdateKey()) : null;
  const next = rootOf(
    root.version + 1,
    rotation === 'mise-a-jour' ? spkiOf(fresh) : spkiOfRole(root, 'nomenclature'),
    rotation === 'pointeur' ? spkiOf(fresh) : spkiOfRole(root, 'pointer'),
    trust ? trust.map(spkiOf) : root.roles.trust.keys.map((id) => root.keys[id] ?? ''),
  );
  const after = trust?.map((key) => ({ id: idIn(next, key), key })) ?? [];
  const replaced: [file: string, key: UpdateKey['key'], phrase: string][] = trust
    ? trust.map((key, index) => {
        const holder = holders[index] ?? 1;
        return [holderKey(holder), key, phrases.holder(holder)];
      })
    : [[rotation === 'pointeur' ? files.pointerKey : files.updateKey, fresh, phrases.authority]];
  // New keys stand beside the old ones until the root names them: a death at any moment loses none.
  for (const [file, key, phrase] of replaced) writeKey(join(folder, `${file}.nouvelle`), key, phrase);
  writeBytes(output, packTrust(folder, next, [...before, ...after], now));
  writeRoot(folder, next);
  for (const [file] of replaced) renameSync(join(folder, `${file}.nouvelle`), join(folder, file));
}

/** The key as the root knows it. @throws KeyFolderError where it does not */
export function idIn(root: TrustRoot, key: UpdateKey['key']): string {
  const spki = spkiOf(key);
  const found = Object.entries(root.keys).find(([, known]) => known === spki);
  if (!found)
    throw new KeyFolderError(
      'unasked',
      'Cette clé n’est pas de celles que la racine des mises à jour nomme.',
    );
  return found[0];
}

/** Ids carry the beginning of their key's digest, so that no two keys ever share one. */
function rootOf(version: number, update: string, pointer: string, trust: readonly string[]): TrustRoot {
  const named = (name: string, spki: string) => `${name}-${sha256Hex(spki).slice(0, 12)}`;
  const ids = {
    update: named('maj', update),
    pointer: named('pointeur', pointer),
    trust: trust.map((spki) => named('confiance', spki)),
  };
  const one = (id: string) => ({ keys: [id], threshold: 1 });
  return {
    format: 'urn:liaison:mio:racine:1',
    version,
    keys: Object.fromEntries([
      [ids.update, update],
      [ids.pointer, pointer],
      ...trust.map((spki): [string, string] => [named('confiance', spki), spki]),
    ]),
    roles: {
      nomenclature: one(ids.update),
      ruleset: one(ids.update),
      xsd: one(ids.update),
      trust: { keys: ids.trust, threshold: 2 },
      pointer: one(ids.pointer),
    },
  };
}

function spkiOfRole(root: TrustRoot, role: 'pointer' | 'nomenclature'): string {
  return root.keys[root.roles[role].keys[0] ?? ''] ?? '';
}

/** The keys of those holders who are there, two at least. @throws KeyFolderError */
function openHolders(folder: string, root: TrustRoot, phrases: Phrases): UpdateKey[] {
  const there = holders.filter((holder) => existsSync(join(folder, holderKey(holder))));
  if (there.length < root.roles.trust.threshold)
    throw new KeyFolderError(
      'unasked',
      `${folder} : ${root.roles.trust.threshold} clés de confiance sont attendues, ${there.length} y sont.`,
    );
  return there.map((holder) => {
    const key = readKey(join(folder, holderKey(holder)), phrases.holder(holder));
    return { id: idIn(root, key), key };
  });
}

/** A bundle of trust is whole, and numbered as the root that it brings. */
function packTrust(folder: string, root: TrustRoot, keys: readonly UpdateKey[], now: Date): Buffer {
  const content = new Map<string, Buffer>([
    ['racine.json', Buffer.from(JSON.stringify(root))],
    ['racine.pem', readBytes(join(folder, files.root))],
    ['autorite.pem', readBytes(join(folder, files.issuing))],
  ]);
  const digests = [...content].map(([path, bytes]) => [path, sha256Hex(bytes)] as const);
  const instant = now.toISOString();
  return packBundle(
    {
      format: 'urn:liaison:mio:bundle:1',
      bundleId: 'confiance',
      kind: 'trust',
      version: root.version,
      previous: null,
      isDelta: false,
      publishedAt: instant,
      effectiveFrom: instant,
      effectiveTo: null,
      minController: null,
      contentSha256: sha256Hex(listContent(digests)),
      files: digests.map(([path, sha256]) => ({ path, sha256, bytes: content.get(path)?.length ?? 0 })),
      removed: [],
    },
    content,
    keys,
  );
}

function writeRoot(folder: string, root: TrustRoot): void {
  writeBytes(join(folder, files.updateRoot), JSON.stringify(root));
}
