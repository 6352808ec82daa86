import type { Tx } from '@liaison/db';
import { announce, authorityTopic, updatesTopic } from '@liaison/live';
import type { OnlineKeys } from '@liaison/mio-authority';
import { signBytes, type Pointer } from '@liaison/mio-bundle';
import { findPointer, insertPointer, listVersions, type VersionRow } from './bundle-store.ts';
import { versionState } from './model.ts';

const hourMs = 60 * 60 * 1000;
/** A subscriber that is told nothing for that long says that it is cut off. */
export const pointerLifeMs = 72 * hourMs;

/** Says anew, signed, what is to be had, and tells those who listen. The caller holds the authority's lock. */
export async function signPointer(tx: Tx, keys: OnlineKeys, now: Date): Promise<void> {
  const before = await findPointer(tx);
  const sequence = (before?.sequence ?? 0) + 1;
  const expiresAt = new Date(now.getTime() + pointerLifeMs);
  const pointer: Pointer = {
    format: 'urn:liaison:mio:pointeur:1',
    sequence,
    issuedAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
    latest: announced(await listVersions(tx), now),
  };
  const text = JSON.stringify(pointer);
  const signatures = JSON.stringify(signBytes(Buffer.from(text), [keys.pointer]));
  await insertPointer(tx, { sequence, pointer: text, signatures, issuedAt: now, expiresAt });
  await announce(tx, [authorityTopic, updatesTopic]);
}

/** Of each bundle the version in force and those to come, oldest first. */
function announced(versions: readonly VersionRow[], now: Date): Pointer['latest'] {
  return versions
    .filter((row) => versionState(row, versions, now) !== 'superseded')
    .toSorted((a, b) =>
      a.bundleId === b.bundleId ? a.version - b.version : a.bundleId < b.bundleId ? -1 : 1,
    )
    .map(({ bundleId, version, sha256, bytes, deltaSha256, deltaBytes }) => ({
      bundleId,
      version,
      sha256,
      bytes,
      ...(deltaSha256 !== null && deltaBytes !== null
        ? { delta: { from: version - 1, sha256: deltaSha256, bytes: deltaBytes } }
        : {}),
    }));
}
