/** What the authority publishes, as JSON whose very bytes are signed. Instants are ISO 8601, UTC. */
import { z } from 'zod';
import { BundleError } from './error.ts';

export const bundleKinds = ['nomenclature', 'ruleset', 'xsd', 'trust'] as const;
export type BundleKind = (typeof bundleKinds)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const version = z.int().min(1).max(1_000_000_000);
const instant = z.iso.datetime();
/** Relative, of plain names, so that no file can land outside its folder. */
const path = z
  .string()
  .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)
  .max(200);
const bundleId = z.string().regex(/^[a-z0-9-]{1,60}$/);
const point = z.strictObject({ version, contentSha256: sha256 });

/**
 * `contentSha256` is of the whole set of files that the version is, whichever of them the bundle carries. `previous`: the
 * version that it follows, null for the first. `isDelta`: it carries only what changed since `previous`.
 */
export const manifestFormat = z.strictObject({
  format: z.literal('urn:liaison:mio:bundle:1'),
  bundleId,
  kind: z.enum(bundleKinds),
  version,
  previous: point.nullable(),
  isDelta: z.boolean(),
  publishedAt: instant,
  effectiveFrom: instant,
  effectiveTo: instant.nullable(),
  minController: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .nullable(),
  contentSha256: sha256,
  files: z.array(z.strictObject({ path, sha256, bytes: z.int().min(0) })).max(10_000),
  removed: z.array(path).max(10_000),
});
export type Manifest = z.infer<typeof manifestFormat>;

const role = z.strictObject({ keys: z.array(z.string()).min(1).max(20), threshold: z.int().min(1).max(20) });

/** Which keys (identifier → SPKI in base64, Ed25519) may sign what, and how many of them must. */
export const trustRootFormat = z.strictObject({
  format: z.literal('urn:liaison:mio:racine:1'),
  version,
  keys: z.record(z.string().max(60), z.string().max(200)),
  roles: z.strictObject({ nomenclature: role, ruleset: role, xsd: role, trust: role, pointer: role }),
});
export type TrustRoot = z.infer<typeof trustRootFormat>;
export type Role = keyof TrustRoot['roles'];

const announced = z.strictObject({ sha256, bytes: z.int().min(1) });

/**
 * What is to be had: of each bundle the version in force and those to come, in order. Signed often, for a short time, so
 * that silence shows. `delta`: the same version as changes over `from`, where who has that may take the shorter way.
 */
export const pointerFormat = z.strictObject({
  format: z.literal('urn:liaison:mio:pointeur:1'),
  sequence: version,
  issuedAt: instant,
  expiresAt: instant,
  latest: z
    .array(
      announced.extend({
        bundleId,
        version,
        delta: announced.extend({ from: version }).optional(),
      }),
    )
    .max(1000),
});
export type Pointer = z.infer<typeof pointerFormat>;

/** Signatures beside what they sign: key identifier → Ed25519 signature in base64. */
export const signaturesFormat = z.record(z.string().max(60), z.string().max(100));
export type Signatures = z.infer<typeof signaturesFormat>;

/** A root as delivered. Throws `BundleError`. */
export function readTrustRoot(bytes: Uint8Array): TrustRoot {
  return parseJson(trustRootFormat, bytes, 'root');
}

export function parseJson<Value>(format: z.ZodType<Value>, bytes: Uint8Array, what: string): Value {
  try {
    return format.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw new BundleError('bundle/malformed', what);
  }
}

/** SHA-256 over the paths and digests of a set of files, in the order of the paths, is what names the set. */
export function listContent(files: Iterable<readonly [path: string, sha256: string]>): string {
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, digest]) => `${name} ${digest}\n`)
    .join('');
}
