import { useRef } from 'react';

/**
 * Tells the reader's act from the refreshes that follow it: the first read of something on a screen is his act, and
 * goes to the journal; the next ones are live. Gives back a reader to which the `live` parameter is given.
 */
export function useAsked() {
  const asked = useRef(new Set<string>());
  return async <Reply>(what: string, read: (live: 'true' | 'false') => Promise<Reply>): Promise<Reply> => {
    const reply = await read(asked.current.has(what) ? 'true' : 'false');
    asked.current.add(what);
    return reply;
  };
}
