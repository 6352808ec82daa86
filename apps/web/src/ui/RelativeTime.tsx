import { useSyncExternalStore } from 'react';

import { formatDateTime, formatRelative } from './french.ts';

const stepMs = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, to the last `everySeconds`; drawn again when it changes. One timer for the whole page. */
export function useNow(everySeconds = 1): Date {
  const step = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / (everySeconds * stepMs)));
  return new Date(step * everySeconds * stepMs);
}

/** « il y a 12 min », ticking; the exact time is its tooltip. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow(5);
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, now)}
    </time>
  );
}
