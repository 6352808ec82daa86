import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import { announce, authorityTopic } from '@liaison/live';
import type { OnlineKeys } from '@liaison/mio-authority';
import { issueCrl } from '@liaison/pki';
import { findRevocationList, insertRevocationList } from './bundle-store.ts';
import { listRevoked, type RevokedRow } from './registry-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** What verifiers hold for true until the next list. */
export const listLifeMs = 7 * dayMs;

/** The list of what is revoked, signed, with the next number. The caller holds the authority's lock. */
export async function publishRevocations(tx: Tx, actor: Actor, keys: OnlineKeys, now: Date): Promise<void> {
  const known = await listRevoked(tx);
  const revocations = [...known, ...revokedBefore(keys, new Set(known.map(({ serial }) => serial)))];
  const before = await findRevocationList(tx);
  // Those made before the server held the register count too.
  const number = Math.max(before?.number ?? 0, keys.register.listNumber) + 1;
  const nextUpdate = new Date(now.getTime() + listLifeMs);
  const der = issueCrl({ number, thisUpdate: now, nextUpdate, revocations }, keys.issuer);
  await insertRevocationList(tx, { number, der, issuedAt: now, nextUpdate, count: revocations.length });
  await record(tx, actor, {
    act: 'authority.revocations-published',
    details: { number, revoked: revocations.length },
  });
  await announce(tx, [authorityTopic]);
}

/** What was taken back before the server held the register, and is of no licence: attestations of qualification. */
function revokedBefore({ register }: OnlineKeys, known: ReadonlySet<string>): RevokedRow[] {
  return register.revoked
    .filter(({ serial }) => !known.has(serial))
    .map(({ serial, on, reason }) => ({ serial, revokedAt: new Date(on), reason }));
}
