import { useSyncExternalStore } from 'react';

import { formatDateTime, formatRelative } from './french.ts';

const stepMs = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = Math.floor(Date.now() / stepMs);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = Math.floor(Date.now() / stepMs);
    for (const each of listeners) each();
  }, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, drawn again every `everySeconds`. One timer for the whole page. */
export function useNow(everySeconds = 1): Date {
  useSyncExternalStore(subscribe, () => Math.floor(tick / everySeconds));
  return new Date();
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
