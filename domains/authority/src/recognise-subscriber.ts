import { withSystem, type SystemDatabase } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, type MachineActor } from '@liaison/kernel';
import { readAssertion } from '@liaison/mio-authority';
import { readCertificate } from '@liaison/pki';
import type { AuthorityDeps } from './deps.ts';
import { isInForce } from './model.ts';
import { findCertificate, noteRefused, type KnownCertificate, type LicenceRow } from './registry-store.ts';
import { dayInFrance } from './today.ts';

export type Recognised = {
  readonly licence: LicenceRow;
  readonly serial: string;
  readonly actor: MachineActor;
};

/**
 * Whose licence an assertion speaks for: signed by the key of a certificate of ours that is neither over nor revoked, of a
 * licence in force. A refusal of a licence is a line of the journal, hourly at most: who is refused asks again and again. @throws DomainError `authority/unknown-subscriber`,
 * `authority/certificate-revoked`, `authority/certificate-over`, `authority/licence-not-in-force`
 */
export async function recogniseSubscriber(
  database: SystemDatabase,
  { openKeys, clock }: AuthorityDeps,
  authorization: string | undefined,
  audience: string,
): Promise<Recognised> {
  const unknown = () => new DomainError('unauthenticated', 'authority/unknown-subscriber');
  const [, token] = /^Bearer ([\w.-]{20,20000})$/.exec(authorization ?? '') ?? [];
  const certificate = token === undefined ? null : await readAssertion(token, audience, clock.now());
  if (!certificate) throw unknown();
  const { issuer } = openKeys();
  const authority = readCertificate(issuer.certificate).x509;
  if (!certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) throw unknown();
  return recogniseSerial(database, readCertificate(certificate.raw).serial, clock.now());
}

/** The same again later, for a stream that stays open. */
export async function recogniseSerial(
  database: SystemDatabase,
  serial: string,
  now: Date,
): Promise<Recognised> {
  const known = await withSystem(database, (tx) => findCertificate(tx, serial));
  if (!known) throw new DomainError('unauthenticated', 'authority/unknown-subscriber');
  const actor: MachineActor = { kind: 'machine', name: `licence ${known.licence.number}`, structureId: null };
  const code = refusalOf(known, now);
  if (code === null) return { licence: known.licence, serial, actor };
  await withSystem(database, async (tx) => {
    if (!(await noteRefused(tx, serial, code, now))) return;
    await record(tx, actor, {
      act: 'authority.subscriber-refused',
      outcome: 'refused',
      details: { licence: known.licence.number, serial, code },
    });
  });
  throw new DomainError('unauthenticated', code);
}

function refusalOf({ licence, revokedAt, notAfter }: KnownCertificate, now: Date) {
  if (revokedAt) return 'authority/certificate-revoked';
  if (!isInForce(licence, dayInFrance(now))) return 'authority/licence-not-in-force';
  return notAfter <= now ? 'authority/certificate-over' : null;
}
