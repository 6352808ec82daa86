import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeChain } from './chain.ts';
import { issueCrl, readCrl } from './crl.ts';
import { issueCertificate, issueRoot } from './issue.ts';
import type { CertificateOrder } from './issue.ts';
import { readCertificate } from './read-certificate.ts';

const date = (text: string) => new Date(`${text}T00:00:00Z`);
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const rootKeys = newKeys();
const authorityKeys = newKeys();
const leafKeys = newKeys();

const root = issueRoot(
  { subject: { commonName: 'Racine MIO' }, notBefore: date('2026-01-01'), notAfter: date('2056-01-01') },
  rootKeys.privateKey,
);
const rootIssuer = { key: rootKeys.privateKey, certificate: root };
const orderAuthority = {
  kind: 'authority',
  subject: { commonName: 'Autorité des contrôleurs' },
  publicKey: authorityKeys.publicKey,
  notBefore: date('2026-01-01'),
  notAfter: date('2036-01-01'),
} as const;
const authority = issueCertificate(orderAuthority, rootIssuer);
const authorityIssuer = { key: authorityKeys.privateKey, certificate: authority };
const orderLeaf: CertificateOrder = {
  kind: 'controller',
  subject: {
    commonName: 'controleur-7',
    organization: 'Hôpital Pasteur',
    organizationalUnit: 'Licence MIO-2026-0042',
    organizationIdentifier: 'NTRFR-26060000000019',
  },
  publicKey: leafKeys.publicKey,
  notBefore: date('2026-02-01'),
  notAfter: date('2028-02-01'),
};
const leaf = issueCertificate(orderLeaf, authorityIssuer);
const { serial } = readCertificate(leaf);

const listOf = (revocations: Parameters<typeof issueCrl>[0]['revocations'], number = 1) =>
  issueCrl(
    { number, thisUpdate: date(`2026-03-0${number}`), nextUpdate: date('2026-06-01'), revocations },
    authorityIssuer,
  );
const rootList = readCrl(
  issueCrl(
    { number: 1, thisUpdate: date('2026-03-01'), nextUpdate: date('2027-03-01'), revocations: [] },
    rootIssuer,
  ),
  readCertificate(root).x509,
);
const readList = (der: Buffer) => readCrl(der, readCertificate(authority).x509);

function judge(
  certificate: Buffer,
  options: {
    at?: Date;
    now?: Date;
    issuers?: Buffer[];
    roots?: Buffer[];
    lists?: Buffer[];
    purpose?: 'controller' | 'timestamping';
  } = {},
) {
  return judgeChain(certificate, options.issuers ?? [authority], {
    trust: {
      roots: options.roots ?? [root],
      lists: [rootList, ...(options.lists ?? [listOf([])]).map(readList)],
    },
    purpose: options.purpose ?? 'controller',
    at: options.at ?? date('2026-04-01'),
    now: options.now ?? date('2026-04-01'),
  });
}

