import { X509Certificate } from 'node:crypto';
import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, newId, type UserActor } from '@liaison/kernel';
import { announce, authorityTopic, updatesTopic } from '@liaison/live';
import type { RevocationReason } from '@liaison/pki';
import { lockAuthority } from './bundle-store.ts';
import { currentKeys } from './current-keys.ts';
import type { AuthorityDeps } from './deps.ts';
import { issueLicenceCertificate } from './issue-certificate.ts';
import { licenceState, transitions, type LicenceAct } from './model.ts';
import { publishRevocations } from './publish-revocations.ts';
import { readKeyRequest } from './read-key-request.ts';
import {
  findLicence,
  insertLicenceEvent,
  lockLicence,
  revokeCertificates,
  updateLicence,
  type LicenceRow,
} from './registry-store.ts';
import { dayInFrance } from './today.ts';

/** Until later, with a new certificate. @throws DomainError `authority/licence-state`, `authority/key-gone` and others */
export async function renewLicence(
  tx: Tx,
  actor: UserActor,
  { openKeys, clock }: AuthorityDeps,
  licenceId: string,
  { validTo, request }: { validTo: string; request: string },
): Promise<void> {
  const licence = await open(tx, actor, licenceId, 'renewed', clock.now());
  if (validTo <= licence.validTo) throw new DomainError('invalid', 'authority/dates-wrong');
  await lockAuthority(tx);
  const keys = await currentKeys(tx, openKeys);
  const order = { ...licence, organisation: licence.organisationName, validTo };
  const serial = await issueLicenceCertificate(tx, keys, order, keyOf(licence, request), clock.now());
  await close(tx, actor, { ...licence, validTo }, 'renewed', '', { serial, validTo });
}

/** @throws DomainError `authority/licence-state` */
export async function suspendOrReinstate(
  tx: Tx,
  actor: UserActor,
  { clock }: AuthorityDeps,
  licenceId: string,
  act: 'suspended' | 'reinstated',
  reason: string,
): Promise<void> {
  const licence = await open(tx, actor, licenceId, act, clock.now());
  await close(tx, actor, licence, act, reason, {});
}

/** For ever, with its certificates; the list that says so is published at once. @throws DomainError `authority/licence-state` */
export async function revokeLicence(
  tx: Tx,
  actor: UserActor,
  { openKeys, clock }: AuthorityDeps,
  licenceId: string,
  { cause, reason }: { cause: RevocationReason; reason: string },
): Promise<void> {
  const licence = await open(tx, actor, licenceId, 'revoked', clock.now());
  await lockAuthority(tx);
  const keys = await currentKeys(tx, openKeys);
  await revokeCertificates(tx, { licenceId }, cause, clock.now());
  await close(tx, actor, licence, 'revoked', reason, { cause });
  await publishRevocations(tx, actor, keys, clock.now());
}

async function open(tx: Tx, actor: UserActor, id: string, act: LicenceAct, now: Date): Promise<LicenceRow> {
  authoriseFeature(actor, 'authority:register');
  await lockLicence(tx, id);
  const licence = await findLicence(tx, id);
  if (!licence) throw new DomainError('missing', 'authority/no-licence');
  const from: readonly string[] = transitions[act].from;
  if (!from.includes(licenceState(licence, dayInFrance(now))))
    throw new DomainError('conflict', 'authority/licence-state');
  return licence;
}

async function close(
  tx: Tx,
  actor: UserActor,
  licence: LicenceRow,
  act: LicenceAct,
  reason: string,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  await updateLicence(tx, licence.id, { state: transitions[act].to, validTo: licence.validTo });
  await insertLicenceEvent(tx, { id: newId(), licenceId: licence.id, act, by: actor.displayName, reason });
  await record(tx, actor, {
    act: `authority.licence-${act}`,
    details: { licence: licence.number, ...details },
  });
  await announce(tx, [authorityTopic, updatesTopic]);
}

/** That of the request, else that of the certificate before. */
function keyOf({ der }: LicenceRow, request: string) {
  if (request !== '') return readKeyRequest(request);
  if (!der) throw new DomainError('invalid', 'authority/key-gone');
  return new X509Certificate(der).publicKey;
}
