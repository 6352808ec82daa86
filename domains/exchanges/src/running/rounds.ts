import { FileSpaceError } from '@liaison/file-space';
import { describeError, type Log, type LogFields } from '@liaison/log';

export type Rounds = { stop(): Promise<void> };

export type Round = {
  readonly signal: AbortSignal;
  /** Of one thing among others that went wrong, and did not end the round. */
  readonly tell: (error: unknown) => void;
};

/**
 * Does `work` again and again, `everyMs` after it ended; a round that failed is followed by the next one all the same, and told
 * once until it fails otherwise.
 */
export function startRounds(
  name: string,
  work: (round: Round) => Promise<void>,
  { everyMs, log }: { everyMs: number; log: Log },
): Rounds {
  const abort = new AbortController();
  const tell = (error: unknown) =>
    log.warn('something waits in a round of exchanges', { child: name, ...describe(error) });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let told: string | undefined;
  const fail = (error: unknown) => {
    if (abort.signal.aborted) return;
    const fields = describe(error);
    const kind = `${fields.error_name} ${fields.code}`;
    if (told !== kind) log.warn('rounds of exchanges fail', { child: name, ...fields });
    told = kind;
  };
  const succeed = () => {
    if (told !== undefined) log.info('rounds of exchanges go on', { child: name });
    told = undefined;
  };
  const go = () => {
    running = work({ signal: abort.signal, tell })
      .then(succeed, fail)
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

/** With the file that it is about, where nothing else says which. */
function describe(error: unknown): LogFields {
  const isOfName = error instanceof FileSpaceError && error.trouble === 'bad-name';
  return { ...describeError(error), ...(isOfName ? { reason: error.detail } : {}) };
}
