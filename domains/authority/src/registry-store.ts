import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import type { RevocationReason } from '@liaison/pki';
import { sql } from 'kysely';
import type { licenceActs } from './contract.ts';

export type OrganisationRow = {
  id: string;
  name: string;
  siret: string;
  registeredAt: Date;
  licenceCount: number;
};

/** `today`: of France, for what is in force. */
export function listOrganisationRows(tx: Tx, today: string): Promise<OrganisationRow[]> {
  return rows(
    tx,
    sql<OrganisationRow>`select o.id, o.name, o.siret, o.registered_at as "registeredAt",
        (select count(*) from authority.licence l where l.organisation_id = o.id and l.state = 'delivered'
          and ${today}::date between l.valid_from and l.valid_to) as "licenceCount"
      from authority.organisation o order by o.name, o.siret`,
  );
}

export function findOrganisation(tx: Tx, id: string): Promise<OrganisationRow | undefined> {
  return maybeRow(
    tx,
    sql<OrganisationRow>`select id, name, siret, registered_at as "registeredAt", 0 as "licenceCount"
      from authority.organisation where id = ${id}`,
  );
}

/** @returns whether it was new */
export async function insertOrganisation(
  tx: Tx,
  organisation: { id: string; name: string; siret: string },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`insert into authority.organisation (id, name, siret)
    values (${organisation.id}, ${organisation.name}, ${organisation.siret}) on conflict (siret) do nothing`.execute(
    tx,
  );
  return numAffectedRows > 0n;
}

export type LicenceRow = {
  id: string;
  number: string;
  organisationId: string;
  organisationName: string;
  siret: string;
  product: string;
  validFrom: string;
  validTo: string;
  state: 'delivered' | 'suspended' | 'revoked';
  serial: string | null;
  der: Buffer | null;
  notAfter: Date | null;
  revokedAt: Date | null;
  history: { at: string; act: (typeof licenceActs)[number]; by: string; reason: string }[];
};

const licences = sql`select l.id, l.number, o.id as "organisationId", o.name as "organisationName", o.siret, l.product,
    l.valid_from as "validFrom", l.valid_to as "validTo", l.state, c.serial, c.der, c.not_after as "notAfter",
    c.revoked_at as "revokedAt",
    coalesce((select jsonb_agg(jsonb_build_object('at', e.at, 'act', e.act, 'by', e.done_by, 'reason', e.reason) order by e.id)
      from authority.licence_event e where e.licence_id = l.id), '[]') as history
  from authority.licence l join authority.organisation o on o.id = l.organisation_id
  left join lateral (select * from authority.certificate c where c.licence_id = l.id
    order by c.issued_at desc, c.serial limit 1) c on true`;

export function listLicenceRows(tx: Tx): Promise<LicenceRow[]> {
  return rows(tx, sql<LicenceRow>`${licences} order by l.id desc`);
}

export function findLicence(tx: Tx, id: string): Promise<LicenceRow | undefined> {
  return maybeRow(tx, sql<LicenceRow>`${licences} where l.id = ${id}`);
}

/** So that of two acts on one licence the second sees what the first decided. */
export async function lockLicence(tx: Tx, id: string): Promise<void> {
  await sql`select from authority.licence where id = ${id} for update`.execute(tx);
}

/** The next free number; the caller holds the authority's lock. */
export async function nextLicenceNumber(tx: Tx): Promise<string> {
  const { next } = await oneRow(
    tx,
    sql<{
      next: number;
    }>`select coalesce(max(substring(number from '^MIO-(\\d{1,9})$')::integer), 0) + 1 as next
      from authority.licence`,
  );
  return `MIO-${String(next).padStart(4, '0')}`;
}

export async function insertLicence(
  tx: Tx,
  licence: {
    id: string;
    number: string;
    organisationId: string;
    product: string;
    validFrom: string;
    validTo: string;
  },
): Promise<void> {
  await sql`insert into authority.licence (id, number, organisation_id, product, valid_from, valid_to)
    values (${licence.id}, ${licence.number}, ${licence.organisationId}, ${licence.product}, ${licence.validFrom},
      ${licence.validTo})`.execute(tx);
}

export async function updateLicence(
  tx: Tx,
  id: string,
  change: { state: LicenceRow['state']; validTo: string },
): Promise<void> {
  await sql`update authority.licence set state = ${change.state}, valid_to = ${change.validTo} where id = ${id}`.execute(
    tx,
  );
}

export async function insertLicenceEvent(
  tx: Tx,
  event: { id: string; licenceId: string; act: (typeof licenceActs)[number]; by: string; reason: string },
): Promise<void> {
  await sql`insert into authority.licence_event (id, licence_id, act, done_by, reason)
    values (${event.id}, ${event.licenceId}, ${event.act}, ${event.by}, ${event.reason})`.execute(tx);
}

