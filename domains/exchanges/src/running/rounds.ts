import { describeError, type Log } from '@liaison/log';

export type Rounds = { stop(): Promise<void> };

/** Does `work` again and again, `everyMs` after it ended; a failure is logged and the next round tries again. */
export function startRounds(
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  { everyMs, log }: { everyMs: number; log: Log },
): Rounds {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const go = () => {
    running = work(abort.signal)
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          log.warn('a round of exchanges failed', { child: name, ...describeError(error) });
      })
      .then(() => {
        if (!abort.signal.aborted) timer = setTimeout(go, everyMs);
      });
  };
  go();
  return {
    async stop() {
      abort.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
