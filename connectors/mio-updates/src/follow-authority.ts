import { setTimeout as wait } from 'node:timers/promises';
import { renewList, type PointerEnvelope } from '@liaison/mio-authority';
import { BundleError, type InstalledVersion, type UpdateStore } from '@liaison/mio-bundle';
import type { AuthorityClient } from './authority-client.ts';
import { describeState, type Installation } from './describe-state.ts';
import { UpdateError } from './error.ts';
import { takeUpdates } from './take-updates.ts';

export type FollowOptions = {
  readonly store: UpdateStore;
  readonly client: AuthorityClient;
  readonly installation: Installation;
  /** Whether a licence is at hand: without one, it only looks now and then, and tells nothing. */
  readonly isSubscribed: boolean;
  /** Folder whose lists of revocations are kept fresh. */
  readonly trustFolder: string | null;
  readonly now: () => Date;
  /** Between two looks where nothing is pushed; a failure is tried again sooner. */
  readonly pullEveryMs: number;
  readonly firstRetryMs: number;
  onInstalled(versions: readonly InstalledVersion[]): void;
  onTrouble(error: unknown): void;
};

/** Follows an authority until it is stopped: pushed pointers, else a look now and then. Never throws. */
export function followAuthority(options: FollowOptions): { stop(): Promise<void> } {
  const stop = new AbortController();
  const running = follow(options, stop.signal);
  return {
    async stop() {
      stop.abort();
      await running;
    },
  };
}

async function follow(options: FollowOptions, stop: AbortSignal): Promise<void> {
  let retryMs = options.firstRetryMs;
  const isDone = () => stop.aborted;
  while (!isDone()) {
    const isWell = await once(options, stop);
    if (isDone()) return;
    // A stream that ends after it worked is opened again at once, or nearly; others ever more rarely.
    const pauseMs = isWell && !options.isSubscribed ? options.pullEveryMs : retryMs;
    retryMs = isWell ? options.firstRetryMs : Math.min(retryMs * 2, options.pullEveryMs);
    await wait(pauseMs, undefined, { signal: stop }).catch(() => {});
  }
}

/** Follows the stream as long as it lasts, or looks once. @returns whether anything worked */
async function once(options: FollowOptions, stop: AbortSignal): Promise<boolean> {
  const { client, isSubscribed } = options;
  let isWell = false;
  try {
    if (!isSubscribed) {
      await take(options);
      return true;
    }
    for await (const pointer of client.streamPointers(stop)) {
      await take(options, pointer);
      isWell = true;
    }
    return isWell;
  } catch (error) {
    if (stop.aborted) return true;
    options.onTrouble(error);
    // Where nothing can be pushed, the updates may be fetched all the same: they are for everyone.
    if (isSubscribed && !isWell && !(error instanceof BundleError)) return lookAnyway(options);
    return isWell;
  }
}

async function lookAnyway(options: FollowOptions): Promise<boolean> {
  try {
    await take(options);
  } catch (error) {
    options.onTrouble(error);
  }
  return false;
}

async function take(options: FollowOptions, pointer?: PointerEnvelope): Promise<void> {
  const { store, client, trustFolder, now, onInstalled } = options;
  try {
    const installed = await takeUpdates(store, client, now(), pointer);
    if (installed.length > 0) onInstalled(installed);
    if (trustFolder !== null) await renewLists(client, trustFolder);
  } catch (error) {
    await tell(options, codeOf(error));
    throw error;
  }
  await tell(options, null);
}

async function renewLists(client: AuthorityClient, trustFolder: string): Promise<void> {
  const lists = await client.readLists();
  renewList(trustFolder, 'racine.crl', lists['racine.crl']);
  renewList(trustFolder, 'autorite.crl', lists['autorite.crl']);
}

async function tell(
  { store, client, installation, isSubscribed, onTrouble }: FollowOptions,
  trouble: string | null,
) {
  if (!isSubscribed) return;
  try {
    await client.report(describeState(store.state(), installation, trouble));
  } catch (error) {
    // What is installed is installed, whether the authority knows or not.
    onTrouble(error);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof BundleError) return error.code;
  return error instanceof UpdateError ? error.reason : 'unwritable';
}
