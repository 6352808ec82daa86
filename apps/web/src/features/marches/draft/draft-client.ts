import type { Questions, Reply } from './worker-messages.ts';

/** The draft in its worker, asked from a page. */
export type DraftClient = {
  ask<Name extends keyof Questions>(
    name: Name,
    given: Parameters<Questions[Name]>[0],
  ): Promise<ReturnType<Questions[Name]>>;
  close(): void;
};

type Waiting = { resolve(given: never): void; reject(error: Error): void };

/** Starts the worker; a failure of it is a failure of what was asked. */
export function openDraftClient(): DraftClient {
  const worker = new Worker(new URL('./draft-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const question = waiting.get(data.id);
    waiting.delete(data.id);
    // oxlint-disable-next-line no-unsafe-type-assertion -- of the kind that its question has, which only its name tells
    if (data.isAnswered) question?.resolve(data.given as never);
    else question?.reject(new Error('the message could not be worked on'));
  });
  worker.addEventListener('error', () => {
    for (const { reject } of waiting.values()) reject(new Error('the worker of messages failed'));
    waiting.clear();
  });
  return {
    ask(name, given) {
      asked += 1;
      const question = { id: asked, name, given };
      const { promise, resolve, reject } = Promise.withResolvers<never>();
      waiting.set(asked, { resolve, reject });
      // oxlint-disable-next-line require-post-message-target-origin -- a worker, not a window
      worker.postMessage(question);
      return promise;
    },
    close: () => worker.terminate(),
  };
}
