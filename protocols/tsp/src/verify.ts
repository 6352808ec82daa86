import { judgeChain } from '@liaison/pki';
import type { Trust } from '@liaison/pki';
import { TSTInfo } from 'pkijs';
import { parsing, readDer } from './der.ts';
import { TspError } from './error.ts';
import { oid } from './oid.ts';
import { integerBytes } from './query.ts';
import { formatSerial, readSignedToken } from './signed-token.ts';

/** What a verified token proves: that the digest existed at `time`, give or take `accuracyMs` (null where unsaid). */
export type Timestamp = {
  readonly time: Date;
  readonly accuracyMs: number | null;
  readonly policy: string;
  readonly serial: string;
  /** The common name of the authority's certificate. */
  readonly authority: string;
};

/**
 * What a token is verified against. `nonce`: of the query, when it has just been asked for; `policies`: those accepted,
 * any when null; `now`: tokens from after it, beyond five minutes, are refused.
 */
export type TimestampExpectation = {
  readonly digest: Buffer;
  readonly nonce: Buffer | null;
  readonly policies: readonly string[] | null;
  readonly trust: Trust;
  readonly now: Date;
};

const mostAheadMs = 5 * 60_000;

/** Verifies a token (RFC 3161, 2.4.2) offline; throws `TspError` with the first thing that is wrong. */
export function verifyTimestamp(token: Buffer, expected: TimestampExpectation): Timestamp {
  const { content, signer, certificates } = readSignedToken(token);
  const info = parsing('not a TSTInfo', () => new TSTInfo({ schema: readDer(content, 'not a TSTInfo') }));
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (
    hashAlgorithm.algorithmId !== oid.sha256 ||
    !expected.digest.equals(hashedMessage.valueBlock.valueHexView)
  )
    throw new TspError('tsp/other-data', 'another imprint');
  if (expected.nonce && !(info.nonce && expected.nonce.equals(integerBytes(info.nonce))))
    throw new TspError('tsp/nonce', 'another nonce');
  if (expected.policies && !expected.policies.includes(info.policy))
    throw new TspError('tsp/policy', info.policy);
  if ((info.extensions ?? []).some(({ critical }) => critical))
    throw new TspError('tsp/malformed', 'a critical extension');
  if (info.genTime.getTime() > expected.now.getTime() + mostAheadMs)
    throw new TspError('tsp/time', info.genTime.toISOString());
  const { trust, now } = expected;
  const judgement = parsing('an unreadable certificate', () =>
    judgeChain(signer, certificates, { trust, purpose: 'timestamping', at: info.genTime, now }),
  );
  if (judgement.outcome !== 'trusted' && !isRevokedLater(judgement, info.genTime))
    throw new TspError('tsp/untrusted', judgement.outcome === 'improper' ? judgement.why : judgement.outcome);
  return {
    time: info.genTime,
    accuracyMs: accuracyOf(info),
    policy: info.policy,
    serial: formatSerial(info.serialNumber),
    authority: judgement.leaf.subject.commonName,
  };
}

/** RFC 3161, 4: tokens from before a revocation stay valid, unless the key may have been in other hands. */
function isRevokedLater(judgement: ReturnType<typeof judgeChain>, time: Date): boolean {
  if (judgement.outcome !== 'revoked') return false;
  const { reason, revokedAt } = judgement.revocation;
  return (
    revokedAt > time &&
    (reason === 'superseded' || reason === 'cessationOfOperation' || reason === 'affiliationChanged')
  );
}

function accuracyOf(info: TSTInfo): number | null {
  if (!info.accuracy) return null;
  const { seconds = 0, millis = 0, micros = 0 } = info.accuracy;
  return seconds * 1000 + millis + micros / 1000;
}
