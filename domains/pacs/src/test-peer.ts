import { withActor, type AppDatabase } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Clock, UserActor } from '@liaison/kernel';
import type { PeerTest } from './contract.ts';
import { describeFailure, PacsError } from './pacs-error.ts';
import type { PacsLink } from './ports.ts';
import { requirePeer } from './require-peer.ts';
import { noteTest } from './store.ts';

export type TestDeps = { database: AppDatabase; link: PacsLink; clock: Clock };

/** Calls a peer by C-ECHO and keeps what came of it; no transaction is open meanwhile. @throws DomainError */
export async function testPeer(
  { database, link, clock }: TestDeps,
  actor: UserActor,
  peerId: string,
  signal: AbortSignal,
): Promise<PeerTest> {
  const peer = await withActor(database, actor, (tx) => requirePeer(tx, actor, peerId));
  const begun = performance.now();
  const failure = await failureOf(link.echo(peer, signal));
  const ms = Math.round(performance.now() - begun);
  const at = clock.now();
  await withActor(database, actor, async (tx) => {
    await noteTest(tx, peerId, { at, ms, code: failure?.code ?? null, detail: failure?.detail ?? '' });
    await record(tx, actor, {
      act: 'peer.tested',
      outcome: failure ? 'failed' : 'done',
      details: { peerId, aeTitle: peer.aeTitle, ms, failure: failure?.code ?? null },
    });
  });
  const text = failure && describeFailure(failure.code, failure.detail);
  return { at: at.toISOString(), ms, failure: text };
}

async function failureOf(echo: Promise<void>): Promise<PacsError | null> {
  try {
    await echo;
    return null;
  } catch (error) {
    if (error instanceof PacsError) return error;
    throw error;
  }
}
