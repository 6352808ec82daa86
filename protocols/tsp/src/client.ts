import { randomBytes } from 'node:crypto';
import { TspError } from './error.ts';
import { writeTimestampQuery } from './query.ts';
import { readTimestampResponse } from './response.ts';
import { verifyTimestamp } from './verify.ts';
import type { Timestamp, TimestampExpectation } from './verify.ts';

/** A time-stamping authority over HTTP (RFC 3161, 3.4). `policy`: the one to ask for, when it matters. */
export type TimestampAuthority = {
  readonly url: string;
  readonly policy: string | null;
  readonly timeoutMs: number;
};

const mostBytes = 65_536;

/** Asks for a token over `digest` and verifies it against the query before giving it. Throws `TspError`. */
export async function requestTimestamp(
  authority: TimestampAuthority,
  { digest, trust, now }: Pick<TimestampExpectation, 'digest' | 'trust' | 'now'>,
): Promise<{ token: Buffer; timestamp: Timestamp }> {
  const nonce = randomBytes(16);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const reply = await post(authority, writeTimestampQuery({ digest, nonce, policy: authority.policy }));
  const token = readTimestampResponse(reply);
  const policies = authority.policy === null ? null : [authority.policy];
  return { token, timestamp: verifyTimestamp(token, { digest, nonce, policies, trust, now }) };
}

async function post({ url, timeoutMs }: TimestampAuthority, query: Buffer): Promise<Buffer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(query),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok || !response.body) throw new TspError('tsp/unreachable', `HTTP ${response.status}`);
    return await readBounded(response.body);
  } catch (error) {
    if (error instanceof TspError) throw error;
    throw new TspError('tsp/unreachable', error instanceof Error ? error.name : 'no answer');
  }
}

/** The whole body, given up as soon as it is longer than any answer. */
async function readBounded(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > mostBytes) throw new TspError('tsp/too-large', `more than ${mostBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
