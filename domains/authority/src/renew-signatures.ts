import { withSystem, type SystemDatabase } from '@liaison/db';
import { systemActor } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { findPointer, findRevocationList, lockAuthority } from './bundle-store.ts';
import { currentKeys } from './current-keys.ts';
import type { AuthorityDeps } from './deps.ts';
import { importRegister } from './import-register.ts';
import { listLifeMs, publishRevocations } from './publish-revocations.ts';
import { pointerLifeMs, signPointer } from './sign-pointer.ts';

const actor = systemActor('autorité');
const lookEveryMs = 60_000;

/**
 * Signs the pointer and the list of revocations anew once a third of their life is over, so that a subscriber can tell
 * silence from peace; takes over what was delivered before the server had the keys.
 */
export async function renewSignatures(database: SystemDatabase, deps: AuthorityDeps): Promise<void> {
  await withSystem(database, async (tx) => {
    await lockAuthority(tx);
    const now = deps.clock.now();
    const [pointer, list] = [await findPointer(tx), await findRevocationList(tx)];
    if (isFresh(pointer?.expiresAt, pointerLifeMs, now) && isFresh(list?.nextUpdate, listLifeMs, now)) return;
    const keys = await currentKeys(tx, deps.openKeys);
    await importRegister(tx, keys, now);
    if (!isFresh(list?.nextUpdate, listLifeMs, now)) await publishRevocations(tx, actor, keys, now);
    if (!isFresh(pointer?.expiresAt, pointerLifeMs, now)) await signPointer(tx, keys, now);
  });
}

function isFresh(until: Date | undefined, lifeMs: number, now: Date): boolean {
  return until !== undefined && until.getTime() - now.getTime() > (lifeMs * 2) / 3;
}

/** Renews them for ever, until it is stopped. */
export function keepSignaturesFresh(
  database: SystemDatabase,
  deps: AuthorityDeps,
  log: Log,
): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const look = () => {
    running = renewSignatures(database, deps)
      .catch((error: unknown) =>
        log.error('signatures of the MIO authority not renewed', describeError(error)),
      )
      .finally(() => {
        if (!isStopped) timer = setTimeout(look, lookEveryMs);
      });
  };
  look();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
