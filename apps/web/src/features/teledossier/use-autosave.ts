import { useEffect, useState, useSyncExternalStore } from 'react';
import { ApiError } from '../../app/api.ts';
import { createAutosave } from './autosave.ts';
import type { Autosave, SaveOutcome, SaveState } from './autosave.ts';

/** An autosave for the life of a screen: saves at once when the tab is left or a field loses focus, and when the network is back. */
export function useAutosave<Value>(save: (value: Value) => Promise<SaveOutcome>): {
  autosave: Autosave<Value>;
  state: SaveState;
} {
  const [{ autosave, setSave }] = useState(() => createReplaceable(save));
  const state = useSyncExternalStore(autosave.subscribe, autosave.state);

  useEffect(() => setSave(save));

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

/** An autosave whose way of saving follows the screen: it closes over what the last rendering knew. */
function createReplaceable<Value>(first: (value: Value) => Promise<SaveOutcome>) {
  let save = first;
  return {
    autosave: createAutosave<Value>((value) => save(value)),
    setSave(next: (value: Value) => Promise<SaveOutcome>): void {
      save = next;
    },
  };
}

/** What a failed save means: changed elsewhere, refused for good, or worth another try. */
export function outcomeOfError(error: unknown): SaveOutcome {
  if (!(error instanceof ApiError)) return { kind: 'failed' };
  if (error.status === 409) return { kind: 'conflict' };
  const isPassing = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
  return isPassing ? { kind: 'failed' } : { kind: 'refused', message: error.title };
}
