import type { LiveState } from './connection.ts';

/** From a page to the shared worker: what it listens to; nothing when it leaves. */
export type PageMessage = { topics: readonly string[] };

/** From the shared worker to a page. */
export type WorkerMessage = { hint: string } | { state: LiveState } | { resume: true };
