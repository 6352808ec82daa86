import { readCertificate } from './read-certificate.ts';
import type { CertificateFacts } from './read-certificate.ts';
import type { Revocation, RevocationList, RevocationReason } from './crl.ts';
import { oid } from './oid.ts';

/** What a verifier trusts: the roots, and the lists of revocations that it has at hand. */
export type Trust = { readonly roots: readonly Buffer[]; readonly lists: readonly RevocationList[] };

/**
 * How a chain is judged at an instant (RFC 5280, 6, for chains of our profile).
 * - `unknown-authority`: no path to a trusted root;
 * - `improper`: `why` says which rule of the profile a certificate of the path breaks;
 * - `not-yet-valid`, `expired`: that certificate, at that instant;
 * - `revoked`: by a list at hand, whenever it was: the caller weighs `revocation` against the instant.
 * `isListStale`: a list of the path is absent or past its next update, so that a revocation may be unknown.
 */
export type ChainJudgement = {
  readonly leaf: CertificateFacts;
  readonly isListStale: boolean;
} & (
  | { readonly outcome: 'trusted' }
  | { readonly outcome: 'unknown-authority' }
  | { readonly outcome: 'improper'; readonly why: string }
  | { readonly outcome: 'not-yet-valid' | 'expired'; readonly certificate: CertificateFacts }
  | { readonly outcome: 'revoked'; readonly certificate: CertificateFacts; readonly revocation: Revocation }
);

/** A leaf's purpose, critical and alone in its certificate: `timestamping` or `controller`. */
export type LeafPurpose = 'timestamping' | 'controller';

const purposes: Record<LeafPurpose, string> = {
  timestamping: oid.timeStamping,
  controller: oid.documentSigning,
};

const mostDepth = 5;
const algorithms: readonly string[] = [
  oid.ecdsaWithSha256,
  oid.ecdsaWithSha384,
  oid.ecdsaWithSha512,
  oid.sha256WithRsa,
  oid.sha384WithRsa,
  oid.sha512WithRsa,
];

/** Judges `leaf`, DER, at `at`, building the path through `issuers` and the roots of `trust`; `now` for the lists. */
export function judgeChain(
  leaf: Buffer,
  issuers: readonly Buffer[],
  { trust, purpose, at, now }: { trust: Trust; purpose: LeafPurpose; at: Date; now: Date },
): ChainJudgement {
  const facts = readCertificate(leaf);
  const roots = trust.roots.map(readCertificate);
  const path = findPath(facts, issuers.map(readCertificate), roots);
  if (!path) return { leaf: facts, isListStale: true, outcome: 'unknown-authority' };
  const isListStale = path.slice(1).some((issuer) => {
    const list = listFor(issuer, trust.lists);
    return !list || (list.nextUpdate !== null && list.nextUpdate < now);
  });
  const common = { leaf: facts, isListStale };
  const why = improper(path, purposes[purpose]);
  if (why !== null) return { ...common, outcome: 'improper', why };
  const early = path.find(({ notBefore }) => at < notBefore);
  if (early) return { ...common, outcome: 'not-yet-valid', certificate: early };
  const late = path.find(({ notAfter }) => at > notAfter);
  if (late) return { ...common, outcome: 'expired', certificate: late };
  const revoked = findRevoked(path, trust.lists);
  return revoked ? { ...common, outcome: 'revoked', ...revoked } : { ...common, outcome: 'trusted' };
}

/** From the leaf to a root, the root included. */
function findPath(
  leaf: CertificateFacts,
  issuers: readonly CertificateFacts[],
  roots: readonly CertificateFacts[],
): CertificateFacts[] | null {
  const path = [leaf];
  for (let last = leaf; path.length <= mostDepth;) {
    const root = roots.find((candidate) => isIssuedBy(last, candidate));
    if (root) return root.x509.raw.equals(last.x509.raw) ? path : [...path, root];
    const next = issuers.find((candidate) => !path.includes(candidate) && isIssuedBy(last, candidate));
    if (!next) return null;
    path.push(next);
    last = next;
  }
  return null;
}

function isIssuedBy(certificate: CertificateFacts, issuer: CertificateFacts): boolean {
  return certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuer.x509.publicKey);
}

function improper(path: readonly CertificateFacts[], purpose: string): string | null {
  const [leaf, ...authorities] = path;
  if (!leaf || authorities.length === 0 || leaf.isAuthority) return 'an authority where a leaf is due';
  if (!leaf.maySign) return 'a leaf that may not sign';
  if (leaf.purposes.length !== 1 || leaf.purposes[0] !== purpose || !leaf.isPurposeCritical)
    return 'a leaf for another purpose';
  const weak = path.find(({ signatureAlgorithm }) => !algorithms.includes(signatureAlgorithm));
  if (weak) return `signed with ${weak.signatureAlgorithm}`;
  const strange = path.find(({ unknownCritical }) => unknownCritical.length > 0);
  if (strange) return `a critical extension ${strange.unknownCritical[0]}`;
  for (const [below, authority] of authorities.entries()) {
    if (!authority.isAuthority || !authority.mayCertify) return 'an issuer that is no authority';
    if (authority.pathLength !== null && below > authority.pathLength) return 'more authorities than allowed';
  }
  return null;
}

/** The gravest revocation of the path, with the earliest date: that of a leaf hides none of its authority. */
function findRevoked(
  path: readonly CertificateFacts[],
  lists: readonly RevocationList[],
): { certificate: CertificateFacts; revocation: Revocation } | null {
  const found = path.slice(0, -1).flatMap((certificate, index) => {
    const revocation = listFor(path[index + 1], lists)?.revocations.get(certificate.serial);
    return revocation ? [{ certificate, revocation }] : [];
  });
  const [first] = found.toSorted(
    ({ revocation: a }, { revocation: b }) => a.revokedAt.getTime() - b.revokedAt.getTime(),
  );
  if (!first) return null;
  const gravest = found.find(({ revocation }) => !ends.includes(revocation.reason)) ?? first;
  return { ...gravest, revocation: { ...gravest.revocation, revokedAt: first.revocation.revokedAt } };
}

/** Reasons that end a certificate and say nothing against what was signed before. */
const ends: readonly RevocationReason[] = ['affiliationChanged', 'superseded', 'cessationOfOperation'];

/** The latest list of that issuer, which must be allowed to sign lists. */
function listFor(
  issuer: CertificateFacts | undefined,
  lists: readonly RevocationList[],
): RevocationList | undefined {
  if (!issuer?.maySignLists) return undefined;
  return lists
    .filter((list) => list.issuer.publicKey.equals(issuer.x509.publicKey))
    .toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0];
}
