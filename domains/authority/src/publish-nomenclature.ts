import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { DomainError, type Actor } from '@liaison/kernel';
import { openBundle, unpackFiles } from '@liaison/mio-bundle';
import {
  changeRows,
  compareLists,
  parseCodeRows,
  readNomenclatureFiles,
  writeNomenclatureFiles,
  type CodeRow,
  type CodeSystem,
} from '@liaison/mio-control';
import { findLatest, isLabelKnown, lockAuthority, type VersionRow } from './bundle-store.ts';
import type { PublishedNomenclature } from './contract.ts';
import { currentKeys } from './current-keys.ts';
import type { AuthorityDeps } from './deps.ts';
import { publishVersion } from './publish-version.ts';

export type NomenclatureOrder = {
  readonly system: CodeSystem;
  /** As reports name the version; its first day and its number unless told. */
  readonly label: string | undefined;
  readonly effectiveFrom: string;
  readonly content: 'whole' | 'changes';
  readonly isTrial: boolean;
};

/**
 * A code list, or the codes of it that change, as a signed version. A file with faults is told with its lines, and
 * publishes nothing. @throws DomainError `authority/nothing-sent`, `authority/nothing-before`, `authority/nothing-new`,
 * `authority/label-known` and those of `publishVersion`
 */
export async function publishNomenclature(
  tx: Tx,
  actor: Actor,
  deps: AuthorityDeps,
  order: NomenclatureOrder,
  file: Uint8Array,
): Promise<PublishedNomenclature> {
  authoriseFeature(actor, 'authority:publish');
  if (file.length === 0) throw new DomainError('invalid', 'authority/nothing-sent');
  const { rows, faults } = parseCodeRows(file, order.system);
  const bundleId = order.system.toLowerCase();
  // Its own lock would be taken by the version anyway: what it changes must not change meanwhile.
  await lockAuthority(tx);
  // Before anything of the shelf is read: keys of another authority have a shelf of their own.
  const keys = order.isTrial ? null : await currentKeys(tx, deps.openKeys);
  const previous = await findLatest(tx, bundleId);
  const version = (previous?.version ?? 0) + 1;
  const told = { bundleId, version, isPublished: false, faults: [...faults] };
  const noChanges = { added: 0, changed: 0, ended: 0, removed: 0 };
  if (faults.length > 0) return { ...told, rowCount: 0, changes: noChanges };
  const before = previous ? await rowsOf(deps, previous) : null;
  if (order.content === 'changes' && !before) throw new DomainError('conflict', 'authority/nothing-before');
  const after = order.content === 'changes' ? changeRows(before ?? [], rows) : rows;
  const changes = compareLists(before ?? [], after);
  if (before && Object.values(changes).every((count) => count === 0))
    throw new DomainError('conflict', 'authority/nothing-new');
  const reply = { ...told, rowCount: after.length, changes };
  if (!keys) return reply;
  const label = order.label ?? `${order.effectiveFrom}.${version}`;
  if (await isLabelKnown(tx, bundleId, label)) throw new DomainError('conflict', 'authority/label-known');
  await publishVersion(tx, actor, deps, keys, {
    bundleId,
    kind: 'nomenclature',
    label,
    files: writeNomenclatureFiles({ system: order.system, version: label, rows: after }),
    effectiveFrom: order.effectiveFrom,
    minController: null,
    previous,
  });
  return { ...reply, isPublished: true };
}

async function rowsOf({ shelf }: AuthorityDeps, version: VersionRow): Promise<readonly CodeRow[]> {
  const bundle = await shelf.take(version.sha256);
  const files = unpackFiles(bundle, openBundle(bundle).manifest);
  const set = readNomenclatureFiles({
    paths: [...files.keys()],
    read: (path) => files.get(path) ?? Buffer.alloc(0),
    effectiveFrom: '',
    rank: version.version,
    sha256: version.contentSha256,
  });
  return set?.rows ?? [];
}
