import type { z } from 'zod';

/**
 * A kind of job: its name, the shape of what it carries (ids only, never patient data) and how long it is retried.
 * Each domain lists its own in `src/queues.ts`. Events are jobs too: `dossier.answered` is a queue.
 */
export type Queue<Payload extends object = object> = {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  readonly retryLimit: number;
  /** Seconds before the first retry; doubled each time up to `retryDelayMax`. */
  readonly retryDelay: number;
  readonly retryDelayMax: number;
  /** Jobs that one process runs together: more than one where a job waits for someone outside, who may be slow. */
  readonly abreast: number;
};

export function defineQueue<Payload extends object>(
  name: string,
  payload: z.ZodType<Payload>,
  retry: { limit?: number; delaySeconds?: number; maxDelaySeconds?: number; abreast?: number } = {},
): Queue<Payload> {
  return {
    name,
    payload,
    retryLimit: retry.limit ?? 20,
    retryDelay: retry.delaySeconds ?? 2,
    retryDelayMax: retry.maxDelaySeconds ?? 900,
    abreast: retry.abreast ?? 1,
  };
}