export type NewCertificate = {
  serial: string;
  licenceId: string;
  der: Buffer | null;
  notAfter: Date;
  issuedAt: Date;
};

export async function insertCertificate(tx: Tx, certificate: NewCertificate): Promise<void> {
  await sql`insert into authority.certificate (serial, licence_id, der, not_after, issued_at)
    values (${certificate.serial}, ${certificate.licenceId}, ${certificate.der}, ${certificate.notAfter},
      ${certificate.issuedAt}) on conflict (serial) do nothing`.execute(tx);
}

/** Takes certificates of a licence back; the first date stays, and no milder reason replaces a key in other hands. */
export async function revokeCertificates(
  tx: Tx,
  which: { licenceId: string } | { serial: string },
  reason: RevocationReason,
  at: Date,
): Promise<void> {
  const those = 'serial' in which ? sql`serial = ${which.serial}` : sql`licence_id = ${which.licenceId}`;
  await sql`update authority.certificate
    set revoked_at = coalesce(revoked_at, ${at}),
        revocation_reason = case when revocation_reason = 'keyCompromise' then revocation_reason else ${reason} end
    where ${those}`.execute(tx);
}

export type RevokedRow = { serial: string; revokedAt: Date; reason: RevocationReason };

export function listRevoked(tx: Tx): Promise<RevokedRow[]> {
  return rows(
    tx,
    sql<RevokedRow>`select serial, revoked_at as "revokedAt", revocation_reason as reason from authority.certificate
      where revoked_at is not null order by revoked_at, serial`,
  );
}

export type KnownCertificate = {
  serial: string;
  notAfter: Date;
  revokedAt: Date | null;
  licence: LicenceRow;
};

/** A certificate of ours by its serial, with its licence. */
export async function findCertificate(tx: Tx, serial: string): Promise<KnownCertificate | undefined> {
  const found = await maybeRow(
    tx,
    sql<{
      licenceId: string;
      notAfter: Date;
      revokedAt: Date | null;
    }>`select licence_id as "licenceId", not_after as "notAfter", revoked_at as "revokedAt"
      from authority.certificate where serial = ${serial}`,
  );
  const licence = found && (await findLicence(tx, found.licenceId));
  return found && licence && { serial, notAfter: found.notAfter, revokedAt: found.revokedAt, licence };
}

/** @returns false where the same was noted within the hour */
export async function noteRefused(tx: Tx, serial: string, code: string, now: Date): Promise<boolean> {
  const noted = await rows(
    tx,
    sql`update authority.certificate set refused_at = ${now}, refused_for = ${code}
      where serial = ${serial} and (refused_for is distinct from ${code}
        or refused_at <= ${now}::timestamptz - interval '1 hour') returning serial`,
  );
  return noted.length === 1;
}

/** DER of every certificate of other licences than this one. */
export async function listOtherCertificates(tx: Tx, licenceId: string): Promise<Buffer[]> {
  const found = await rows(
    tx,
    sql<{
      der: Buffer;
    }>`select der from authority.certificate where licence_id <> ${licenceId} and der is not null`,
  );
  return found.map(({ der }) => der);
}

export type InterfaceRow = {
  id: string;
  editor: string;
  product: string;
  version: string;
  reads: string[];
  writes: string[];
  qualificationId: string;
  qualifiedOn: string;
  withdrawnAt: Date | null;
  withdrawalReason: string;
};

export function listInterfaceRows(tx: Tx): Promise<InterfaceRow[]> {
  return rows(
    tx,
    sql<InterfaceRow>`select id, editor, product, version, reads, writes, qualification_id as "qualificationId",
        qualified_on as "qualifiedOn", withdrawn_at as "withdrawnAt", withdrawal_reason as "withdrawalReason"
      from authority.interface order by editor, product, version, id`,
  );
}

/** @returns whether its qualification was new */
export async function insertInterface(
  tx: Tx,
  given: Omit<InterfaceRow, 'withdrawnAt' | 'withdrawalReason'>,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`insert into authority.interface
      (id, editor, product, version, reads, writes, qualification_id, qualified_on)
    values (${given.id}, ${given.editor}, ${given.product}, ${given.version}, ${given.reads}::text[],
      ${given.writes}::text[], ${given.qualificationId}, ${given.qualifiedOn})
    on conflict (qualification_id) do nothing`.execute(tx);
  return numAffectedRows > 0n;
}

/** @returns the number of its qualification; undefined where it stands no more, or never did */
export async function withdrawInterfaceRow(
  tx: Tx,
  id: string,
  at: Date,
  reason: string,
): Promise<string | undefined> {
  const found = await maybeRow(
    tx,
    sql<{
      qualificationId: string;
    }>`update authority.interface set withdrawn_at = ${at}, withdrawal_reason = ${reason}
      where id = ${id} and withdrawn_at is null returning qualification_id as "qualificationId"`,
  );
  return found?.qualificationId;
}
