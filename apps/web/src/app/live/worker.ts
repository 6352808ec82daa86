/** One stream of hints for all the pages of a browser (DESIGN: a browser has six connections per host over HTTP/1.1). */
import { type LiveState, openLiveConnection } from './connection.ts';
import type { PageMessage, WorkerMessage } from './messages.ts';

const topicsOf = new Map<MessagePort, ReadonlySet<string>>();
let state: LiveState = 'connecting';

const post = (port: MessagePort, message: WorkerMessage) => port.postMessage(message);

const connection = openLiveConnection({
  onHint(topic) {
    for (const [port, topics] of topicsOf) if (topics.has(topic)) post(port, { hint: topic });
  },
  onResume() {
    for (const port of topicsOf.keys()) post(port, { resume: true });
  },
  onState(next) {
    state = next;
    for (const port of topicsOf.keys()) post(port, { state });
  },
});

function listen(port: MessagePort): void {
  port.addEventListener('message', (event: MessageEvent<PageMessage>) => {
    const { topics } = event.data;
    if (topics.length === 0) topicsOf.delete(port);
    else topicsOf.set(port, new Set(topics));
    connection.setTopics(new Set([...topicsOf.values()].flatMap((each) => [...each])));
    if (topics.length > 0) post(port, { state });
  });
  port.start();
}

addEventListener('connect', (event) => {
  if (!(event instanceof MessageEvent)) return;
  const [port] = event.ports;
  if (port) listen(port);
});
