/** What the authority's pages show. */
import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { DomainError, type Clock, type UserActor } from '@liaison/kernel';
import { certificatesPem } from '@liaison/mio-authority';
import { bundleErrorsFr, type BundleErrorCode } from '@liaison/mio-bundle';
import { readCertificate } from '@liaison/pki';
import { findPointer, findRevocationList, findTrustRoot, listVersions } from './bundle-store.ts';
import type { Licence, Organisation, PublishedBundle, QualifiedInterface, Subscriber } from './contract.ts';
import type { AuthorityDeps } from './deps.ts';
import { french } from './fr.ts';
import type { OpenKeys } from './keys.ts';
import { lateness, licenceState, versionState } from './model.ts';
import {
  findLicence,
  listInterfaceRows,
  listLicenceRows,
  listOrganisationRows,
  type LicenceRow,
} from './registry-store.ts';
import { listSubscriberRows } from './subscriber-store.ts';
import { dayInFrance } from './today.ts';

export async function listOrganisations(tx: Tx, actor: UserActor, clock: Clock): Promise<Organisation[]> {
  authoriseFeature(actor, 'authority:register');
  const found = await listOrganisationRows(tx, dayInFrance(clock.now()));
  return found.map((row) => ({ ...row, registeredAt: row.registeredAt.toISOString() }));
}

export async function listLicences(tx: Tx, actor: UserActor, clock: Clock): Promise<Licence[]> {
  authoriseFeature(actor, 'authority:register');
  const today = dayInFrance(clock.now());
  return (await listLicenceRows(tx)).map((row) => toLicence(row, today));
}

function toLicence(row: LicenceRow, today: string): Licence {
  const { id, number, product, validFrom, validTo, serial, notAfter } = row;
  const state = licenceState(row, today);
  const last = row.history.at(-1);
  return {
    id,
    number,
    organisation: { id: row.organisationId, name: row.organisationName, siret: row.siret },
    product,
    validFrom,
    validTo,
    state,
    reason: state === 'suspended' || state === 'revoked' ? (last?.reason ?? '') : '',
    certificate:
      serial === null || notAfter === null
        ? null
        : { serial, notAfter: notAfter.toISOString(), revokedAt: row.revokedAt?.toISOString() ?? null },
    history: row.history.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
  };
}

/** PEM, the controller's first. @throws DomainError `authority/no-licence`, `authority/no-certificate` */
export async function readCertificatePem(
  tx: Tx,
  actor: UserActor,
  openKeys: OpenKeys,
  id: string,
): Promise<string> {
  authoriseFeature(actor, 'authority:register');
  const licence = await findLicence(tx, id);
  if (!licence) throw new DomainError('missing', 'authority/no-licence');
  if (!licence.der) throw new DomainError('missing', 'authority/no-certificate');
  return certificatesPem([licence.der, openKeys().issuer.certificate]);
}

/** For everyone. */
export async function listInterfaces(tx: Tx): Promise<QualifiedInterface[]> {
  return (await listInterfaceRows(tx)).map(({ withdrawnAt, withdrawalReason, ...row }) => ({
    ...row,
    withdrawn: withdrawnAt ? { at: withdrawnAt.toISOString(), reason: withdrawalReason } : null,
  }));
}

export async function listBundles(tx: Tx, actor: UserActor, clock: Clock): Promise<PublishedBundle[]> {
  authoriseFeature(actor, 'authority:publish');
  const now = clock.now();
  const versions = await listVersions(tx);
  const subscribers = (await listSubscriberRows(tx, dayInFrance(now))).filter(({ isInOrder }) => isInOrder);
  return versions.map((row) => ({
    bundleId: row.bundleId,
    kind: row.kind,
    version: row.version,
    label: row.label,
    publishedAt: row.publishedAt.toISOString(),
    publishedBy: row.publishedBy,
    effectiveFrom: row.effectiveFrom.toISOString(),
    effectiveTo: row.effectiveTo?.toISOString() ?? null,
    minController: row.minController,
    sha256: row.sha256,
    bytes: row.bytes,
    deltaBytes: row.deltaBytes,
    fileCount: Object.keys(row.files).length,
    state: versionState(row, versions, now),
    installedBy: subscribers.filter(({ bundles }) =>
      bundles.some((one) => one.bundleId === row.bundleId && one.version >= row.version),
    ).length,
  }));
}

