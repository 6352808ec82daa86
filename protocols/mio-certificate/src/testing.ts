/** An authority with controllers under it, and controls of messages, for tests of whoever certifies or verifies. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { issueCertificate, issueCrl, issueRoot, readCertificate, readCrl } from '@liaison/pki';
import type { CertificateKind, Revocation, Trust } from '@liaison/pki';
import type { CertificateSigner, ControlOutcome } from './certify.ts';

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };

export { makeOffer } from './testing-offer.ts';

export type TestAuthority = {
  /** With this root, and lists that revoke these. */
  trust(...revocations: Revocation[]): Trust;
  /** PEM of the root, for judges outside. */
  readonly rootPem: string;
  issue(
    kind?: CertificateKind,
    changes?: Partial<typeof validity>,
    subject?: Partial<typeof controllerSubject>,
  ): CertificateSigner & { readonly serial: string };
};

export function makeAuthority(): TestAuthority {
  const root = newKeys();
  const rootDer = issueRoot({ subject: { commonName: 'Racine d’essai' }, ...validity }, root.privateKey);
  const rootIssuer = { key: root.privateKey, certificate: rootDer };
  const authority = newKeys();
  const authorityDer = issueCertificate(
    {
      kind: 'authority',
      subject: { commonName: 'Autorité d’essai' },
      publicKey: authority.publicKey,
      ...validity,
    },
    rootIssuer,
  );
  const issuer = { key: authority.privateKey, certificate: authorityDer };
  const times = {
    number: 1,
    thisUpdate: new Date('2026-05-01T00:00:00Z'),
    nextUpdate: new Date('2035-01-01T00:00:00Z'),
  };
  return {
    rootPem: `-----BEGIN CERTIFICATE-----\n${rootDer.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    trust: (...revocations) => ({
      roots: [rootDer],
      lists: [
        readCrl(issueCrl({ ...times, revocations: [] }, rootIssuer), readCertificate(rootDer).x509),
        readCrl(issueCrl({ ...times, revocations }, issuer), readCertificate(authorityDer).x509),
      ],
    }),
    issue(kind = 'controller', changes = {}, subject = {}) {
      const keys = newKeys();
      const certificate = issueCertificate(
        {
          kind,
          subject: { ...controllerSubject, ...subject },
          publicKey: keys.publicKey,
          ...validity,
          ...changes,
        },
        issuer,
      );
      const certificates = [certificate, authorityDer] as const;
      return { key: keys.privateKey, certificates, serial: readCertificate(certificate).serial };
    },
  };
}

const controllerSubject = {
  commonName: 'controleur-7',
  organization: 'Hôpital Pasteur',
  organizationalUnit: 'MIO-2026-0042',
  organizationIdentifier: 'NTRFR-26060000000019',
};

/** What a control without a fault says of a message. */
export function controlOf(message: Uint8Array, changes: Partial<ControlOutcome> = {}): ControlOutcome {
  return {
    controller: { id: 'controleur-7', product: 'Liaison', version: '0.1.0', buildSha256: 'ab'.repeat(32) },
    message: { id: '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8', type: 'M20' },
    profile: { id: 'urn:liaison:mio:trns:m20:1', version: '1.0' },
    ruleSet: { id: 'regles', version: '2026.1', sha256: 'cd'.repeat(32) },
    nomenclatures: [
      { id: 'CLADIMED', version: '2026.2', sha256: 'ef'.repeat(32) },
      { id: 'LPPR', version: '2026.11 "bis" & <suite>', sha256: '01'.repeat(32) },
    ],
    verdict: 'OK_AVEC_RESERVES',
    counts: { BLOQUANT: 0, ERREUR: 0, AVERTISSEMENT: 2, INFO: 1 },
    reportSha256: '23'.repeat(32),
    controlledAt: new Date('2026-06-01T10:00:00.900Z'),
    messageSha256: createHash('sha256').update(message).digest('hex'),
    ...changes,
  };
}

function newKeys(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}
