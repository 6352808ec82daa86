import { setTimeout as pause } from 'node:timers/promises';
import { describeError, type Log } from '@liaison/log';
import type { Mailer } from '@liaison/mail';

type Patience = {
  readonly signal: AbortSignal;
  readonly times?: number;
  readonly everyMs?: number;
};

/**
 * Without mail nobody signs in: who sets a platform up is told before its users are. A server that starts with us, as that of
 * the demonstration does, has its time to.
 */
export async function checkMail(
  mailer: Pick<Mailer, 'check'>,
  log: Pick<Log, 'error'>,
  { signal, times = 12, everyMs = 5000 }: Patience,
): Promise<void> {
  for (let left = times; !signal.aborted; left -= 1) {
    try {
      return await mailer.check();
    } catch (error) {
      if (signal.aborted) return;
      if (left <= 1) return log.error('the mail server takes no mail from here', describeError(error));
    }
    // Rejects only where it is to end.
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
}
