/** What subscribers and the authority say to each other over HTTP (docs/mio/autorite.md). */
import { z } from 'zod';

const base = '/api/mio/authority';

/** Public. */
export const pointerUrl = `${base}/pointer`;
export const bundleFileUrl = (sha256: string): string => `${base}/bundle-files/${sha256}`;
/** The bundle that brings the root of that version; 404 where there is none yet. */
export const trustUrl = (rootVersion: number): string => `${base}/trust/${rootVersion}`;
/** PEM, root and authority. */
export const chainUrl = `${base}/chain.pem`;
/** DER (RFC 5280). */
export const issuingListUrl = `${base}/revocations/autorite.crl`;
export const rootListUrl = `${base}/revocations/racine.crl`;

/** Of a licence: `Authorization: Bearer` with an assertion signed by the controller's key. */
export const streamUrl = `${base}/stream`;
export const reportsUrl = `${base}/reports`;

/** Signed bytes as text, so that they travel as they were signed. */
export const pointerEnvelope = z.object({
  pointer: z.string().max(4_000_000),
  signatures: z.string().max(100_000),
});
export type PointerEnvelope = z.infer<typeof pointerEnvelope>;

/** What a subscriber has installed, and why its last attempt failed, if it did. */
export const subscriberReport = z.object({
  installation: z.string().min(1).max(80),
  controllerVersion: z.string().min(1).max(40),
  rootVersion: z.number().int().min(1).max(1_000_000_000),
  pointerSequence: z.number().int().min(0).max(1_000_000_000),
  installed: z
    .array(
      z.object({
        bundleId: z.string().regex(/^[a-z0-9-]{1,60}$/),
        version: z.number().int().min(1).max(1_000_000_000),
        contentSha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(1000),
  /** A code of `@liaison/mio-bundle`, or `network`. */
  trouble: z.string().max(40).nullable(),
});
export type SubscriberReport = z.infer<typeof subscriberReport>;
