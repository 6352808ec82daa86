import type { Licence } from './contract.ts';
import type { LicenceRow } from './registry-store.ts';
import type { VersionRow } from './bundle-store.ts';
import type { SubscriberRow } from './subscriber-store.ts';

/** What a licence is worth on a day: revoked for ever, else over, else suspended or in force. */
export function licenceState({ state, validTo }: LicenceRow, today: string): Licence['state'] {
  if (state === 'revoked') return state;
  return validTo < today ? 'expired' : state;
}

/** Whether its holder may subscribe: delivered, begun, and not over. */
export function isInForce(licence: LicenceRow, today: string): boolean {
  return licenceState(licence, today) === 'delivered' && licence.validFrom <= today;
}

/** Acts on a licence, the states that allow them, and what comes of it. */
export const transitions = {
  renewed: { from: ['delivered', 'expired'], to: 'delivered' },
  suspended: { from: ['delivered'], to: 'suspended' },
  reinstated: { from: ['suspended'], to: 'delivered' },
  revoked: { from: ['delivered', 'suspended', 'expired'], to: 'revoked' },
} as const satisfies Record<string, { from: readonly Licence['state'][]; to: LicenceRow['state'] }>;
export type LicenceAct = keyof typeof transitions;

/** `coming` until its day, `superseded` once a later version of its bundle has begun, or its own time is over. */
export function versionState(
  row: VersionRow,
  versions: readonly VersionRow[],
  now: Date,
): 'coming' | 'inForce' | 'superseded' {
  if (row.effectiveTo && row.effectiveTo <= now) return 'superseded';
  if (row.effectiveFrom > now) return 'coming';
  const later = versions.some(
    (other) => other.bundleId === row.bundleId && other.version > row.version && other.effectiveFrom <= now,
  );
  return later ? 'superseded' : 'inForce';
}

/** What a subscriber lacks, bundle by bundle: the version in force or a later one is what it should have. */
export function lateness(subscriber: SubscriberRow, versions: readonly VersionRow[], now: Date) {
  const installed = new Map(subscriber.bundles.map((one) => [one.bundleId, one]));
  const byBundle = [...Map.groupBy(versions, ({ bundleId }) => bundleId)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const bundles = byBundle.map(([bundleId, published]) => {
    const has = installed.get(bundleId);
    const lacking = published.filter((one) => one.version > (has?.version ?? 0) && one.effectiveFrom <= now);
    return {
      bundleId,
      version: has?.version ?? null,
      latest: Math.max(...published.map(({ version }) => version)),
      since: has ? new Date(has.since) : null,
      isLate: lacking.length > 0,
      lateSince: earliest(
        lacking.map((one) => latest([one.effectiveFrom, one.publishedAt, subscriber.firstSeenAt])),
      ),
    };
  });
  return { bundles, lateSince: earliest(bundles.flatMap(({ lateSince }) => (lateSince ? [lateSince] : []))) };
}

function earliest(instants: readonly Date[]): Date | null {
  return instants.length === 0 ? null : new Date(Math.min(...instants.map((at) => at.getTime())));
}

function latest(instants: readonly Date[]): Date {
  return new Date(Math.max(...instants.map((at) => at.getTime())));
}