/** Those that are late first, the longest late before the others; then by name. */
export async function listSubscribers(tx: Tx, actor: UserActor, clock: Clock): Promise<Subscriber[]> {
  authoriseFeature(actor, 'authority:publish');
  const now = clock.now();
  const versions = await listVersions(tx);
  const rows = await listSubscriberRows(tx, dayInFrance(now));
  const shown = rows.map((row) => {
    const { bundles, lateSince } = lateness(row, versions, now);
    return {
      id: row.id,
      licence: { id: row.licenceId, number: row.number, product: row.product },
      organisation: row.organisation,
      installation: row.installation,
      controllerVersion: row.controllerVersion,
      isConnected: row.isConnected,
      lastSeenAt: row.lastSeenAt.toISOString(),
      bundles: bundles.map(({ bundleId, version, latest, since, isLate }) => ({
        bundleId,
        version,
        latest,
        since: since?.toISOString() ?? null,
        isLate,
      })),
      lateSince: lateSince?.toISOString() ?? null,
      trouble: row.trouble === null ? null : describeTrouble(row.trouble),
    };
  });
  const order = (one: Subscriber) => one.lateSince ?? '9999';
  return shown.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

function describeTrouble(code: string): string {
  return isBundleError(code)
    ? bundleErrorsFr[code]
    : 'Le contrôleur n’a pas pu joindre l’autorité, ou écrire ses mises à jour.';
}

function isBundleError(code: string): code is BundleErrorCode {
  return Object.hasOwn(bundleErrorsFr, code);
}

export async function readOverview(tx: Tx, actor: UserActor, { openKeys, clock }: AuthorityDeps) {
  authoriseFeature(actor, 'authority:register');
  const { name, trouble } = describeKeys(openKeys);
  const [pointer, list, root] = [
    await findPointer(tx),
    await findRevocationList(tx),
    await findTrustRoot(tx),
  ];
  const versions = await listVersions(tx);
  const subscribers = await listSubscriberRows(tx, dayInFrance(clock.now()));
  const late = subscribers.filter((row) => lateness(row, versions, clock.now()).lateSince !== null);
  return {
    name,
    trouble,
    pointer: pointer
      ? {
          sequence: pointer.sequence,
          issuedAt: pointer.issuedAt.toISOString(),
          expiresAt: pointer.expiresAt.toISOString(),
        }
      : null,
    revocations: list
      ? {
          number: list.number,
          issuedAt: list.issuedAt.toISOString(),
          nextUpdate: list.nextUpdate.toISOString(),
          count: list.count,
        }
      : null,
    rootVersion: root?.version ?? null,
    subscribers: { total: subscribers.length, late: late.length },
  };
}

/** @throws DomainError `authority/not-here` */
function describeKeys(openKeys: OpenKeys): { name: string; trouble: string | null } {
  try {
    return { name: authorityName(openKeys), trouble: null };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'authority/keys-closed') throw error;
    return { name: '', trouble: french[error.code] };
  }
}

/** For everyone: the registry is read without the keys. Null where there are none, or none that open. */
export function findAuthorityName(openKeys: OpenKeys): string | null {
  try {
    return authorityName(openKeys);
  } catch (error) {
    if (error instanceof DomainError && isWithoutKeys(error.code)) return null;
    throw error;
  }
}

function isWithoutKeys(code: string): boolean {
  return code === 'authority/not-here' || code === 'authority/keys-closed';
}

/** As its certificate says. */
function authorityName(openKeys: OpenKeys): string {
  return readCertificate(openKeys().issuer.certificate).subject.commonName;
}
