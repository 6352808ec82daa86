/** How the hints arrive: `lost` from the first failure until the stream is open again. */
export type LiveState = 'connecting' | 'open' | 'lost';

export type LiveListener = {
  onHint: (topic: string) => void;
  /** Hints may have been missed behind the server: everything shown is to be read again. */
  onResume: () => void;
  onState: (state: LiveState) => void;
};

export type LiveConnection = { setTopics: (topics: ReadonlySet<string>) => void; close: () => void };

const firstDelayMs = 800;
const longestDelayMs = 15_000;

/** What must be asked for; the reader's own topics (himself, his structure, his communities) always come. */
const isAsked = (topic: string) => /^(study|dossier):/.test(topic);

/**
 * One stream of hints (`GET /api/live?topics=…`, Server-Sent Events: `hint` with `{topic}`, `resume`) for a growing and
 * shrinking set of topics. When the set changes, the new stream is open before the old one closes, and each new topic gets a hint of
 * its own: nothing that happened in between is missed.
 */
export function openLiveConnection({ onHint, onResume, onState }: LiveListener): LiveConnection {
  let wanted: ReadonlySet<string> = new Set();
  let heard: ReadonlySet<string> = new Set();
  let source: EventSource | null = null;
  let opening: EventSource | null = null;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const drop = () => {
    source?.close();
    opening?.close();
    source = null;
    opening = null;
    heard = new Set();
    clearTimeout(retrying);
  };

  const fail = () => {
    drop();
    onState('lost');
    failures += 1;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
    retrying = setTimeout(open, delayMs);
  };

  const open = () => {
    clearTimeout(retrying);
    opening?.close();
    if (wanted.size === 0) return drop();
    const topics = wanted;
    const asked = [...topics].filter(isAsked).toSorted();
    const fresh = new EventSource(`/api/live?topics=${encodeURIComponent(asked.join(','))}`);
    opening = fresh;
    fresh.addEventListener('open', () => {
      if (opening !== fresh) return fresh.close();
      source?.close();
      source = fresh;
      opening = null;
      failures = 0;
      const added = [...topics].filter((topic) => !heard.has(topic));
      heard = topics;
      onState('open');
      for (const topic of added) onHint(topic);
    });
    fresh.addEventListener('hint', (event: MessageEvent<unknown>) => {
      const topic = topicOf(event.data);
      if (topic) onHint(topic);
    });
    fresh.addEventListener('resume', onResume);
    fresh.addEventListener('error', () => {
      if (fresh === source || fresh === opening) fail();
    });
  };

  const closing = new AbortController();
  // Another network: the old stream may look open for minutes though nothing comes through it.
  addEventListener('online', open, { signal: closing.signal });

  return {
    setTopics(topics) {
      const isSame = topics.size === wanted.size && [...topics].every((topic) => wanted.has(topic));
      wanted = topics;
      if (isSame) return;
      if (!source) onState('connecting');
      open();
    },
    close() {
      closing.abort();
      drop();
    },
  };
}

function topicOf(data: unknown): string | null {
  if (typeof data !== 'string') return null;
  try {
    const hint: unknown = JSON.parse(data);
    return hint !== null && typeof hint === 'object' && 'topic' in hint && typeof hint.topic === 'string'
      ? hint.topic
      : null;
  } catch {
    return null;
  }
}
