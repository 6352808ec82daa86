import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@liaison/kernel';
import { issueCertificate, issueCrl, issueRoot, readCertificate, readCrl } from '@liaison/pki';
import {
  TspError,
  readTimestampQuery,
  readTimestampResponse,
  requestTimestamp,
  verifyTimestamp,
  writeTimestampQuery,
} from '@liaison/tsp';
import { afterAll, describe, expect, it } from 'vitest';
import { grantTimestamp } from './grant.ts';
import { startTsa } from './tsa.ts';

const now = new Date('2026-06-01T10:00:00Z');
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const rootKeys = newKeys();
const root = issueRoot({ subject: { commonName: 'Racine' }, ...validity }, rootKeys.privateKey);
const issuer = { key: rootKeys.privateKey, certificate: root };
const keys = newKeys();
const certificate = issueCertificate(
  { kind: 'timestamping', subject: { commonName: 'Horodatage' }, publicKey: keys.publicKey, ...validity },
  issuer,
);
const signer = { key: keys.privateKey, certificates: [certificate] };
const trust = { roots: [root], lists: [] };
const policy = '1.2.250.1.999.1';
const digest = createHash('sha256').update('un message').digest();
const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

const folder = mkdtempSync(join(tmpdir(), 'tsa-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'data'), 'un message');
writeFileSync(join(folder, 'root.pem'), pem('CERTIFICATE', root));
writeFileSync(join(folder, 'tsa.pem'), pem('CERTIFICATE', certificate));
writeFileSync(join(folder, 'key.pem'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const openssl = (...options: string[]) => {
  const { stdout, stderr } = spawnSync('openssl', ['ts', ...options], { cwd: folder });
  return stdout.toString() + stderr.toString();
};

/** `code` of the error that `work` ends with. */
async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'none';
  } catch (error) {
    return error instanceof TspError ? error.code : String(error);
  }
}

describe('a time stamp', () => {
  it('is asked for over HTTP, verified, and verified again later with nothing but the roots', async () => {
    await using tsa = await startTsa({ signer, policy, clock: fixedClock(now) });
    const authority = { url: tsa.url, policy, timeoutMs: 5000 };
    const { token, timestamp } = await requestTimestamp(authority, { digest, trust, now });
    expect(timestamp).toMatchObject({ time: now, accuracyMs: 1000, policy, authority: 'Horodatage' });
    const later = new Date('2040-01-01T00:00:00Z');
    expect(verifyTimestamp(token, { digest, nonce: null, policies: null, trust, now: later }).time).toEqual(
      now,
    );
    expect(
      await refusal(() => requestTimestamp({ ...authority, policy: '1.2.3' }, { digest, trust, now })),
    ).toBe('tsp/refused');
    expect(
      await refusal(() => requestTimestamp(authority, { digest, trust: { roots: [], lists: [] }, now })),
    ).toBe('tsp/untrusted');
  });

  it('answers the query of openssl, which verifies it', async () => {
    await using tsa = await startTsa({ signer, policy, clock: fixedClock(now) });
    expect(openssl('-query', '-data', 'data', '-sha256', '-cert', '-out', 'query')).not.toContain('error');
    const response = await fetch(tsa.url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: readFileSync(join(folder, 'query')),
    });
    writeFileSync(join(folder, 'reply'), Buffer.from(await response.arrayBuffer()));
    const at = ['-attime', String(now.getTime() / 1000)];
    expect(openssl('-verify', '-queryfile', 'query', '-in', 'reply', '-CAfile', 'root.pem', ...at)).toContain(
      'Verification: OK',
    );
    writeFileSync(join(folder, 'other'), 'un autre');
    expect(openssl('-verify', '-data', 'other', '-in', 'reply', '-CAfile', 'root.pem', ...at)).toContain(
      'FAILED',
    );
  });

  it('of openssl is verified by us', () => {
    writeFileSync(join(folder, 'serial'), '01\n');
    writeFileSync(
      join(folder, 'ts.conf'),
      `[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=key.pem\ncerts=tsa.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1,millisecs:500\ness_cert_id_alg=sha256\n`,
    );
    const nonce = Buffer.from('80ff01', 'hex');
    writeFileSync(join(folder, 'ours'), writeTimestampQuery({ digest, nonce, policy: null }));
    openssl('-reply', '-config', 'ts.conf', '-section', 'one', '-queryfile', 'ours', '-out', 'theirs');
    const token = readTimestampResponse(readFileSync(join(folder, 'theirs')));
    const here = new Date();
    const timestamp = verifyTimestamp(token, { digest, nonce, policies: ['1.2.3.4'], trust, now: here });
    expect(timestamp).toMatchObject({ accuracyMs: 1500, policy: '1.2.3.4', authority: 'Horodatage' });
    expect(Math.abs(timestamp.time.getTime() - here.getTime())).toBeLessThan(60_000);
    expect(openssl('-query', '-in', 'ours', '-text')).toContain('0x80FF01');
  });
});

describe('a token', () => {
  const query = { digest, nonce: randomBytes(8), policy: null };
  const grant = (changes: { signer?: typeof signer; time?: Date } = {}) =>
    readTimestampResponse(
      grantTimestamp(query, changes.signer ?? signer, { time: changes.time ?? now, policy }),
    );
  const expectation = { digest, nonce: query.nonce, policies: [policy], trust, now };
  const code = (token: Buffer, changes: object = {}) =>
    refusal(() => verifyTimestamp(token, { ...expectation, ...changes }));
  const leafOf = (order: object, keyPair = newKeys()) => ({
    key: keyPair.privateKey,
    certificates: [
      issueCertificate(
        {
          kind: 'timestamping',
          subject: { commonName: 'T' },
          publicKey: keyPair.publicKey,
          ...validity,
          ...order,
        },
        issuer,
      ),
    ],
  });

  it('is refused for another digest, nonce, policy or time to come', async () => {
    const token = grant();
    expect(await code(token)).toBe('none');
    expect(await code(token, { digest: Buffer.alloc(32) })).toBe('tsp/other-data');
    expect(await code(token, { nonce: Buffer.from('0102', 'hex') })).toBe('tsp/nonce');
    expect(await code(token, { policies: ['1.2.3'] })).toBe('tsp/policy');
    expect(await code(token, { now: new Date('2026-06-01T09:50:00Z') })).toBe('tsp/time');
  });

  it('is refused when its signer is not a time-stamping authority, or was not one at that time', async () => {
    expect(await code(grant({ signer: leafOf({ kind: 'controller' }) }))).toBe('tsp/untrusted');
    expect(await code(grant({ signer: leafOf({ notAfter: new Date('2026-05-01T00:00:00Z') }) }))).toBe(
      'tsp/untrusted',
    );
    expect(await code(grant({ signer: leafOf({ notBefore: new Date('2026-07-01T00:00:00Z') }) }))).toBe(
      'tsp/untrusted',
    );
    expect(await code(grant({ signer: { ...leafOf({}), key: newKeys().privateKey } }))).toBe('tsp/signature');
    expect(await code(grant({ signer: { key: keys.privateKey, certificates: [root] } }))).toBe(
      'tsp/signature',
    );
  });

  it('outlives the end of its authority, but not the theft of its key', async () => {
    const revoke = (reason: 'cessationOfOperation' | 'keyCompromise', revokedAt: string) => ({
      roots: [root],
      lists: [
        readCrl(
          issueCrl(
            {
              number: 1,
              thisUpdate: now,
              nextUpdate: now,
              revocations: [
                { serial: readCertificate(certificate).serial, revokedAt: new Date(revokedAt), reason },
              ],
            },
            issuer,
          ),
          readCertificate(root).x509,
        ),
      ],
    });
    expect(await code(grant(), { trust: revoke('cessationOfOperation', '2026-06-02T00:00:00Z') })).toBe(
      'none',
    );
    expect(await code(grant(), { trust: revoke('cessationOfOperation', '2026-05-31T00:00:00Z') })).toBe(
      'tsp/untrusted',
    );
    expect(await code(grant(), { trust: revoke('keyCompromise', '2026-06-02T00:00:00Z') })).toBe(
      'tsp/untrusted',
    );
  });

  it('is refused when any byte of it changes, and when it is cut or not one at all', async () => {
    const token = grant();
    const unsigned = token.indexOf(Buffer.from('310d300b0609', 'hex'));
    for (let at = 0; at < token.length; at += 5) {
      // The list of digests before the content is not signed, and says nothing that is used.
      if (at >= unsigned && at < unsigned + 15) continue;
      const changed = Buffer.from(token);
      changed[at] = (changed[at] ?? 0) ^ 0x04;
      expect(await code(changed), `byte ${at}`).toMatch(/^tsp\//);
    }
    for (const bytes of [
      Buffer.alloc(0),
      token.subarray(0, 100),
      Buffer.concat([token, Buffer.of(0)]),
      Buffer.alloc(2000, 0x30),
    ])
      expect(await code(bytes)).toBe('tsp/malformed');
    expect(await refusal(() => readTimestampResponse(Buffer.from('x')))).toBe('tsp/malformed');
    expect(await refusal(() => readTimestampQuery(token))).toBe('tsp/malformed');
  });
});

describe('an authority that misbehaves', () => {
  it('is unreachable or too talkative, and harms nobody', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/long') response.end(Buffer.alloc(1_000_000));
      else if (request.url === '/silent') response.writeHead(200);
      else if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const ask = (path: string, timeoutMs = 5000) =>
      refusal(() =>
        requestTimestamp(
          { url: `http://127.0.0.1:${port}${path}`, policy: null, timeoutMs },
          { digest, trust, now },
        ),
      );
    expect(await ask('/long')).toBe('tsp/too-large');
    expect(await ask('/down')).toBe('tsp/unreachable');
    expect(await ask('/away')).toBe('tsp/unreachable');
    expect(await ask('/silent', 100)).toBe('tsp/unreachable');
    server.closeAllConnections();
    server.close();
    expect(await ask('/gone')).toBe('tsp/unreachable');
  });

  it('answers only queries, and refuses what it cannot read', async () => {
    await using tsa = await startTsa({ signer, policy, clock: fixedClock(now) });
    const headers = { 'content-type': 'application/timestamp-query' };
    expect((await fetch(tsa.url)).status).toBe(405);
    expect((await fetch(tsa.url, { method: 'POST', body: 'x' })).status).toBe(415);
    expect((await fetch(tsa.url, { method: 'POST', headers, body: Buffer.alloc(5000) })).status).toBe(413);
    const refused = Buffer.from(
      await (await fetch(tsa.url, { method: 'POST', headers, body: 'x' })).arrayBuffer(),
    );
    expect(await refusal(() => readTimestampResponse(refused))).toBe('tsp/refused');
  });
});
