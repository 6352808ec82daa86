import { verificationFr, verifyMessage as verify, type Verification } from '@liaison/mio-certificate';
import { ruleSetIdentity } from '@liaison/mio-control';
import type { Trust } from '@liaison/pki';
import { largestMessage } from '../message/limits.ts';

export interface VerifyOptions {
  /** Who is believed: see `openTrust`. */
  readonly trust: Trust;
  /** SHA-256 of the rule sets in force; that of this SDK unless told, null where none is to be held against it. */
  readonly ruleSets?: readonly string[] | null;
  /** The present unless told. */
  readonly now?: Date;
}

/**
 * Whether a received message is the one that was certified, and by whom. Offline; never throws, whatever the bytes.
 * Take the message from `readable` and from nowhere else: those are the bytes that were verified.
 */
export function verifyMessage(message: Uint8Array, { trust, ruleSets, now }: VerifyOptions): Verification {
  return verify(message, {
    trust,
    ruleSets: ruleSets === undefined ? [ruleSetIdentity().sha256] : ruleSets,
    now: now ?? new Date(),
    maxBytes: largestMessage,
  });
}

/** The verdict as a few lines of French: what it means, which lines changed, what is not proven. */
export function describeVerification(verification: Verification): string {
  return verificationFr(verification);
}
