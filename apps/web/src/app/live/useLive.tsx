import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from 'react';

import type { LiveState } from './connection.ts';
import { type LiveClient, openLiveClient } from './client.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** The kinds of topics that the server announces (platform/live). */
export type Topic = `${'user' | 'community' | 'structure' | 'dossier' | 'study'}:${string}`;

const pauseMs = 700;
const pollMs = 10_000;

type Subscriber = { topics: readonly string[]; onHint(): void };

/** Who listens to what on this page; the union goes to the stream. */
class Subscriptions {
  readonly #subscribers = new Set<Subscriber>();
  #client: LiveClient | null = null;

  attach(client: LiveClient): void {
    this.#client = client;
    this.#tell();
  }

  add(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    this.#tell();
    return () => {
      this.#subscribers.delete(subscriber);
      this.#tell();
    };
  }

  hint(topic: string): void {
    for (const each of this.#subscribers) if (each.topics.some((own) => own === topic)) each.onHint();
  }

  hintAll(): void {
    for (const each of this.#subscribers) each.onHint();
  }

  /** Once per turn: a screen that replaces another must not make the stream close and open twice. */
  #tell(): void {
    queueMicrotask(() =>
      this.#client?.setTopics(new Set([...this.#subscribers].flatMap((each) => each.topics))),
    );
  }
}

const SubscriptionsContext = createContext<Subscriptions | null>(null);
const StateContext = createContext<LiveState>('connecting');

/** Opens this page's stream of hints. After a loss everything shown is read again; during it, every ten seconds. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const subscriptions = useMemo(() => new Subscriptions(), []);
  const [state, setState] = useState<LiveState>('connecting');

  useEffect(() => {
    let wasLost = false;
    const client = openLiveClient({
      onHint: (topic) => subscriptions.hint(topic),
      onResume: () => void queryClient.invalidateQueries(),
      onState(next) {
        setState(next);
        if (next === 'open' && wasLost) void queryClient.invalidateQueries();
        wasLost = next === 'lost' || (wasLost && next === 'connecting');
      },
    });
    subscriptions.attach(client);
    return () => client.close();
  }, [queryClient, subscriptions]);

  useEffect(() => {
    if (state !== 'lost') return undefined;
    const polling = setInterval(() => subscriptions.hintAll(), pollMs);
    return () => clearInterval(polling);
  }, [state, subscriptions]);

  return (
    <SubscriptionsContext value={subscriptions}>
      <StateContext value={state}>{children}</StateContext>
    </SubscriptionsContext>
  );
}

export function useLiveState(): LiveState {
  return use(StateContext);
}

/**
 * Calls `onHint` when one of `topics` changes. A hint carries no data: read again through the ordinary endpoint, and
 * return the promise of that read, so that hints which come meanwhile wait for its end (see `oneAtATime`).
 */
export function useLive(topics: readonly Topic[], onHint: () => unknown): void {
  const subscriptions = use(SubscriptionsContext);
  const hear = useEffectEvent(onHint);
  // The array is new at each rendering; its words are not.
  const joined = topics.join(' ');

  useEffect(() => {
    const heard = joined.split(' ').filter((topic) => topic !== '' && !topic.endsWith(':'));
    if (!subscriptions || heard.length === 0) return undefined;
    const reading = oneAtATime(() => hear(), pauseMs);
    const leave = subscriptions.add({ topics: heard, onHint: reading.call });
    return () => {
      leave();
      reading.stop();
    };
  }, [joined, subscriptions]);
}
