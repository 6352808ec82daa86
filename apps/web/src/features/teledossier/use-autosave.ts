import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { ApiError } from '../../app/api.ts';
import { createAutosave } from './autosave.ts';
import type { Autosave, SaveOutcome, SaveState } from './autosave.ts';

/** An autosave for the life of a screen: saves at once when the tab is left or a field loses focus, and when the network is back. */
export function useAutosave<Value>(save: (value: Value) => Promise<SaveOutcome>): {
  autosave: Autosave<Value>;
  state: SaveState;
} {
  const latestSave = useRef(save);
  const [autosave] = useState(() => createAutosave<Value>((value) => latestSave.current(value)));
  const state = useSyncExternalStore(autosave.subscribe, autosave.state);

  useEffect(() => {
    latestSave.current = save;
  });

  useEffect(() => {
    const flush = () => void autosave.flush();
    const warn = (event: BeforeUnloadEvent) => {
      if (autosave.state().kind !== 'saved') event.preventDefault();
    };
    document.addEventListener('visibilitychange', flush);
    document.addEventListener('focusout', flush);
    addEventListener('online', flush);
    addEventListener('beforeunload', warn);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      document.removeEventListener('focusout', flush);
      removeEventListener('online', flush);
      removeEventListener('beforeunload', warn);
      void autosave.flush();
    };
  }, [autosave]);

  return { autosave, state };
}

/** What a failed save means: changed elsewhere, refused for good, or worth another try. */
export function outcomeOfError(error: unknown): SaveOutcome {
  if (!(error instanceof ApiError)) return { kind: 'failed' };
  if (error.status === 409) return { kind: 'conflict' };
  const isPassing = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
  return isPassing ? { kind: 'failed' } : { kind: 'refused', message: error.title };
}
