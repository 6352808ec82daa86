import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  issueCertificate,
  issueCrl,
  issueRoot,
  readCertificate,
  readCrl,
  type Issuer,
  type Revocation,
  type Trust,
} from '@liaison/pki';
import { describe, expect, it } from 'vitest';
import { attest, verifyAttestation } from './attestation.ts';
import type { QualificationReport } from './judge.ts';

const now = new Date('2026-12-01T10:00:00Z');
const life = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };
const report: QualificationReport = {
  challenge: '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8',
  side: 'fournisseur',
  interface: { editor: 'Éditeur', product: 'Interface', version: '4.2' },
  answeredAt: now.toISOString(),
  judgedAt: now.toISOString(),
  verdict: 'QUALIFIEE',
  requirements: [{ requirement: 'LIRE-1', title: '', checks: 3, failures: [] }],
};

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

function makeAuthority(): { issuer: Issuer; trust: (...revocations: Revocation[]) => Trust } {
  const rootKey = newKey();
  const root = {
    key: rootKey,
    certificate: issueRoot({ subject: { commonName: 'Racine' }, ...life }, rootKey),
  };
  const key = newKey();
  const order = {
    kind: 'authority',
    subject: { commonName: 'Autorité' },
    publicKey: createPublicKey(key),
  } as const;
  const issuer = { key, certificate: issueCertificate({ ...order, ...life }, root) };
  const times = { number: 1, thisUpdate: life.notBefore, nextUpdate: life.notAfter };
  return {
    issuer,
    trust: (...revocations) => ({
      roots: [root.certificate],
      lists: [readCrl(issueCrl({ ...times, revocations }, issuer), readCertificate(issuer.certificate).x509)],
    }),
  };
}

describe('an attestation of qualification', () => {
  const { issuer, trust } = makeAuthority();
  const issued = attest(report, issuer, now);
  const verdict = (jws: string, at = now, trusted = trust()) =>
    verifyAttestation(jws, { trust: trusted, now: at }).verdict;
  const [head = '', body = '', tail = ''] = issued.jws.split('.');

  it('is believed under the authority that issued it, and says whom it is about', () => {
    const { verdict: said, attestation } = verifyAttestation(issued.jws, { trust: trust(), now });
    expect(said).toBe('valid');
    expect(attestation).toMatchObject({
      interface: report.interface,
      side: 'fournisseur',
      requirements: ['LIRE-1'],
    });
    expect(verdict(issued.jws, now, makeAuthority().trust())).toBe('unknown-authority');
  });

  it('is not believed once it is over or withdrawn', () => {
    expect(verdict(issued.jws, new Date('2029-01-01T00:00:00Z'))).toBe('expired');
    const revocation = { serial: issued.serial, revokedAt: now, reason: 'cessationOfOperation' } as const;
    expect(verdict(issued.jws, now, trust(revocation))).toBe('revoked');
  });

  it('cannot be changed in one character, nor made of the pieces of others', () => {
    const changed = Buffer.from(body, 'base64url').toString().replace('Éditeur', 'Autre éditeur');
    expect(verdict(`${head}.${Buffer.from(changed).toString('base64url')}.${tail}`)).toBe('forged');
    const other = attest({ ...report, side: 'acheteur' }, issuer, now).jws.split('.');
    expect(verdict([head, other[1], tail].join('.'))).toBe('forged');
    expect(verdict([other[0], body, tail].join('.'))).toBe('forged');
    expect(verdict([head, body, other[2]].join('.'))).toBe('forged');
  });

  it('cannot be signed by a controller, whatever its licence is called', () => {
    const key = newKey();
    const { jws } = issued;
    const digest = readCertificate(leafOf(jws)).subject.organizationalUnit ?? '';
    const subject = {
      commonName: 'Qualification MIO',
      organization: 'Éditeur',
      organizationalUnit: digest,
      organizationIdentifier: 'NTRFR-00000001800002',
    };
    const certificate = issueCertificate(
      { kind: 'controller', subject, publicKey: createPublicKey(key), ...life },
      issuer,
    );
    const header = {
      alg: 'ES256',
      x5c: [certificate, issuer.certificate].map((der) => der.toString('base64')),
    };
    const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}`;
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    expect(verdict(`${signed}.${signature.toString('base64url')}`)).toBe('forged');
  });

  it('is not issued for a report that does not qualify, and is nothing but itself', () => {
    expect(() => attest({ ...report, verdict: 'REFUSEE' }, issuer, now)).toThrow(RangeError);
    for (const text of ['', 'a.b.c', `${issued.jws}.x`, '{}', `${head}..${tail}`])
      expect(verdict(text)).toBe('malformed');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(verdict(`${none}.${body}.`)).toBe('malformed');
    const junk = Buffer.from(JSON.stringify({ alg: 'ES256', x5c: ['AAAA'] })).toString('base64url');
    expect(verdict(`${junk}.${body}.${tail}`)).toBe('forged');
  });
});

function leafOf(jws: string): Buffer {
  const header = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString());
  return Buffer.from(header.x5c[0], 'base64');
}
