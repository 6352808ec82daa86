import type { Questions, Reply } from './worker-messages.ts';

/** The draft in its worker, asked from a page. */
export type DraftClient = {
  ask<Name extends keyof Questions>(
    name: Name,
    given: Parameters<Questions[Name]>[0],
  ): Promise<ReturnType<Questions[Name]>>;
  close(): void;
};

/** Starts the worker; a failure of it is a failure of what was asked. */
export function openDraftClient(): DraftClient {
  const worker = new Worker(new URL('./draft-worker.ts', import.meta.url), { type: 'module' });
  let asked = 0;
  return {
    ask: (name, given) => {
      asked += 1;
      const id = asked;
      const reply = waitForReply<typeof name>(worker, id);
      worker.postMessage({ id, name, given }, []);
      return reply;
    },
    close: () => worker.terminate(),
  };
}

function waitForReply<Name extends keyof Questions>(
  worker: Worker,
  id: number,
): Promise<ReturnType<Questions[Name]>> {
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<Questions[Name]>>();
  const heard = new AbortController();
  const onReply = ({ data }: MessageEvent<Reply<Name>>): void => {
    if (data.id !== id) return;
    heard.abort();
    if (data.isAnswered) resolve(data.given);
    else reject(new Error('the message could not be worked on'));
  };
  const onFailure = (): void => {
    heard.abort();
    reject(new Error('the worker of messages failed'));
  };
  worker.addEventListener('message', onReply, { signal: heard.signal });
  worker.addEventListener('error', onFailure, { signal: heard.signal });
  return promise;
}
