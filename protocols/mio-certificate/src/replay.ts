import type { Verification } from './verification.ts';

/** What a receiver remembers of the messages that it took: digests of their data, by the messages' own identifiers. */
export type SeenMessages = {
  /** The digest known under `messageId`; otherwise null, and the one given is known from now on. At once, for all. */
  remember(messageId: string, dataSha256: string): Promise<string | null>;
};

/**
 * `new`; `again`: the same message, to be acknowledged as before and taken no second time; `substituted`: another one
 * under an identifier that was used already, to be refused.
 */
export type Replay = 'new' | 'again' | 'substituted';

/** Whether a message, verified as readable, came before. */
export async function judgeReplay(
  { certificate, readable }: Verification,
  seen: SeenMessages,
): Promise<Replay> {
  if (!certificate || !readable) throw new TypeError('only what may be read is remembered');
  const known = await seen.remember(certificate.message.id, certificate.dataSha256);
  if (known === null) return 'new';
  return known === certificate.dataSha256 ? 'again' : 'substituted';
}
