/**
 * Runs `act` at each call, never twice at once: calls that come while it runs, or within `pauseMs` after it began, make
 * one more run at the end. A read started by a hint is thus never cut short by the next hint, and never too old.
 */
export function oneAtATime(act: () => unknown, pauseMs: number): { call: () => void; stop: () => void } {
  let isBusy = false;
  let isCalledAgain = false;
  let isStopped = false;

  const run = async (): Promise<void> => {
    isBusy = true;
    isCalledAgain = false;
    const pause = new Promise((resolve) => setTimeout(resolve, pauseMs));
    // What failed is told by the read itself; here it only ends.
    await Promise.allSettled([Promise.resolve().then(act), pause]);
    isBusy = false;
    if (isCalledAgain && !isStopped) await run();
  };

  return {
    call() {
      if (isStopped) return;
      if (isBusy) isCalledAgain = true;
      else void run();
    },
    stop() {
      isStopped = true;
    },
  };
}
