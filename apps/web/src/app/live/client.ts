import { type LiveListener, openLiveConnection } from './connection.ts';
import type { PageMessage, WorkerMessage } from './messages.ts';

/** This page's end of the stream of hints. */
export type LiveClient = { setTopics: (topics: ReadonlySet<string>) => void; close: () => void };

/** Through the browser's shared worker; where there is none, or it fails to start, through a stream of the page itself. */
export function openLiveClient(listener: LiveListener): LiveClient {
  let topics: ReadonlySet<string> = new Set();
  let carrier: LiveClient = { setTopics() {}, close() {} };

  const useOwnStream = () => {
    carrier = openLiveConnection(listener);
    carrier.setTopics(topics);
  };

  if (typeof SharedWorker === 'undefined') useOwnStream();
  else carrier = openShared(listener, useOwnStream);

  const leaving = new AbortController();
  const { signal } = leaving;
  // A page kept aside by the browser (back/forward cache) is not told anything; it asks again when it comes back.
  addEventListener('pagehide', () => carrier.setTopics(new Set()), { signal });
  addEventListener('pageshow', () => carrier.setTopics(topics), { signal });

  return {
    setTopics(next) {
      topics = next;
      carrier.setTopics(next);
    },
    close() {
      leaving.abort();
      carrier.close();
    },
  };
}

function openShared({ onHint, onResume, onState }: LiveListener, onFailure: () => void): LiveClient {
  const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'liaison-live',
  });
  worker.addEventListener('error', onFailure, { once: true });
  worker.port.addEventListener('message', (event: MessageEvent<WorkerMessage>) => {
    if ('hint' in event.data) onHint(event.data.hint);
    else if ('resume' in event.data) onResume();
    else onState(event.data.state);
  });
  worker.port.start();
  const post = (message: PageMessage) => worker.port.postMessage(message, []);
  return {
    setTopics: (topics) => post({ topics: [...topics] }),
    close() {
      post({ topics: [] });
      worker.port.close();
    },
  };
}
