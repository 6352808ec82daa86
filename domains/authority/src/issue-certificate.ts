import { X509Certificate, type KeyObject } from 'node:crypto';
import type { Tx } from '@liaison/db';
import { DomainError } from '@liaison/kernel';
import { certifyController, type OnlineKeys } from '@liaison/mio-authority';
import { readCertificate } from '@liaison/pki';
import { readDayStart } from './bundle-store.ts';
import { insertCertificate, listOtherCertificates } from './registry-store.ts';
import { dayAfter } from './today.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A controller's key is renewed with its licence: two years, and the days that an order takes. */
const mostDays = 2 * 366 + 31;

/**
 * The certificate of a licence's controller, to the end of its last day in France. The caller holds the authority's lock.
 * @returns its serial. @throws DomainError `authority/dates-wrong`, `authority/validity-long`, `authority/key-known`
 */
export async function issueLicenceCertificate(
  tx: Tx,
  keys: OnlineKeys,
  licence: {
    readonly id: string;
    readonly number: string;
    readonly organisation: string;
    readonly siret: string;
    readonly validFrom: string;
    readonly validTo: string;
  },
  key: KeyObject,
  now: Date,
): Promise<string> {
  const begin = await readDayStart(tx, licence.validFrom);
  const notAfter = await readDayStart(tx, dayAfter(licence.validTo));
  const notBefore = begin > now ? begin : now;
  if (notAfter <= notBefore) throw new DomainError('invalid', 'authority/dates-wrong');
  if (notAfter.getTime() - now.getTime() > mostDays * dayMs)
    throw new DomainError('invalid', 'authority/validity-long');
  const others = await listOtherCertificates(tx, licence.id);
  if (others.some((der) => new X509Certificate(der).publicKey.equals(key)))
    throw new DomainError('conflict', 'authority/key-known');
  const named = { organisation: licence.organisation, siret: licence.siret, licence: licence.number };
  const der = certifyController(named, key, keys.issuer, { notBefore, notAfter });
  const { serial } = readCertificate(der);
  await insertCertificate(tx, { serial, licenceId: licence.id, der, notAfter, issuedAt: now });
  return serial;
}
