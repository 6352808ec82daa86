import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import {
  issueCertificate,
  judgeChain,
  PkiError,
  readCertificate,
  type Issuer,
  type Trust,
} from '@liaison/pki';
import { z } from 'zod';
import { interfaceFormat } from './answers.ts';
import type { QualificationReport } from './judge.ts';
import { sides } from './requirement.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What an authority attests of an interface. `id` is the qualification that messages cite (`header.interface.qualification`). */
export const attestationFormat = z.strictObject({
  format: z.literal('urn:liaison:mio:attestation:1'),
  id: z.uuid(),
  interface: interfaceFormat,
  side: z.enum(sides),
  standardVersion: z.string(),
  requirements: z.array(z.string()),
  challenge: z.uuid(),
  reportSha256: sha256,
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Attestation = z.infer<typeof attestationFormat>;

const headerFormat = z.object({ alg: z.literal('ES256'), x5c: z.array(z.base64()).min(1).max(5) });
const leafName = 'Qualification MIO';
const yearMs = 365.25 * 24 * 60 * 60 * 1000;
const lifeMs = 2 * yearMs;

export interface IssuedAttestation {
  readonly attestation: Attestation;
  /** RFC 7515, compact: `x5c` holds the certificate made for it, and the authority's. */
  readonly jws: string;
  /** Of that certificate: to put on the authority's list of revocations is to withdraw the attestation. */
  readonly serial: string;
}

/**
 * Attests a qualification in the authority's name. The key that signs is made for this one attestation and thrown away;
 * its certificate, which the authority issues, bears the digest of what is attested, so that no other certificate can
 * sign it and it can sign nothing else. Throws `RangeError` for a report that does not qualify.
 */
export function attest(report: QualificationReport, issuer: Issuer, now: Date): IssuedAttestation {
  if (report.verdict !== 'QUALIFIEE') throw new RangeError('a report that does not qualify');
  const notAfter = new Date(now.getTime() + lifeMs);
  const attestation: Attestation = {
    format: 'urn:liaison:mio:attestation:1',
    id: randomUUID(),
    interface: report.interface,
    side: report.side,
    standardVersion: '1.0',
    requirements: report.requirements.map(({ requirement }) => requirement),
    challenge: report.challenge,
    reportSha256: createHash('sha256').update(JSON.stringify(report)).digest('hex'),
    issuedAt: now.toISOString(),
    expiresAt: notAfter.toISOString(),
  };
  const payload = Buffer.from(JSON.stringify(attestation));
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = { commonName: leafName, organizationalUnit: digestOf(payload) };
  const leaf = issueCertificate({ kind: 'controller', subject, publicKey, notBefore: now, notAfter }, issuer);
  const header = {
    alg: 'ES256',
    typ: 'mio-attestation+jws',
    x5c: [leaf, issuer.certificate].map((der) => der.toString('base64')),
  };
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload.toString('base64url')}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const { serial } = readCertificate(leaf);
  return { attestation, jws: `${signed}.${signature.toString('base64url')}`, serial };
}

function digestOf(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex');
}

/**
 * - `malformed`: no attestation at all;
 * - `forged`: not signed by the certificate that was made for it;
 * - `unknown-authority`, `expired`, `revoked`: as of that certificate.
 */
export type AttestationVerdict =
  | 'valid'
  | 'malformed'
  | 'forged'
  | 'unknown-authority'
  | 'expired'
  | 'revoked';

export const attestationVerdictsFr: Readonly<Record<AttestationVerdict, string>> = {
  valid: 'Attestation valable.',
  malformed: 'Ce fichier n’est pas une attestation de qualification.',
  forged: 'Cette attestation n’est pas celle que l’autorité a délivrée : ne vous y fiez pas.',
  'unknown-authority': 'L’autorité de cette attestation n’est pas reconnue ici.',
  expired: 'Cette attestation n’est plus valable : l’interface doit être qualifiée de nouveau.',
  revoked: 'L’autorité a retiré cette attestation.',
};

/** Verifies an attestation offline. Throws nothing, whatever the text. `attestation`: as far as the verdict goes. */
export function verifyAttestation(
  jws: string,
  { trust, now }: { readonly trust: Trust; readonly now: Date },
): { readonly verdict: AttestationVerdict; readonly attestation: Attestation | null } {
  const [head = '', body = '', tail = '', ...more] = jws.trim().split('.');
  const header = headerFormat.safeParse(parse(head));
  const attestation = attestationFormat.safeParse(parse(body));
  if (!header.success || !attestation.success || more.length > 0)
    return { verdict: 'malformed', attestation: null };
  const [leaf = Buffer.alloc(0), ...issuers] = header.data.x5c.map((text) => Buffer.from(text, 'base64'));
  try {
    const verdict = isSignedBy(leaf, `${head}.${body}`, tail)
      ? judgeLeaf(leaf, issuers, trust, now)
      : ('forged' as const);
    return { verdict, attestation: attestation.data };
  } catch (error) {
    if (error instanceof PkiError) return { verdict: 'forged', attestation: attestation.data };
    throw error;
  }
}

function isSignedBy(leaf: Buffer, signed: string, tail: string): boolean {
  const { subject } = readCertificate(leaf);
  const payload = Buffer.from(signed.slice(signed.indexOf('.') + 1), 'base64url');
  // A controller's certificate always names its organisation by number, and this one never does.
  if (subject.commonName !== leafName || subject.organizationIdentifier !== undefined) return false;
  if (subject.organizationalUnit !== digestOf(payload)) return false;
  const key = createPublicKey(new X509Certificate(leaf).publicKey.export({ type: 'spki', format: 'pem' }));
  const signature = Buffer.from(tail, 'base64url');
  return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function judgeLeaf(leaf: Buffer, issuers: readonly Buffer[], trust: Trust, now: Date): AttestationVerdict {
  const { outcome } = judgeChain(leaf, issuers, { trust, purpose: 'controller', at: now, now });
  switch (outcome) {
    case 'trusted':
      return 'valid';
    case 'unknown-authority':
    case 'revoked':
      return outcome;
    case 'expired':
    case 'not-yet-valid':
      return 'expired';
    case 'improper':
      return 'forged';
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}
