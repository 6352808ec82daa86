const COALESCE_MS = 200;
const POLL_MS = 5000;
const REOPEN_MS = 30_000;

/**
 * Calls `refresh` when the study changed: on each hint (those of 200 ms make one), after each reconnection, and every 5 s
 * while the stream is down, as a hospital proxy may refuse it. Gives back what stops it.
 */
export function watchStudy(studyId: string, refresh: () => void): () => void {
  let source: EventSource | null = null;
  let coalescing: ReturnType<typeof setTimeout> | null = null;
  let polling: ReturnType<typeof setInterval> | null = null;
  let reopening: ReturnType<typeof setTimeout> | null = null;

  const refreshSoon = (): void => {
    coalescing ??= setTimeout(() => {
      coalescing = null;
      refresh();
    }, COALESCE_MS);
  };

  const onOpen = (): void => {
    if (polling === null) return;
    clearInterval(polling);
    polling = null;
    refreshSoon();
  };

  const onError = (): void => {
    polling ??= setInterval(refresh, POLL_MS);
    // A browser tries again by itself except when the answer was no event stream; then only a new source will.
    if (source?.readyState === EventSource.CLOSED) reopening ??= setTimeout(open, REOPEN_MS);
  };

  function open(): void {
    reopening = null;
    source?.close();
    source = new EventSource(`/api/live?topics=${encodeURIComponent(`study:${studyId}`)}`);
    source.addEventListener('open', onOpen);
    source.addEventListener('error', onError);
    source.addEventListener('hint', refreshSoon);
  }

  open();
  return () => {
    source?.close();
    if (coalescing !== null) clearTimeout(coalescing);
    if (polling !== null) clearInterval(polling);
    if (reopening !== null) clearTimeout(reopening);
  };
}
