const COALESCE_MS = 200;
const POLL_MS = 5000;
const REOPEN_MS = 30_000;

/**
 * Calls `refresh` when the study changed: on each hint about it (those of 200 ms make one), whenever hints may have been
 * missed (the stream opened, or opened again; the server says `resume`), and every 5 s while the stream is down, as a
 * hospital proxy may refuse it. Gives back what stops it.
 */
export function watchStudy(studyId: string, refresh: () => void): () => void {
  const topic = `study:${studyId}`;
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

  const stopPolling = (): void => {
    if (polling !== null) clearInterval(polling);
    polling = null;
  };

  const onOpen = (): void => {
    stopPolling();
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
    source = new EventSource(`/api/live?topics=${encodeURIComponent(topic)}`);
    source.addEventListener('open', onOpen);
    source.addEventListener('error', onError);
    source.addEventListener('resume', refreshSoon);
    source.addEventListener('hint', (event: MessageEvent<unknown>) => {
      if (hintTopic(event.data) === topic) refreshSoon();
    });
  }

  open();
  return () => {
    source?.close();
    stopPolling();
    if (coalescing !== null) clearTimeout(coalescing);
    if (reopening !== null) clearTimeout(reopening);
  };
}

/** The topic of a hint `{"topic": "study:…"}`; the stream also carries those of the reader and of his structure. */
export function hintTopic(data: unknown): string | null {
  if (typeof data !== 'string') return null;
  try {
    const hint: unknown = JSON.parse(data);
    const isHint = typeof hint === 'object' && hint !== null && 'topic' in hint;
    return isHint && typeof hint.topic === 'string' ? hint.topic : null;
  } catch {
    return null;
  }
}
