/**
 * What the reader is told of his typing. `saved.at` is the server's time, null while nothing was typed since loading;
 * `retrying.since` is when the first attempt of this series failed, in epoch milliseconds.
 */
export type SaveState =
  | { readonly kind: 'saved'; readonly at: string | null }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'retrying'; readonly since: number }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'conflict' };

/** `failed` is worth another try (no network, server busy); `refused` is not, until the value changes. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed' };

export type Autosave<Value> = {
  /** Takes the latest value; it is saved at most `maxWaitMs` later, however long the typing goes on. */
  change(value: Value): void;
  /** Saves now what waits, and resolves once nothing is in flight. */
  flush(): Promise<SaveState>;
  /** After a conflict or a refusal: tries again with the latest value. */
  resume(): Promise<SaveState>;
  /** Forgets what waits: another version was loaded in its place. */
  reset(savedAt: string | null): void;
  state(): SaveState;
  subscribe(listener: () => void): () => void;
  stop(): void;
};

export type AutosaveTiming = {
  readonly quietMs: number;
  readonly maxWaitMs: number;
  readonly retryMs: readonly number[];
};

const defaultTiming: AutosaveTiming = {
  quietMs: 800,
  maxWaitMs: 2500,
  retryMs: [1000, 2000, 4000, 8000, 15_000],
};

/**
 * Saves a value as it changes, one request at a time, the latest value winning. A failure never drops what was typed:
 * it is tried again, sooner when `flush` is called (the network is back, the tab is left).
 */
export function createAutosave<Value>(
  save: (value: Value) => Promise<SaveOutcome>,
  timing: AutosaveTiming = defaultTiming,
): Autosave<Value> {
  const listeners = new Set<() => void>();
  let state: SaveState = { kind: 'saved', at: null };
  let waiting: { value: Value; since: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inFlight: Promise<void> | null = null;
  let failures = 0;
  let generation = 0;
  let stopped = false;

  const become = (next: SaveState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void attempt(), delayMs);
  };

  const settle = (outcome: SaveOutcome, attempted: { value: Value; since: number }) => {
    if (outcome.kind === 'saved') {
      failures = 0;
      become(waiting ? { kind: 'unsaved' } : { kind: 'saved', at: outcome.at });
      if (waiting) schedule(timing.quietMs);
      return;
    }
    waiting ??= attempted;
    if (outcome.kind !== 'failed') return become(outcome);
    become({ kind: 'retrying', since: state.kind === 'retrying' ? state.since : Date.now() });
    schedule(timing.retryMs[Math.min(failures, timing.retryMs.length - 1)] ?? 0);
    failures += 1;
  };

  const run = async (attempted: { value: Value; since: number }) => {
    const mine = generation;
    const outcome = await save(attempted.value).catch((): SaveOutcome => ({ kind: 'failed' }));
    inFlight = null;
    if (mine === generation) settle(outcome, attempted);
    else if (waiting) schedule(0);
  };

  const attempt = (): Promise<void> => {
    clearTimeout(timer);
    if (inFlight) return inFlight;
    if (!waiting || state.kind === 'conflict') return Promise.resolve();
    const attempted = waiting;
    waiting = null;
    if (state.kind !== 'retrying') become({ kind: 'saving' });
    inFlight = run(attempted);
    return inFlight;
  };

  const isUnderWay = () => inFlight !== null || (waiting !== null && state.kind === 'unsaved');

  const flush = async () => {
    await attempt();
    // What was typed during that request waits for another one, which somebody else who flushes may have begun: leaving a
    // field and pressing a button is two at once. A failure is left to the retry.
    while (isUnderWay()) await attempt();
    return state;
  };

  return {
    change(value) {
      const since = waiting?.since ?? Date.now();
      waiting = { value, since };
      if (state.kind === 'conflict' || state.kind === 'retrying') return;
      if (!inFlight) become({ kind: 'unsaved' });
      schedule(Math.max(0, Math.min(timing.quietMs, since + timing.maxWaitMs - Date.now())));
    },
    flush,
    resume() {
      if (waiting) become({ kind: 'unsaved' });
      return flush();
    },
    reset(savedAt) {
      clearTimeout(timer);
      generation += 1;
      waiting = null;
      failures = 0;
      become({ kind: 'saved', at: savedAt });
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