const folder = mkdtempSync(join(tmpdir(), 'pki-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What openssl says of `leaf` under `root`. */
function openssl(list: Buffer): string {
  const pem = (label: string, der: Buffer) =>
    `-----BEGIN ${label}-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
  const rootCrl = issueCrl(
    { number: 1, thisUpdate: date('2026-03-01'), nextUpdate: date('2027-03-01'), revocations: [] },
    rootIssuer,
  );
  writeFileSync(join(folder, 'root.pem'), pem('CERTIFICATE', root));
  writeFileSync(join(folder, 'authority.pem'), pem('CERTIFICATE', authority));
  writeFileSync(join(folder, 'leaf.pem'), pem('CERTIFICATE', leaf));
  writeFileSync(join(folder, 'lists.pem'), pem('X509 CRL', list) + pem('X509 CRL', rootCrl));
  const { stdout, stderr } = spawnSync(
    'openssl',
    [
      'verify',
      '-x509_strict',
      '-attime',
      String(date('2026-04-01').getTime() / 1000),
      '-crl_check_all',
      '-CRLfile',
      'lists.pem',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'authority.pem',
      'leaf.pem',
    ],
    { cwd: folder },
  );
  return stdout.toString() + stderr.toString();
}

describe('a certificate', () => {
  it('says whom it names, until when and for what, and so does openssl', () => {
    expect(readCertificate(leaf)).toMatchObject({
      subject: orderLeaf.subject,
      notBefore: orderLeaf.notBefore,
      notAfter: orderLeaf.notAfter,
      isAuthority: false,
      maySign: true,
      mayCertify: false,
      isPurposeCritical: true,
      unknownCritical: [],
    });
    expect(readCertificate(root)).toMatchObject({
      isAuthority: true,
      pathLength: 1,
      mayCertify: true,
      notAfter: date('2056-01-01'),
    });
    expect(openssl(listOf([]))).toContain('leaf.pem: OK');
    expect(openssl(listOf([{ serial, revokedAt: date('2026-03-01'), reason: 'keyCompromise' }]))).toContain(
      'certificate revoked',
    );
    const text = spawnSync('openssl', [
      'x509',
      '-in',
      join(folder, 'leaf.pem'),
      '-noout',
      '-text',
      '-nameopt',
      'utf8',
    ]).stdout.toString();
    for (const part of [
      'organizationIdentifier=NTRFR-26060000000019',
      'OU=Licence MIO-2026-0042',
      'O=Hôpital Pasteur',
      'Digital Signature',
      'CA:FALSE',
    ])
      expect(text).toContain(part);
  });

  it('is refused when it is not one, whatever the bytes', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('x'), leaf.subarray(0, 200), Buffer.alloc(500, 0x30)])
      expect(() => readCertificate(bytes)).toThrow(expect.objectContaining({ code: 'pki/malformed' }));
  });
});

describe('a chain', () => {
  it('is trusted under a known root, within the validity of each of its certificates', () => {
    expect(judge(leaf)).toMatchObject({ outcome: 'trusted', isListStale: false });
    expect(judge(leaf, { at: date('2026-01-15') })).toMatchObject({ outcome: 'not-yet-valid' });
    expect(judge(leaf, { at: date('2028-02-02') })).toMatchObject({ outcome: 'expired' });
    expect(judge(leaf, { now: date('2026-07-01') })).toMatchObject({ outcome: 'trusted', isListStale: true });
    expect(judge(leaf, { lists: [] })).toMatchObject({ outcome: 'trusted', isListStale: true });
  });

  it('is of an unknown authority when the path is broken or leads elsewhere', () => {
    expect(judge(leaf, { issuers: [] })).toMatchObject({ outcome: 'unknown-authority' });
    expect(judge(leaf, { roots: [] })).toMatchObject({ outcome: 'unknown-authority' });
    const impostor = newKeys();
    const otherRoot = issueRoot(
      { subject: { commonName: 'Racine MIO' }, notBefore: date('2026-01-01'), notAfter: date('2056-01-01') },
      impostor.privateKey,
    );
    const otherAuthority = issueCertificate(orderAuthority, {
      key: impostor.privateKey,
      certificate: otherRoot,
    });
    expect(judge(leaf, { issuers: [otherAuthority, otherRoot] })).toMatchObject({
      outcome: 'unknown-authority',
    });
    expect(
      judge(leaf, { issuers: [authority, otherAuthority, otherRoot], roots: [otherRoot] }),
    ).toMatchObject({ outcome: 'unknown-authority' });
    const forged = issueCertificate(orderLeaf, { key: impostor.privateKey, certificate: authority });
    expect(judge(forged)).toMatchObject({ outcome: 'unknown-authority' });
  });

  it('is improper when a leaf signs certificates, authorities pile up, or the purpose is another', () => {
    const under = issueCertificate(
      { ...orderLeaf, publicKey: newKeys().publicKey },
      { key: leafKeys.privateKey, certificate: leaf },
    );
    expect(judge(under, { issuers: [leaf, authority] })).toMatchObject({ outcome: 'unknown-authority' });
    const subKeys = newKeys();
    const sub = issueCertificate(
      { ...orderAuthority, subject: { commonName: 'Sous-autorité' }, publicKey: subKeys.publicKey },
      authorityIssuer,
    );
    const deep = issueCertificate(orderLeaf, { key: subKeys.privateKey, certificate: sub });
    expect(judge(deep, { issuers: [sub, authority] })).toMatchObject({
      outcome: 'improper',
      why: 'more authorities than allowed',
    });
    expect(judge(leaf, { purpose: 'timestamping' })).toMatchObject({
      outcome: 'improper',
      why: 'a leaf for another purpose',
    });
    expect(judge(authority, { issuers: [] })).toMatchObject({
      outcome: 'improper',
      why: 'an authority where a leaf is due',
    });
    expect(judge(root)).toMatchObject({ outcome: 'improper' });
  });

  it('is revoked by the latest list of its issuer, with date and reason, and by no other list', () => {
    const revocation = { serial, revokedAt: date('2026-03-02'), reason: 'cessationOfOperation' } as const;
    expect(judge(leaf, { lists: [listOf([revocation])] })).toMatchObject({ outcome: 'revoked', revocation });
    expect(judge(leaf, { lists: [listOf([]), listOf([revocation], 2)] })).toMatchObject({
      outcome: 'revoked',
    });
    expect(judge(leaf, { lists: [listOf([{ ...revocation, serial: '123456' }])] })).toMatchObject({
      outcome: 'trusted',
    });
    // That of a leaf, however mild and late, hides none of its authority.
    const { serial: authoritySerial } = readCertificate(authority);
    const compromise = {
      serial: authoritySerial,
      revokedAt: date('2026-02-15'),
      reason: 'keyCompromise',
    } as const;
    const listOfRoot = issueCrl(
      {
        number: 2,
        thisUpdate: date('2026-03-05'),
        nextUpdate: date('2027-03-01'),
        revocations: [compromise],
      },
      rootIssuer,
    );
    const judged = judgeChain(leaf, [authority], {
      trust: {
        roots: [root],
        lists: [readList(listOf([revocation])), readCrl(listOfRoot, readCertificate(root).x509)],
      },
      purpose: 'controller',
      at: date('2026-03-01'),
      now: date('2026-03-06'),
    });
    expect(judged).toMatchObject({ outcome: 'revoked', revocation: compromise });
    const forgedKey = createPrivateKey(newKeys().privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const forged = issueCrl(
      { number: 9, thisUpdate: date('2026-05-01'), nextUpdate: date('2026-06-01'), revocations: [] },
      { key: forgedKey, certificate: authority },
    );
    expect(() => readList(forged)).toThrow(expect.objectContaining({ code: 'pki/malformed' }));
    expect(() => readList(Buffer.from('x'))).toThrow(expect.objectContaining({ code: 'pki/malformed' }));
    expect(() => readList(leaf)).toThrow(expect.objectContaining({ code: 'pki/malformed' }));
  });

  it('reads a list of 500 revocations', () => {
    const many = Array.from({ length: 500 }, (_, at) => ({
      serial: (at + 1).toString(16),
      revokedAt: date('2026-03-01'),
      reason: 'superseded' as const,
    }));
    const list = readList(listOf(many));
    expect(list.revocations.size).toBe(500);
    expect(list.revocations.get('80')).toMatchObject({ serial: '80', reason: 'superseded' });
  });
});
