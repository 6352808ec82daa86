import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { DomainError, type UserActor } from '@liaison/kernel';
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { findLatest, lockAuthority } from './bundle-store.ts';
import { currentKeys } from './current-keys.ts';
import type { AuthorityDeps } from './deps.ts';
import { publishVersion } from './publish-version.ts';

export type FilesOrder = {
  readonly kind: 'ruleset' | 'xsd';
  readonly bundleId: string;
  readonly effectiveFrom: string;
  readonly minController: string | null;
};

const mostFiles = 10_000;
const mostUnpackedBytes = 256 * 1024 * 1024;
/** As a manifest allows them. */
const plainPath = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** A rule set or schemas, out of a zip. @throws DomainError `authority/archive-wrong` and those of `publishVersion` */
export async function publishFiles(
  tx: Tx,
  actor: UserActor,
  deps: AuthorityDeps,
  order: FilesOrder,
  archive: Uint8Array,
): Promise<{ bundleId: string; version: number }> {
  authoriseFeature(actor, 'authority:publish');
  if (archive.length === 0) throw new DomainError('invalid', 'authority/nothing-sent');
  const files = unpack(archive);
  await lockAuthority(tx);
  const keys = await currentKeys(tx, deps.openKeys);
  const previous = await findLatest(tx, order.bundleId);
  const { bundleId, version } = await publishVersion(tx, actor, deps, keys, {
    ...order,
    label: null,
    files,
    previous,
  });
  return { bundleId, version };
}

function unpack(archive: Uint8Array): Map<string, Uint8Array> {
  const wrong = () => new DomainError('invalid', 'authority/archive-wrong');
  let [count, total] = [0, 0];
  const filter = ({ name, size, originalSize }: UnzipFileInfo): boolean => {
    if (name.endsWith('/')) return false;
    count += 1;
    total += Math.max(size, originalSize);
    if (!plainPath.test(name) || name.length > 200 || count > mostFiles || total > mostUnpackedBytes)
      throw wrong();
    return true;
  };
  try {
    const files = new Map(Object.entries(unzipSync(archive, { filter })));
    if (files.size === 0 || files.size !== count) throw wrong();
    return files;
  } catch {
    throw wrong();
  }
}
