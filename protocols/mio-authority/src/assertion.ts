/**
 * How a subscriber says which licence it is: an assertion (RFC 7523) signed by the key of its controller's certificate,
 * which it carries (`x5c`, RFC 7515, 4.1.6). Nothing secret travels, and nothing secret is kept by the authority.
 */
import { X509Certificate } from 'node:crypto';
import type { CertificateSigner } from '@liaison/mio-certificate';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';

const type = 'mio-licence+jwt';
const algorithm = 'ES256';
const lifeSeconds = 120;
/** What the clocks of two machines may differ by. */
const toleranceSeconds = 60;

/** `audience`: the authority's address, scheme and host, so that one authority's word is none to another. */
export function signAssertion(
  { key, certificates }: CertificateSigner,
  audience: string,
  now: Date,
): Promise<string> {
  const at = Math.floor(now.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: algorithm, typ: type, x5c: certificates.map((der) => der.toString('base64')) })
    .setAudience(audience)
    .setIssuedAt(at)
    .setExpirationTime(at + lifeSeconds)
    .sign(key);
}

/**
 * The certificate whose key signed this assertion, for this audience and now; null where it is no such assertion. Whether
 * the certificate deserves belief is for the caller to judge.
 */
export async function readAssertion(
  token: string,
  audience: string,
  now: Date,
): Promise<X509Certificate | null> {
  try {
    const [leaf] = decodeProtectedHeader(token).x5c ?? [];
    if (leaf === undefined) return null;
    const certificate = new X509Certificate(Buffer.from(leaf, 'base64'));
    await jwtVerify(token, certificate.publicKey, {
      algorithms: [algorithm],
      typ: type,
      audience,
      maxTokenAge: lifeSeconds,
      clockTolerance: toleranceSeconds,
      currentDate: now,
      requiredClaims: ['iat', 'exp', 'aud'],
    });
    return certificate;
  } catch {
    return null;
  }
}
