import { record } from '@liaison/journal';
import type { Tx } from '@liaison/db';
import { newId, systemActor } from '@liaison/kernel';
import type { OnlineKeys } from '@liaison/mio-authority';
import {
  findCertificate,
  insertCertificate,
  insertLicence,
  insertLicenceEvent,
  insertOrganisation,
  listOrganisationRows,
  revokeCertificates,
  listLicenceRows,
} from './registry-store.ts';
import { dayInFrance } from './today.ts';

const yearMs = 365.25 * 24 * 60 * 60 * 1000;
/** As the command delivers them. */
const controllerLifeMs = 2 * yearMs;
const importer = systemActor('autorité');

/**
 * Takes over what the authority delivered and revoked before this server had it: once, since what is known is passed over.
 * The caller holds the authority's lock.
 */
export async function importRegister(tx: Tx, { register }: OnlineKeys, now: Date): Promise<void> {
  for (const issued of register.issued) {
    if (await findCertificate(tx, issued.serial)) continue;
    const licenceId = await licenceOf(tx, issued, now);
    const issuedAt = new Date(issued.on);
    const notAfter = new Date(issuedAt.getTime() + controllerLifeMs);
    await insertCertificate(tx, { serial: issued.serial, licenceId, der: null, notAfter, issuedAt });
    const revoked = register.revoked.find(({ serial }) => serial === issued.serial);
    if (revoked)
      await revokeCertificates(tx, { serial: issued.serial }, revoked.reason, new Date(revoked.on));
  }
}

type Issued = OnlineKeys['register']['issued'][number];

async function licenceOf(tx: Tx, issued: Issued, now: Date): Promise<string> {
  const known = (await listLicenceRows(tx)).find(({ number }) => number === issued.licence);
  if (known) return known.id;
  await insertOrganisation(tx, { id: newId(), name: issued.organisation, siret: issued.siret });
  const organisations = await listOrganisationRows(tx, dayInFrance(now));
  const organisationId = organisations.find(({ siret }) => siret === issued.siret)?.id ?? '';
  const id = newId();
  const issuedAt = new Date(issued.on);
  await insertLicence(tx, {
    id,
    number: issued.licence,
    organisationId,
    product: 'Contrôleur MIO',
    validFrom: dayInFrance(issuedAt),
    validTo: dayInFrance(new Date(issuedAt.getTime() + controllerLifeMs)),
  });
  await insertLicenceEvent(tx, {
    id: newId(),
    licenceId: id,
    act: 'delivered',
    by: importer.name,
    reason: '',
  });
  await record(tx, importer, {
    act: 'authority.licence-delivered',
    details: { licence: issued.licence, siret: issued.siret, serial: issued.serial, isImported: true },
  });
  return id;
}
