import { useEffect } from 'react';

/** Screens whose work is nowhere else: the end of a session leaves them in place. */
const kept = new Set<object>();

/** While `isUnsaved`, who was signed out stays on this screen; the server refuses what is asked of it meanwhile. */
export function useKeptScreen(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const screen = {};
    kept.add(screen);
    return () => void kept.delete(screen);
  }, [isUnsaved]);
}

export function isScreenKept(): boolean {
  return kept.size > 0;
}
